import type { ContainerStep, Locator, Part } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { isLive } from '../search/conditions.ts';
import { statement } from '../statement.ts';
import {
  type DocumentRecord,
  type DocumentRow,
  joinKnowledgeBases,
  selectDocuments,
  toDocumentRecord,
} from './documentRecord.ts';

export interface StoredChunk {
  id: number;
  ordinal: number;
  text: string;
  tokenCount: number;
  locator: Locator;
}

export function readDocument(db: SqliteDatabase, publicId: string): DocumentRecord | null {
  const row = statement(db, `${selectDocuments} WHERE d.public_id = ?`).get(publicId) as
    | DocumentRow
    | undefined;
  return row ? toDocumentRecord(row) : null;
}

/** The documents of a knowledge base at these paths, by path. */
export function readDocumentsByPath(
  db: SqliteDatabase,
  kbId: number,
  paths: readonly string[],
): Map<string, DocumentRecord> {
  const rows = statement(
    db,
    `${selectDocuments} WHERE d.kb_id = ? AND d.path IN (SELECT value FROM json_each(?))`,
  ).all(kbId, JSON.stringify(paths)) as DocumentRow[];
  return new Map(rows.map((row) => [row.path, toDocumentRecord(row)]));
}

/** Enough to find the one that moved; of more copies than this, another costs a reading and no vector. */
const maxTwins = 50;

/**
 * What is indexed alike from the same bytes: the document at `path` where it is, otherwise some of the others of
 * its knowledge base.
 */
export function readTwins(
  db: SqliteDatabase,
  like: { kbId: number; path: string; contentHash: string; preset: string; pipelineVersion: number },
): DocumentRecord[] {
  const alike = `d.kb_id = @kbId AND d.content_hash = @contentHash AND d.status = 'indexed' AND d.preset = @preset
    AND d.pipeline_version = @pipelineVersion`;
  const own = statement(db, `${selectDocuments} WHERE d.path = @path AND ${alike}`).all(like);
  if (own.length > 0) return (own as DocumentRow[]).map(toDocumentRecord);
  const others = statement(db, `${selectDocuments} WHERE ${alike} ORDER BY d.id LIMIT ${maxTwins}`).all(like);
  return (others as DocumentRow[]).map(toDocumentRecord);
}

/** A document as far as its place goes. */
export interface PlacedDocument {
  rowId: number;
  id: string;
  path: string;
  kbId: number;
  kb: string;
}

/** Where these documents are, in their order; those that are not there are left out. */
export function readPlaces(db: SqliteDatabase, ids: readonly string[]): PlacedDocument[] {
  return statement(
    db,
    `SELECT d.id AS rowId, d.public_id AS id, d.path, d.kb_id AS kbId, k.name AS kb
     FROM json_each(?) AS wanted CROSS JOIN documents AS d ON d.public_id = wanted.value ${joinKnowledgeBases}
     ORDER BY wanted.key`,
  ).all(JSON.stringify(ids)) as PlacedDocument[];
}

/** Those of the paths at which a knowledge base has a document whose file is there. */
export function pathsTaken(
  db: SqliteDatabase,
  { kbId, paths }: { kbId: number; paths: readonly string[] },
): string[] {
  return statement(
    db,
    `SELECT d.path FROM json_each(?) AS wanted CROSS JOIN documents AS d ON d.kb_id = ? AND d.path = wanted.value
     WHERE d.missing_since IS NULL`,
  )
    .pluck()
    .all(JSON.stringify(paths), kbId) as string[];
}

/** A page of the documents at or under a path, in the order of their paths, after `after` (null: the first page). */
export function listDocumentsUnder(
  db: SqliteDatabase,
  args: {
    under: string;
    kbId?: number | undefined;
    separator: string;
    after: Pick<PlacedDocument, 'rowId' | 'path'> | null;
    limit: number;
  },
): PlacedDocument[] {
  const { under, separator, after } = args;
  const prefix = under.endsWith(separator) ? under : under + separator;
  // The code after the separator's: everything that begins with the prefix sorts before it.
  const end = prefix.slice(0, -1) + String.fromCharCode(separator.charCodeAt(0) + 1);
  return statement(
    db,
    `SELECT d.id AS rowId, d.public_id AS id, d.path, d.kb_id AS kbId, k.name AS kb
     FROM documents AS d ${joinKnowledgeBases} WHERE d.path >= @from AND d.path < @end AND (d.path = @under OR d.path >= @prefix)
       AND (@after IS NULL OR d.path > @from OR d.id > @after)
       AND (@kbId IS NULL OR d.kb_id = @kbId) ORDER BY d.path, d.id LIMIT @limit`,
  ).all({
    under,
    prefix,
    end,
    from: after?.path ?? under,
    after: after?.rowId ?? null,
    kbId: args.kbId ?? null,
    limit: args.limit,
  }) as PlacedDocument[];
}

export function readParts(
  db: SqliteDatabase,
  rowId: number,
  ordinal: number,
): (Part & { ordinal: number })[] {
  const rows = statement(
    db,
    'SELECT ordinal, text, layout FROM parts WHERE document_id = ? AND ordinal = ?',
  ).all(rowId, ordinal) as { ordinal: number; text: string; layout: string }[];
  return rows.map((row) => ({
    ...(JSON.parse(row.layout) as Omit<Part, 'text'>),
    text: row.text,
    ordinal: row.ordinal,
  }));
}

/** The first part of a file inside the document, or of what is inside that file; null when nothing of it was read. */
export function findMemberPart(
  db: SqliteDatabase,
  rowId: number,
  within: readonly ContainerStep[],
): number | null {
  // All that lies in it begins with the same steps; without the closing bracket they are a beginning.
  const steps = JSON.stringify(within.map(({ kind, name }) => ({ kind, name }))).slice(0, -1);
  const ordinal = statement(
    db,
    `SELECT ordinal FROM parts WHERE document_id = ? AND substr(layout -> '$.locator.within', 1, length(?)) = ?
       AND substr(layout -> '$.locator.within', length(?) + 1, 1) IN (']', ',') ORDER BY ordinal LIMIT 1`,
  )
    .pluck()
    .get(rowId, steps, steps, steps);
  return typeof ordinal === 'number' ? ordinal : null;
}

/** Chunks of a document in order, from ordinal `from` on; their boxes make parsing a book's worth slow. */
export function readChunks(db: SqliteDatabase, rowId: number, from = 0, limit = -1): StoredChunk[] {
  const rows = statement(
    db,
    `SELECT id, ordinal, text, token_count, locator FROM chunks WHERE document_id = ? AND ordinal >= ?
     ORDER BY ordinal LIMIT ?`,
  ).all(rowId, from, limit) as {
    id: number;
    ordinal: number;
    text: string;
    token_count: number;
    locator: string;
  }[];
  return rows.map((row) => ({
    id: row.id,
    ordinal: row.ordinal,
    text: row.text,
    tokenCount: row.token_count,
    locator: JSON.parse(row.locator),
  }));
}

/** What a status line shows. */
export function readTotals(db: SqliteDatabase): { documents: number; chunks: number } {
  return statement(
    db,
    `SELECT count(*) AS documents, coalesce(sum(chunk_count), 0) AS chunks FROM documents AS d
     WHERE status = 'indexed' AND missing_since IS NULL AND ${isLive.sql}`,
  ).get() as { documents: number; chunks: number };
}
