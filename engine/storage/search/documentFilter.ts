import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import {
  allOf,
  type Condition,
  type DocumentSelection,
  isLive,
  pathCondition,
  selectionFilters,
  typeCondition,
} from './conditions.ts';

/** Documents by their row id: `has[id]` is 1 for those in the set; ids beyond its length are not. */
export interface DocumentSet {
  readonly has: Uint8Array;
  readonly size: number;
  /** Chunks that are in the set though their document is not: those of a member of the type asked for. */
  readonly memberChunks: readonly number[];
}

/**
 * The indexed documents that a selection leaves, and the chunks of members that its type leaves of others. Each filter
 * gives its ids from an index, and what all of them give is left: the rows themselves would cost ten times as much.
 */
export function selectDocuments(db: SqliteDatabase, selection: DocumentSelection): DocumentSet {
  const filters = selectionFilters(selection);
  const path = pathCondition(
    db,
    selection.filters.path,
    allOf([present, ...filters.map(({ where }) => where)]),
  );
  const queries = filters.map(({ ids }) => ids);
  if (path) queries.push({ ...path, sql: `SELECT d.id FROM documents AS d WHERE ${path.sql}` });
  const all = readIds(db, {
    sql: `SELECT d.id FROM documents AS d INDEXED BY documents_present WHERE ${present.sql}`,
    values: [],
  });
  const highest = all.reduce((most, id) => Math.max(most, id), 0);
  let left = markAll(all, highest);
  for (const query of queries) left = keepAll(left, readIds(db, query));
  if (selection.filters.type === undefined) return { has: left, size: count(left), memberChunks: [] };
  const { document, member } = typeCondition(selection.filters.type);
  const ofType = readIds(db, {
    ...document,
    sql: `SELECT d.id FROM documents AS d WHERE ${document.sql}`,
  });
  const has = keepAll(left, ofType);
  return {
    has,
    size: count(has),
    memberChunks: member
      ? chunksOfMembers(db, member, left)
          .filter(([, id]) => has[id] !== 1)
          .map(([id]) => id)
      : [],
  };
}

const present: Condition = {
  sql: `d.status = 'indexed' AND d.missing_since IS NULL AND ${isLive.sql}`,
  values: [],
};

export function readIds(db: SqliteDatabase, { sql, values }: Condition): number[] {
  return statement(db, sql)
    .pluck()
    .all(...values) as number[];
}

export function markAll(ids: readonly number[], highest: number): Uint8Array {
  const marks = new Uint8Array(highest + 1);
  for (const id of ids) marks[id] = 1;
  return marks;
}

export function keepAll(marks: Uint8Array, ids: readonly number[]): Uint8Array {
  const kept = new Uint8Array(marks.length);
  for (const id of ids) kept[id] = marks[id] ?? 0;
  return kept;
}

function count(marks: Uint8Array): number {
  let sum = 0;
  for (const mark of marks) sum += mark;
  return sum;
}

/** Chunks whose document is marked, each with it. */
function chunksOfMembers(
  db: SqliteDatabase,
  type: Condition,
  marks: Uint8Array,
): [chunk: number, document: number][] {
  const rows = statement(
    db,
    `SELECT c.id, c.document_id FROM chunks AS c INDEXED BY chunks_member_type
     WHERE c.member_type IS NOT NULL AND ${type.sql}`,
  )
    .raw()
    .all(...type.values) as [chunk: number, document: number][];
  return rows.filter(([, document]) => marks[document] === 1);
}
