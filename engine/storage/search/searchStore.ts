import { type Locator, locatorSchema } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { createTermReader, type TermReader } from '../keyword/index.ts';
import { statement } from '../statement.ts';
import { createVectorReader, type VectorReader } from '../vectors/index.ts';
import { allOf, type DocumentSelection, isLive, selectionFilters, typeCondition } from './conditions.ts';
import { type DocumentSet, selectDocuments } from './documentFilter.ts';

/** What a search keeps in memory of a chunk. */
export interface ChunkRow {
  readonly id: number;
  /** Row id of its document. */
  readonly document: number;
  /** Analysed terms in it. */
  readonly length: number;
  /** 0 when the model has no vector for its text yet. */
  readonly vectorId: number;
}

/** Where a read of all chunks stands; they come in the order of an index that leaves their texts untouched. */
export type ChunkCursor = readonly [textHash: Uint8Array, document: number, id: number];

/** A chunk with its document, as an answer shows it. */
export interface FoundChunk {
  readonly id: number;
  readonly document: number;
  readonly documentId: string;
  readonly path: string;
  readonly title: string | null;
  /** Of the file inside the document that the chunk is of, where it is of one. */
  readonly mediaType: string | null;
  readonly part: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly locator: Locator;
}

/** All that retrieval asks of the database, on a read-only connection. Every call sees the last commit. */
export interface SearchStore {
  readonly terms: TermReader;
  /** A model's vectors; null when there is no such model. */
  vectors(modelKey: number): VectorReader | null;
  /** Grows with every change to what a search can see. */
  indexVersion(): number;
  /** 0 when there are none. */
  highestChunkId(): number;
  lastRemoval(): number;
  /** Chunks removed after that removal; null when it is so long ago that the record of it is gone. */
  removalsAfter(removal: number): number[] | null;
  /**
   * The next chunks in no particular order, up to `limit`; ids above `throughId` are left out. Their lengths are 0:
   * looked up in this order they would cost a cold disk a read each.
   */
  readChunks(
    modelKey: number | null,
    after: ChunkCursor | null,
    throughId: number,
    limit: number,
  ): { rows: ChunkRow[]; next: ChunkCursor | null };
  /** Chunks with ids above `afterId`, ascending, up to `limit`, and how many analysed terms each has. */
  readLengths(afterId: number, limit: number): [id: number, length: number][];
  /** Chunks with ids above `afterId`, ascending, up to `limit`. */
  readNewChunks(modelKey: number | null, afterId: number, limit: number): ChunkRow[];
  /** The vector's id of a chunk's text; 0 when there is none. */
  findVector(modelKey: number, chunkId: number): number;
  selectDocuments(selection: DocumentSelection): DocumentSet;
  /** The chunks among `ids` that are in the selection, in no particular order. Its `path` is not looked at again. */
  readFound(ids: readonly number[], selection: DocumentSelection): FoundChunk[];
}

