import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import {
  type ChunkTerms,
  decodeChunkTerms,
  decodePostings,
  type SpanPostings,
  spanSize,
} from './postings.ts';

/** Reads the keyword index. Every call sees the last commit; none returns more than it is asked for. */
export interface TermReader {
  /** A term's id when its postings may be used instead of FTS5. */
  commonTerm(term: string): number | null;
  /** How many chunks hold a term, from FTS5: a hundredth of what reading them costs. */
  documentFrequency(term: string): number;
  /** Postings of the chunks in sealed spans, by span; they may name chunks that are gone. */
  commonPostings(termId: number): { firstChunkId: number; postings: SpanPostings }[];
  /** The common terms of chunks that are in no sealed span, with ids above `afterChunkId`, ascending. */
  recentTerms(afterChunkId: number): { chunkId: number; terms: ChunkTerms }[];
  /** Chunks with ids above `afterChunkId` are in recent terms, the others in postings. */
  sealedThrough(): number;
  /** A chunk's id for every time that it holds the term, ascending, above `afterChunkId`. */
  termInstances(term: string, afterChunkId: number, limit: number): number[];
  /** Chunks in which the terms follow each other, with ids in `(afterChunkId, throughChunkId]`, ascending. */
  phraseChunks(
    phrase: readonly { term: string; prefix?: boolean }[],
    afterChunkId: number,
    throughChunkId: number,
  ): number[];
}

export function createTermReader(db: SqliteDatabase): TermReader {
  return {
    commonTerm(term) {
      const id = statement(db, 'SELECT id FROM common_terms WHERE term = ? AND build_position IS NULL')
        .pluck()
        .get(term);
      return typeof id === 'number' ? id : null;
    },
    documentFrequency(term) {
      const count = statement(db, 'SELECT doc FROM chunk_terms_vocabulary WHERE term = ?').pluck().get(term);
      return typeof count === 'number' ? count : 0;
    },
    commonPostings(termId) {
      const rows = statement(db, 'SELECT span, postings FROM common_postings WHERE term_id = ? ORDER BY span')
        .raw()
        .all(termId) as [number, Uint8Array][];
      return rows.map(([span, blob]) => ({ firstChunkId: span * spanSize, postings: decodePostings(blob) }));
    },
    recentTerms(afterChunkId) {
      const rows = statement(
        db,
        'SELECT chunk_id, terms FROM recent_terms WHERE chunk_id > ? ORDER BY chunk_id',
      )
        .raw()
        .all(afterChunkId) as [number, Uint8Array][];
      return rows.map(([chunkId, blob]) => ({ chunkId, terms: decodeChunkTerms(blob) }));
    },
    sealedThrough() {
      const spans = statement(db, 'SELECT sealed_spans FROM keyword_state').pluck().get() as number;
      return spans * spanSize - 1;
    },
    termInstances(term, afterChunkId, limit) {
      return statement(db, 'SELECT doc FROM chunk_terms_instances WHERE term = ? AND doc > ? LIMIT ?')
        .pluck()
        .all(term, afterChunkId, limit) as number[];
    },
    phraseChunks(phrase, afterChunkId, throughChunkId) {
      // Terms hold letters, digits and private use characters only, so that nothing in them is FTS5's syntax.
      const words = phrase.map(({ term }) => term).join(' ');
      const match = `"${words}"${phrase.at(-1)?.prefix ? ' *' : ''}`;
      return statement(
        db,
        'SELECT rowid FROM chunk_terms WHERE chunk_terms MATCH ? AND rowid > ? AND rowid <= ? ORDER BY rowid',
      )
        .pluck()
        .all(match, afterChunkId, throughChunkId) as number[];
    },
  };
}
