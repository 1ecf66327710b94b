import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import {
  type Condition,
  type DocumentSelection,
  pathCondition,
  selectionCondition,
  typeCondition,
} from './conditions.ts';

/** Documents by their row id: `has[id]` is 1 for those in the set; ids beyond its length are not. */
export interface DocumentSet {
  readonly has: Uint8Array;
  readonly size: number;
  /** Chunks that are in the set though their document is not: those of a member of the type asked for. */
  readonly memberChunks: readonly number[];
}

/** The indexed documents that a selection leaves, and the chunks of members that its type leaves of others. */
export function selectDocuments(db: SqliteDatabase, selection: DocumentSelection): DocumentSet {
  const { sql, values } = selectionCondition(selection, 'scan');
  const path = pathCondition(db, selection.filters.path, {
    sql: `d.status = 'indexed' AND d.missing_since IS NULL AND ${sql}`,
    values,
  });
  const type = selection.filters.type === undefined ? null : typeCondition(selection.filters.type);
  const rows = statement(
    db,
    `SELECT d.id, ${type?.document.sql ?? '1'} FROM documents AS d
     WHERE d.status = 'indexed' AND d.missing_since IS NULL AND ${path.sql} AND ${sql}`,
  )
    .raw()
    .all(...(type?.document.values ?? []), ...path.values, ...values) as [
    id: number,
    isOfType: 0 | 1 | null,
  ][];
  const highest = rows.reduce((most, [id]) => Math.max(most, id), 0);
  const has = new Uint8Array(highest + 1);
  const others = type?.member ? new Uint8Array(highest + 1) : null;
  let size = 0;
  for (const [id, isOfType] of rows) {
    if (isOfType) {
      has[id] = 1;
      size += 1;
    } else if (others) others[id] = 1;
  }
  const memberChunks = others && type?.member ? chunksOfMembers(db, type.member, others) : [];
  return { has, size, memberChunks };
}

function chunksOfMembers(db: SqliteDatabase, type: Condition, documents: Uint8Array): number[] {
  const rows = statement(
    db,
    `SELECT c.id, c.document_id FROM chunks AS c INDEXED BY chunks_member_type
     WHERE c.member_type IS NOT NULL AND ${type.sql}`,
  )
    .raw()
    .all(...type.values) as [id: number, document: number][];
  return rows.filter(([, document]) => documents[document] === 1).map(([id]) => id);
}
