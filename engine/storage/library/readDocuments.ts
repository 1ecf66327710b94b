import type { Locator, Part } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import {
  type DocumentRecord,
  type DocumentRow,
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
  kb: string,
  paths: readonly string[],
): Map<string, DocumentRecord> {
  const rows = statement(
    db,
    `${selectDocuments} WHERE k.name = ? AND d.path IN (SELECT value FROM json_each(?))`,
  ).all(kb, JSON.stringify(paths)) as DocumentRow[];
  return new Map(rows.map((row) => [row.path, toDocumentRecord(row)]));
}

export function readDocumentsByContent(
  db: SqliteDatabase,
  kb: string,
  contentHash: string,
): DocumentRecord[] {
  const rows = statement(db, `${selectDocuments} WHERE k.name = ? AND d.content_hash = ? ORDER BY d.id`).all(
    kb,
    contentHash,
  );
  return (rows as DocumentRow[]).map(toDocumentRecord);
}

/** A document as far as its place goes. */
export interface PlacedDocument {
  rowId: number;
  id: string;
  path: string;
  kb: string;
}

/** A page of the documents at or under a path, in the order of their paths, after `after` (null: the first page). */
export function listDocumentsUnder(
  db: SqliteDatabase,
  args: {
    under: string;
    kb?: string | undefined;
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
    `SELECT d.id AS rowId, d.public_id AS id, d.path, k.name AS kb FROM documents d JOIN knowledge_bases k ON k.id = d.kb_id
     WHERE d.path >= @from AND d.path < @end AND (d.path = @under OR d.path >= @prefix)
       AND (@after IS NULL OR d.path > @from OR d.id > @after)
       AND (@kb IS NULL OR k.name = @kb) ORDER BY d.path, d.id LIMIT @limit`,
  ).all({
    under,
    prefix,
    end,
    from: after?.path ?? under,
    after: after?.rowId ?? null,
    kb: args.kb ?? null,
    limit: args.limit,
  }) as PlacedDocument[];
}

export interface DocumentFilter {
  /** Null for every knowledge base. */
  knowledgeBases: readonly string[] | null;
  kb?: string | undefined;
  status?: string | undefined;
  limit: number;
  offset: number;
}

export function listDocuments(
  db: SqliteDatabase,
  filter: DocumentFilter,
): { documents: DocumentRecord[]; total: number } {
  const where = `(@allowed IS NULL OR k.name COLLATE NOCASE IN (SELECT value FROM json_each(@allowed)))
    AND (@kb IS NULL OR k.name = @kb) AND (@status IS NULL OR d.status = @status)`;
  const parameters = {
    allowed: filter.knowledgeBases && JSON.stringify(filter.knowledgeBases),
    kb: filter.kb ?? null,
    status: filter.status ?? null,
  };
  const total = statement(
    db,
    `SELECT count(*) FROM documents d JOIN knowledge_bases k ON k.id = d.kb_id WHERE ${where}`,
  )
    .pluck()
    .get(parameters) as number;
  const rows = statement(
    db,
    `${selectDocuments} WHERE ${where} ORDER BY d.path, d.id LIMIT @limit OFFSET @offset`,
  ).all({
    ...parameters,
    limit: filter.limit,
    offset: filter.offset,
  }) as DocumentRow[];
  return { documents: rows.map(toDocumentRecord), total };
}

export function readParts(
  db: SqliteDatabase,
  rowId: number,
  ordinal?: number,
): (Part & { ordinal: number })[] {
  const rows = statement(
    db,
    'SELECT ordinal, text, layout FROM parts WHERE document_id = @rowId AND (@ordinal IS NULL OR ordinal = @ordinal) ORDER BY ordinal',
  ).all({ rowId, ordinal: ordinal ?? null }) as { ordinal: number; text: string; layout: string }[];
  return rows.map((row) => ({
    ...(JSON.parse(row.layout) as Omit<Part, 'text'>),
    text: row.text,
    ordinal: row.ordinal,
  }));
}

export function readChunks(db: SqliteDatabase, rowId: number): StoredChunk[] {
  const rows = statement(
    db,
    'SELECT id, ordinal, text, token_count, locator FROM chunks WHERE document_id = ? ORDER BY ordinal',
  ).all(rowId) as { id: number; ordinal: number; text: string; token_count: number; locator: string }[];
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
    `SELECT count(*) AS documents, coalesce(sum(chunk_count), 0) AS chunks FROM documents WHERE status = 'indexed'`,
  ).get() as { documents: number; chunks: number };
}
