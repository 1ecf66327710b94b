import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { decodeChunkTerms, decodePostings, encodePostings, spanOf, spanSize } from './postings.ts';

/** For each common term's id, chunk ids and frequencies, in any order, each chunk once. */
export type PostingsByTerm = Map<number, [chunkId: number, frequency: number][]>;

/** Adds postings to their spans, whatever stands there already. */
export function mergeIntoSpans(db: SqliteDatabase, postingsByTerm: PostingsByTerm): void {
  if (postingsByTerm.size === 0) return;
  const read = db.prepare('SELECT postings FROM common_postings WHERE term_id = ? AND span = ?').pluck();
  const write = db.prepare(
    'INSERT INTO common_postings (term_id, span, postings) VALUES (?, ?, ?) ON CONFLICT (term_id, span) DO UPDATE SET postings = excluded.postings',
  );
  for (const [termId, postings] of postingsByTerm) {
    for (const [span, added] of groupBySpan(postings)) {
      const existing = read.get(termId, span) as Uint8Array | undefined;
      if (existing) {
        const { offsets, frequencies } = decodePostings(existing);
        const seen = new Set(added.map(([offset]) => offset));
        offsets.forEach((offset, index) => {
          if (!seen.has(offset)) added.push([offset, frequencies[index] ?? 0]);
        });
      }
      added.sort((a, b) => a[0] - b[0]);
      write.run(
        termId,
        span,
        encodePostings(
          added.map(([offset]) => offset),
          added.map(([, frequency]) => frequency),
        ),
      );
    }
  }
}

/** Turns the recent terms of every span below the one that `highestChunkId` is in into postings. */
export function sealFullSpans(db: SqliteDatabase, highestChunkId: number): void {
  const sealed = db.prepare('SELECT sealed_spans FROM keyword_state').pluck().get() as number;
  const open = spanOf(highestChunkId);
  if (open <= sealed) return;
  const read = db.prepare(
    'SELECT chunk_id, terms FROM recent_terms WHERE chunk_id >= ? AND chunk_id < ? ORDER BY chunk_id',
  );
  const remove = db.prepare('DELETE FROM recent_terms WHERE chunk_id < ?');
  const first = db.prepare('SELECT min(chunk_id) FROM recent_terms').pluck().get() as number | null;
  // A term that was dropped since may still be named.
  const known = new Set(db.prepare('SELECT id FROM common_terms').pluck().all() as number[]);
  for (let span = Math.max(sealed, first === null ? open : spanOf(first)); span < open; span++) {
    const postings: PostingsByTerm = new Map();
    const rows = read.raw().all(span * spanSize, (span + 1) * spanSize) as [number, Uint8Array][];
    for (const [chunkId, blob] of rows) {
      const { termIds, frequencies } = decodeChunkTerms(blob);
      termIds.forEach((termId, index) => {
        if (!known.has(termId)) return;
        const list = postings.get(termId) ?? [];
        list.push([chunkId, frequencies[index] ?? 0]);
        postings.set(termId, list);
      });
    }
    mergeIntoSpans(db, postings);
    remove.run((span + 1) * spanSize);
  }
  db.prepare('UPDATE keyword_state SET sealed_spans = ?').run(open);
}

/** Writes a span's postings again without the chunks that are gone. */
export function compactSpan(db: SqliteDatabase, span: number): void {
  const start = span * spanSize;
  const live = new Uint8Array(spanSize);
  const ids = db
    .prepare('SELECT chunk_id FROM chunk_lengths WHERE chunk_id >= ? AND chunk_id < ?')
    .pluck()
    .all(start, start + spanSize) as number[];
  for (const id of ids) live[id - start] = 1;
  const termIds = db.prepare('SELECT id FROM common_terms').pluck().all() as number[];
  const read = db.prepare('SELECT postings FROM common_postings WHERE term_id = ? AND span = ?').pluck();
  const write = db.prepare('UPDATE common_postings SET postings = ? WHERE term_id = ? AND span = ?');
  const remove = db.prepare('DELETE FROM common_postings WHERE term_id = ? AND span = ?');
  for (const termId of termIds) {
    const blob = ids.length === 0 ? undefined : (read.get(termId, span) as Uint8Array | undefined);
    if (!blob) {
      remove.run(termId, span);
      continue;
    }
    const postings = decodePostings(blob);
    const offsets: number[] = [];
    const frequencies: number[] = [];
    postings.offsets.forEach((offset, index) => {
      if (!live[offset]) return;
      offsets.push(offset);
      frequencies.push(postings.frequencies[index] ?? 0);
    });
    if (offsets.length === 0) remove.run(termId, span);
    else if (offsets.length < postings.offsets.length) {
      write.run(encodePostings(offsets, frequencies), termId, span);
    }
  }
  db.prepare('DELETE FROM keyword_spans WHERE span = ?').run(span);
}

function groupBySpan(
  postings: readonly [chunkId: number, frequency: number][],
): Map<number, [offset: number, frequency: number][]> {
  const spans = new Map<number, [number, number][]>();
  for (const [chunkId, frequency] of postings) {
    const span = spanOf(chunkId);
    const list = spans.get(span) ?? [];
    list.push([chunkId - span * spanSize, frequency]);
    spans.set(span, list);
  }
  return spans;
}
