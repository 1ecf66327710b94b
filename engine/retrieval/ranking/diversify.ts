import type { FoundChunk } from '#storage';

export interface Candidate {
  readonly chunk: FoundChunk;
  readonly score: number;
  /** The chunk's sign code; null where it has no vector. */
  readonly code: Uint8Array | null;
}

/** Two vectors whose signs differ in at most this share are about cos(pi × share) = 0.995 alike, or more. */
const sameVectorShare = 0.03;
/** Neighbours that share this much of the shorter one show the reader the same thing. */
const sameStretchShare = 0.5;

/**
 * The first `limit` candidates that do not repeat one before them: the same text, a neighbour that overlaps by half,
 * or nearly the same vector. Where too few are left, repetitions fill the list, so that it is never shorter for it.
 */
export function diversify(candidates: readonly Candidate[], limit: number, dimensions: number): Candidate[] {
  const kept: Candidate[] = [];
  const repeated: Candidate[] = [];
  for (const candidate of candidates) {
    if (kept.length === limit) break;
    if (kept.some((other) => repeats(candidate, other, dimensions))) repeated.push(candidate);
    else kept.push(candidate);
  }
  if (kept.length === limit || repeated.length === 0) return kept;
  return [...kept, ...repeated.slice(0, limit - kept.length)].sort((a, b) => b.score - a.score);
}

function repeats(a: Candidate, b: Candidate, dimensions: number): boolean {
  if (a.chunk.text === b.chunk.text) return true;
  if (a.chunk.document === b.chunk.document && a.chunk.part === b.chunk.part) {
    const shared = Math.min(a.chunk.end, b.chunk.end) - Math.max(a.chunk.start, b.chunk.start);
    const shorter = Math.min(a.chunk.end - a.chunk.start, b.chunk.end - b.chunk.start);
    if (shared > 0 && shared >= shorter * sameStretchShare) return true;
  }
  return a.code !== null && b.code !== null && hamming(a.code, b.code) <= dimensions * sameVectorShare;
}

function hamming(a: Uint8Array, b: Uint8Array): number {
  let distance = 0;
  for (let index = 0; index < a.length; index++) {
    let bits = (a[index] ?? 0) ^ (b[index] ?? 0);
    for (; bits !== 0; bits &= bits - 1) distance += 1;
  }
  return distance;
}
