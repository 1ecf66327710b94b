import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { analyze, indexedForm } from './analyzer.ts';
import { encodeChunkTerms, spanOf } from './postings.ts';
import { mergeIntoSpans, type PostingsByTerm, sealFullSpans } from './spanWriter.ts';

/** The removals a reader may lag behind before it has to load everything again. */
const keptRemovals = 100_000;

/**
 * Adds chunks to the keyword index: their terms to FTS5, their lengths, and, for the terms that are common, what
 * their postings will be made from. Runs inside the caller's transaction.
 */
export function insertChunkTerms(db: SqliteDatabase, rows: readonly { id: number; text: string }[]): void {
  if (rows.length === 0) return;
  const insertTerms = statement(db, 'INSERT INTO chunk_terms (rowid, terms) VALUES (?, ?)');
  const insertLength = statement(db, 'INSERT INTO chunk_lengths (chunk_id, length) VALUES (?, ?)');
  const insertRecent = statement(db, 'INSERT INTO recent_terms (chunk_id, terms) VALUES (?, ?)');
  const findCommon = statement(db, 'SELECT id FROM common_terms WHERE term = ?').pluck();
  const hasCommon = statement(db, 'SELECT 1 FROM common_terms LIMIT 1').get() !== undefined;
  const sealedSpans = readSealedSpans(db);
  const known = new Map<string, number | null>();
  const late: PostingsByTerm = new Map();
  let highest = 0;
  for (const row of rows) {
    const terms = analyze(row.text, { purpose: 'index' });
    insertTerms.run(row.id, indexedForm(terms));
    insertLength.run(row.id, terms.length);
    highest = Math.max(highest, row.id);
    if (!hasCommon) continue;
    const frequencies = new Map<number, number>();
    for (const { term } of terms) {
      let id = known.get(term);
      if (id === undefined) {
        id = (findCommon.get(term) as number | undefined) ?? null;
        known.set(term, id);
      }
      if (id !== null) frequencies.set(id, (frequencies.get(id) ?? 0) + 1);
    }
    if (spanOf(row.id) >= sealedSpans) {
      insertRecent.run(row.id, encodeChunkTerms([...frequencies.keys()], [...frequencies.values()]));
    } else {
      for (const [id, frequency] of frequencies) {
        const postings = late.get(id) ?? [];
        postings.push([row.id, frequency]);
        late.set(id, postings);
      }
    }
  }
  mergeIntoSpans(db, late);
  sealFullSpans(db, highest);
}

/**
 * Takes chunks out of the keyword index and notes their removal for readers in memory. Postings of common terms keep
 * their ids until their span is written again; readers know that the chunks are gone. Runs inside the caller's
 * transaction.
 */
export function deleteChunkTerms(db: SqliteDatabase, chunkIds: readonly number[]): void {
  const deleteTerms = statement(db, 'DELETE FROM chunk_terms WHERE rowid = ?');
  const deleteLength = statement(db, 'DELETE FROM chunk_lengths WHERE chunk_id = ?');
  const deleteRecent = statement(db, 'DELETE FROM recent_terms WHERE chunk_id = ?');
  const logRemoval = statement(db, 'INSERT INTO chunk_removals (chunk_id) VALUES (?)');
  const countDeleted = statement(
    db,
    'INSERT INTO keyword_spans (span, deleted) VALUES (?, 1) ON CONFLICT (span) DO UPDATE SET deleted = deleted + 1',
  );
  for (const id of chunkIds) {
    if (deleteLength.run(id).changes === 0) continue;
    deleteTerms.run(id);
    deleteRecent.run(id);
    countDeleted.run(spanOf(id));
    logRemoval.run(id);
  }
  statement(
    db,
    'DELETE FROM chunk_removals WHERE id <= (SELECT coalesce(max(id), 0) FROM chunk_removals) - ?',
  ).run(keptRemovals);
}

function readSealedSpans(db: SqliteDatabase): number {
  return statement(db, 'SELECT sealed_spans FROM keyword_state').pluck().get() as number;
}
