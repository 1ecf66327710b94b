import type { DocumentSet } from '#storage';
import { lengthNorms } from '../bm25.ts';
import type { ChunkTable } from './chunkTable.ts';

/** A set of documents and what it comes to in chunks. */
export interface Selection {
  /** `mask[slot]` is 1 for its chunks; those that came after it was measured are not in it. */
  readonly mask: Uint8Array;
  readonly chunks: number;
  /** Of those, the ones whose code is in memory. */
  readonly coded: number;
  /** What a chunk's length does to its score, by its length. */
  readonly norms: Float32Array;
  /** Every chunk that is in memory belongs to it. */
  readonly isComplete: boolean;
}

/** One pass over the table: a tenth of a millisecond a 100,000 chunks. */
export function measureSelection(table: ChunkTable, { has, memberChunks }: DocumentSet): Selection {
  const { documents, lengths, coded } = table.columns;
  let chunks = 0;
  let length = 0;
  let withCode = 0;
  const mask = new Uint8Array(table.size);
  for (let slot = 0; slot < table.size; slot++) mask[slot] = has[documents[slot] ?? 0] ?? 0;
  for (const id of memberChunks) {
    const slot = table.slotOf(id);
    if (slot >= 0) mask[slot] = 1;
  }
  for (let slot = 0; slot < table.size; slot++) {
    if (mask[slot] !== 1) continue;
    chunks += 1;
    length += lengths[slot] ?? 0;
    withCode += coded[slot] ?? 0;
  }
  return {
    mask,
    chunks,
    coded: withCode,
    norms: lengthNorms(length === 0 ? 1 : length / chunks),
    isComplete: chunks === table.live,
  };
}
