import { throwIfAborted, yieldToEventLoop } from '#base';
import { type QuantisedVector, signCode } from '#storage';
import { type SearchMemory, type Selection, slotsPerBlock } from '../memory/index.ts';
import type { RankedSlot } from '../ranking/index.ts';
import { createEstimator } from './estimate.ts';

/** Up to this many chunks every vector is compared; above it the codes choose which. Some 6 ms. */
export const exactUpTo = 4000;
/** Nearest by Hamming distance, for each that is then compared on disk. */
const codesPerCandidate = 8;
/** Compared on disk for each result wanted, and at least. */
const candidatesPerResult = 1.4;
const fewestCandidates = 120;
/** Some 4 ms of scanning. */
const blocksPerSlice = 64;
const vectorsPerSlice = 1000;

export interface SemanticRanking {
  /** Best first; scores are cosines, -1 to 1. */
  readonly best: readonly RankedSlot[];
  /** Chunks that were there to be ranked. */
  readonly total: number;
  /** The cosine of any slot; read from the database where it is not known yet. -1 for one without a vector. */
  scoreOf(slot: number): number;
}

/**
 * Ranks the chunks of the allowed documents by the cosine of their vectors with the query's. In a small library,
 * or under a narrow filter, all are compared; otherwise codes in memory choose, in two steps, the few that are
 * compared with their vectors on disk.
 *
 * @param query normalised
 * @throws AppError `cancelled`
 */
export async function rankByVector(
  memory: SearchMemory,
  query: Float32Array,
  options: { allowed: Selection; count: number; signal?: AbortSignal | undefined },
): Promise<SemanticRanking> {
  const { vectors, codes, table } = memory;
  const { signal } = options;
  if (!vectors || !codes) return { best: [], total: 0, scoreOf: () => -1 };
  const known = new Map<number, number>();
  const scoreOf = (slot: number): number => {
    const vectorId = table.columns.vectors[slot] ?? 0;
    let score = known.get(vectorId);
    if (score === undefined) {
      const vector = vectorId === 0 ? null : vectors.readVector(vectorId);
      score = vector ? cosine(query, vector) : -1;
      known.set(vectorId, score);
    }
    return score;
  };

  const { candidates, total } = await chooseCandidates(memory, query, options);
  const best: RankedSlot[] = [];
  for (let from = 0; from < candidates.length; from += vectorsPerSlice) {
    if (from > 0) await yieldToEventLoop();
    throwIfAborted(signal);
    const slice = candidates.slice(from, from + vectorsPerSlice);
    const vectorIds = new Set(slice.map((slot) => table.columns.vectors[slot] ?? 0));
    vectors.readVectors([...vectorIds], (id, vector) => known.set(id, cosine(query, vector)));
    for (const slot of slice) {
      const score = known.get(table.columns.vectors[slot] ?? 0);
      if (score !== undefined) best.push({ slot, score });
    }
  }
  const { ids } = table.columns;
  best.sort((a, b) => b.score - a.score || (ids[a.slot] ?? 0) - (ids[b.slot] ?? 0));
  return { best: best.slice(0, options.count), total, scoreOf };
}

/** For so many results: how many vectors are read from disk, and how many codes nearest by Hamming distance choose them. */
export function candidateCounts(count: number): { wanted: number; near: number } {
  const wanted = Math.max(fewestCandidates, Math.ceil(count * candidatesPerResult));
  return { wanted, near: wanted * codesPerCandidate };
}

async function chooseCandidates(
  memory: SearchMemory,
  query: Float32Array,
  { allowed, count, signal }: { allowed: Selection; count: number; signal?: AbortSignal | undefined },
): Promise<{ candidates: number[]; total: number }> {
  const { table, codes } = memory;
  const size = table.size;
  const total = allowed.coded;
  const { wanted, near } = candidateCounts(count);
  if (total <= exactUpTo || !codes) return { candidates: scanAll(memory, allowed, query, wanted), total };
  const code = signCode(query);
  const found: { slot: number; distance: number }[] = [];
  const blocks = Math.ceil(size / slotsPerBlock);
  for (let fromBlock = 0; fromBlock < blocks; fromBlock += blocksPerSlice) {
    throwIfAborted(signal);
    if (fromBlock > 0) await yieldToEventLoop();
    const toBlock = Math.min(blocks, fromBlock + blocksPerSlice);
    const columns = table.columns;
    const nearest = codes.nearest(code, near, { fromBlock, toBlock, slots: size }, (firstSlot, mask) => {
      for (let offset = 0; offset < mask.length; offset++) {
        const slot = firstSlot + offset;
        mask[offset] = columns.coded[slot] ? (allowed.mask[slot] ?? 0) : 0;
      }
    });
    for (let index = 0; index < nearest.slots.length; index++) {
      found.push({ slot: nearest.slots[index] ?? 0, distance: nearest.distances[index] ?? 0 });
    }
  }
  // All that are as near as the last one wanted, but not without end: there may be thousands of copies.
  const { ids } = table.columns;
  found.sort((a, b) => a.distance - b.distance || (ids[a.slot] ?? 0) - (ids[b.slot] ?? 0));
  const limit = found[near - 1]?.distance ?? Number.POSITIVE_INFINITY;
  const estimate = createEstimator(query, code.length);
  const estimated = found
    .slice(0, near * 2)
    .filter(({ distance }) => distance <= limit)
    .map(({ slot }) => ({ slot, score: estimate(codes.get(slot)) }))
    .sort((a, b) => b.score - a.score);
  return { candidates: estimated.slice(0, wanted).map(({ slot }) => slot), total };
}

/** The best of a small library, or of what a narrow filter leaves: every vector is compared, in the database. */
function scanAll(
  { table, vectors }: SearchMemory,
  { mask }: Selection,
  query: Float32Array,
  wanted: number,
): number[] {
  const { coded, vectors: vectorIds } = table.columns;
  const slots = new Map<number, number[]>();
  for (let slot = 0; slot < table.size; slot++) {
    if (!coded[slot] || mask[slot] !== 1) continue;
    const id = vectorIds[slot] ?? 0;
    const known = slots.get(id);
    if (known) known.push(slot);
    else slots.set(id, [slot]);
  }
  const nearest = vectors?.nearest([...slots.keys()], query, wanted) ?? [];
  return nearest.flatMap((id) => slots.get(id) ?? []);
}

function cosine(query: Float32Array, { scale, quantised }: QuantisedVector): number {
  let sum = 0;
  for (let index = 0; index < quantised.length; index++) {
    sum += (query[index] ?? 0) * (quantised[index] ?? 0);
  }
  return Math.max(-1, Math.min(1, sum * scale));
}