export function createSearchStore(db: SqliteDatabase): SearchStore {
  const number = (sql: string) => {
    const value = statement(db, sql).pluck().get();
    return typeof value === 'number' ? value : 0;
  };
  return {
    terms: createTermReader(db),
    vectors: (modelKey) => createVectorReader(db, modelKey),
    indexVersion: () => number('SELECT version FROM index_state'),
    highestChunkId: () => number('SELECT max(id) FROM chunks'),
    lastRemoval: () => number("SELECT seq FROM sqlite_sequence WHERE name = 'chunk_removals'"),
    removalsAfter(removal) {
      const oldest = statement(db, 'SELECT min(id) FROM chunk_removals').pluck().get() as number | null;
      if (oldest !== null && removal < oldest - 1) return null;
      return statement(db, 'SELECT chunk_id FROM chunk_removals WHERE id > ? ORDER BY id')
        .pluck()
        .all(removal) as number[];
    },
    readChunks(modelKey, after, throughId, limit) {
      const [columns, join] = vectorJoin(modelKey);
      const rows = statement(
        db,
        `SELECT c.id, c.document_id, 0, ${columns}, c.text_hash
         FROM chunks AS c INDEXED BY chunks_text_hash ${join}
         WHERE (c.text_hash, c.document_id, c.id) > (?, ?, ?) AND +c.id <= ?
         ORDER BY c.text_hash, c.document_id, c.id LIMIT ?`,
      )
        .raw()
        .all(...(after ?? [new Uint8Array(0), 0, 0]), throughId, limit) as [...RawRow, Uint8Array][];
      const last = rows.at(-1);
      return {
        rows: rows.map(toChunkRow),
        next: last && rows.length === limit ? [last[4], last[1], last[0]] : null,
      };
    },
    readLengths(afterId, limit) {
      return statement(
        db,
        'SELECT chunk_id, length FROM chunk_lengths WHERE chunk_id > ? ORDER BY chunk_id LIMIT ?',
      )
        .raw()
        .all(afterId, limit) as [number, number][];
    },
    readNewChunks(modelKey, afterId, limit) {
      const [columns, join] = vectorJoin(modelKey);
      const rows = statement(
        db,
        `SELECT c.id, c.document_id, coalesce(l.length, 0), ${columns}
         FROM chunks AS c LEFT JOIN chunk_lengths AS l ON l.chunk_id = c.id ${join}
         WHERE c.id > ? ORDER BY c.id LIMIT ?`,
      )
        .raw()
        .all(afterId, limit) as RawRow[];
      return rows.map(toChunkRow);
    },
    findVector(modelKey, chunkId) {
      const [column, join] = vectorJoin(modelKey);
      const id = statement(db, `SELECT ${column} FROM chunks AS c ${join} WHERE c.id = ?`)
        .pluck()
        .get(chunkId);
      return typeof id === 'number' ? id : 0;
    },
    selectDocuments: (selection) => selectDocuments(db, selection),
    readFound(ids, selection) {
      // CROSS JOIN keeps the order: a planner that begins with the documents reads the whole library.
      const { sql, values } = allOf(selectionFilters(selection).map(({ where }) => where));
      const type = selection.filters.type === undefined ? null : typeCondition(selection.filters.type);
      const ofType = [type?.document, type?.member].filter((condition) => condition != null);
      const typeSql = type ? `(${ofType.map((condition) => condition.sql).join(' OR ')})` : 'TRUE';
      const rows = statement(
        db,
        `SELECT c.id, d.id AS document, d.public_id AS documentId, d.path, d.title,
           coalesce(c.member_type, d.media_type) AS mediaType,
           c.part_ordinal AS part, c.start_offset AS start, c.end_offset AS end, c.text, c.locator
         FROM json_each(?) AS wanted CROSS JOIN chunks AS c ON c.id = wanted.value CROSS JOIN documents AS d ON d.id = c.document_id
         WHERE d.status = 'indexed' AND d.missing_since IS NULL AND ${isLive.sql} AND ${typeSql} AND ${sql}`,
      ).all(JSON.stringify(ids), ...ofType.flatMap((condition) => condition.values), ...values) as (Omit<
        FoundChunk,
        'locator'
      > & { locator: string })[];
      return rows.map((row) => ({ ...row, locator: locatorSchema.parse(JSON.parse(row.locator)) }));
    },
  };
}

type RawRow = [id: number, document: number, length: number, vectorId: number];

function toChunkRow(
  row: readonly [id: number, document: number, length: number, vectorId: number, ...unknown[]],
): ChunkRow {
  return { id: row[0], document: row[1], length: row[2], vectorId: row[3] };
}

/** The vector's id by the hash of the text, where there is a model; its tables are named after its key. */
function vectorJoin(modelKey: number | null): [column: string, join: string] {
  if (modelKey === null) return ['0', ''];
  if (!Number.isSafeInteger(modelKey)) throw new RangeError(`Not a model key: ${modelKey}`);
  return ['coalesce(v.id, 0)', `LEFT JOIN vectors_${modelKey} AS v ON v.text_hash = c.text_hash`];
}
