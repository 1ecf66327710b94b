import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { spanSize } from './postings.ts';
import { compactSpan, mergeIntoSpans, type PostingsByTerm } from './spanWriter.ts';

/** Terms in fewer chunks than this cost FTS5 a fraction of a millisecond, however large the library. */
const rareBelow = 2000;
/** A term of more than this share of the chunks is common; one of less than half of it is so no longer. */
const commonShare = 0.02;
/** The vocabulary is looked through again when the library has grown by this factor. */
const growthBeforeScan = 1.3;
const termsPerStep = 2000;
const instancesPerStep = 100_000;
/** A span is written again when this share of its chunks is gone. */
const deletedShare = 0.25;

interface State {
  scanned_chunks: number;
  scan_position: string | null;
}

/**
 * Keeps the postings of common terms: finds the terms that have become common, builds their postings from FTS5,
 * drops those that are common no longer, and writes spans again that lost many chunks. Does the next steps that
 * are due until about `budgetMs` are used up; a step takes some ten milliseconds, at 100,000 chunks 50 at most.
 * Runs inside the caller's transaction; what it has done so far stays when it is called no more.
 *
 * @returns `done` when nothing is left to do for now
 */
export function refreshCommonTerms(db: SqliteDatabase, budgetMs: number): { done: boolean } {
  const deadline = performance.now() + budgetMs;
  const steps = [buildStep, scanStep, compactStep];
  for (;;) {
    if (!steps.some((step) => step(db))) return { done: true };
    if (performance.now() >= deadline) return { done: false };
  }
}

/** Reads the next part of one new common term from FTS5. @returns whether there was anything to do */
function buildStep(db: SqliteDatabase): boolean {
  const term = db
    .prepare(
      'SELECT id, term, registered_at_chunk AS lastChunk, build_position AS position FROM common_terms WHERE build_position IS NOT NULL LIMIT 1',
    )
    .get() as { id: number; term: string; lastChunk: number; position: number } | undefined;
  if (!term) return false;
  // Instances come in the order of their chunks: a step ends with the last chunk that it saw whole.
  const chunks = db
    .prepare('SELECT doc FROM chunk_terms_instances WHERE term = ? AND doc > ? AND doc <= ? LIMIT ?')
    .pluck()
    .all(term.term, term.position, term.lastChunk, instancesPerStep) as number[];
  const isLast = chunks.length < instancesPerStep;
  const frequencies = new Map<number, number>();
  for (const chunk of chunks) frequencies.set(chunk, (frequencies.get(chunk) ?? 0) + 1);
  const last = chunks.at(-1);
  if (!isLast && last !== undefined && frequencies.size > 1) frequencies.delete(last);
  const postings: PostingsByTerm = new Map([[term.id, [...frequencies]]]);
  mergeIntoSpans(db, postings);
  const position = isLast ? null : Math.max(...[...frequencies.keys()].slice(-1), term.position);
  db.prepare('UPDATE common_terms SET build_position = ? WHERE id = ?').run(position, term.id);
  return true;
}

/** Looks at the next stretch of the vocabulary. */
function scanStep(db: SqliteDatabase): boolean {
  const state = db.prepare('SELECT scanned_chunks, scan_position FROM keyword_state').get() as State;
  const chunks = db.prepare('SELECT count(*) FROM chunk_lengths').pluck().get() as number;
  if (state.scan_position === null && chunks < Math.max(rareBelow, state.scanned_chunks * growthBeforeScan)) {
    return false;
  }
  const commonFrom = Math.max(rareBelow, Math.ceil(chunks * commonShare));
  const rows = db
    .prepare('SELECT term, doc FROM chunk_terms_vocabulary WHERE term > ? LIMIT ?')
    .raw()
    .all(state.scan_position ?? '', termsPerStep) as [string, number][];
  const highest = db.prepare('SELECT coalesce(max(chunk_id), 0) FROM chunk_lengths').pluck().get() as number;
  const register = db.prepare(
    'INSERT INTO common_terms (term, registered_at_chunk, build_position) VALUES (?, ?, 0) ON CONFLICT (term) DO NOTHING',
  );
  const find = db.prepare('SELECT id FROM common_terms WHERE term = ?').pluck();
  for (const [term, documentFrequency] of rows) {
    if (documentFrequency >= commonFrom) register.run(term, highest);
    else if (documentFrequency < commonFrom / 2) {
      const id = find.get(term) as number | undefined;
      if (id !== undefined) dropTerm(db, id);
    }
  }
  const last = rows.length < termsPerStep ? null : (rows.at(-1)?.[0] ?? null);
  if (last === null)
    db.prepare('UPDATE keyword_state SET scan_position = NULL, scanned_chunks = ?').run(chunks);
  else db.prepare('UPDATE keyword_state SET scan_position = ?').run(last);
  return true;
}

function compactStep(db: SqliteDatabase): boolean {
  const span = db
    .prepare(
      'SELECT span FROM keyword_spans, keyword_state WHERE deleted >= ? AND span < sealed_spans LIMIT 1',
    )
    .pluck()
    .get(Math.ceil(spanSize * deletedShare)) as number | undefined;
  if (span === undefined) return false;
  compactSpan(db, span);
  return true;
}

function dropTerm(db: SqliteDatabase, id: number): void {
  db.prepare('DELETE FROM common_postings WHERE term_id = ?').run(id);
  db.prepare('DELETE FROM common_terms WHERE id = ?').run(id);
}
