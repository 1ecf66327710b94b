import { throwIfAborted, yieldToEventLoop } from '#base';
import { signCode, type VectorReader } from '#storage';
import { type SearchMemory, type Selection, slotsPerBlock } from '../memory/index.ts';
import { createEstimator } from '../semantic/index.ts';

export interface SimilarDocument {
  /** Its row id. */
  readonly document: number;
  /** 0 to 1. */
  readonly score: number;
}

/** Chunks that stand for a document, evenly over its length; more of them change the ranking little. */
const mostChunks = 12;
/** Nearest chunks that are looked at for each of them. */
const nearPerChunk = 240;
/** Documents that are compared with their vectors. */
const fewestCompared = 40;
/** Of its chunks, those that look through the whole library. */
const mostSearched = 8;
const sliceMs = 8;
/** Cormack, Clarke and Büttcher, Reciprocal Rank Fusion (SIGIR 2009). */
const rankConstant = 60;

/**
 * The documents that say the most alike. Two are as alike as the chunks of each are, on average, to the nearest of the
 * other (the symmetric form of the late interaction of Khattab and Zaharia, ColBERT, SIGIR 2020): a long document is not
 * near to everything, and one that says the same in another order is near. The sign codes in memory choose the documents
 * that are compared with their vectors.
 *
 * @param document row id; one without vectors is like nothing
 * @param passedOver row ids of documents that are not wanted, itself among them
 * @throws AppError `cancelled`
 */
export async function rankSimilar(
  memory: SearchMemory,
  document: number,
  options: { allowed: Selection; passedOver: ReadonlySet<number>; limit: number; signal: AbortSignal },
): Promise<SimilarDocument[]> {
  const { vectors } = memory;
  if (!vectors || !memory.codes) return [];
  const own = chunksOf(memory, new Set([document])).get(document);
  if (!own) return [];
  const ownVectors = readUnit(vectors, own);
  const wanted = Math.max(fewestCompared, options.limit * 2);
  const candidates = await chooseDocuments(memory, [...ownVectors.values()], { ...options, wanted });
  throwIfAborted(options.signal);
  const others = chunksOf(memory, new Set(candidates));
  const theirVectors = readUnit(vectors, [...others.values()].flat());
  const shared = sharedPart([...theirVectors.values()]);
  for (const vector of new Set([...ownVectors.values(), ...theirVectors.values()])) takeOut(vector, shared);
  const ranked = [...others].map(([other, ids]) => ({
    document: other,
    score: alike(pick(ownVectors, own), pick(theirVectors, ids)),
  }));
  return ranked
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.document - b.document)
    .slice(0, options.limit);
}

/** For each document the vector ids of the chunks that stand for it; those without vectors have none. */
function chunksOf({ table }: SearchMemory, wanted: ReadonlySet<number>): Map<number, number[]> {
  const { documents, vectors, coded } = table.columns;
  const all = new Map<number, number[]>();
  const isWanted = new Uint8Array(Math.max(0, ...wanted) + 1);
  for (const document of wanted) isWanted[document] = 1;
  for (let slot = 0; slot < table.size; slot++) {
    const document = documents[slot] ?? 0;
    if (isWanted[document] !== 1 || coded[slot] !== 1) continue;
    const known = all.get(document);
    if (known) known.push(vectors[slot] ?? 0);
    else all.set(document, [vectors[slot] ?? 0]);
  }
  return new Map([...all].map(([document, ids]) => [document, every([...new Set(ids)], mostChunks)]));
}

/** So many of them, evenly over their length. */
function every<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  const step = items.length / count;
  return items
    .filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
    .slice(0, count);
}

function readUnit(vectors: VectorReader, ids: readonly number[]): Map<number, Float32Array> {
  const found = new Map<number, Float32Array>();
  vectors.readVectors([...new Set(ids)], (id, { quantised }) => {
    let sum = 0;
    for (let at = 0; at < quantised.length; at++) sum += (quantised[at] ?? 0) ** 2;
    if (sum === 0) return;
    const scale = 1 / Math.sqrt(sum);
    const vector = new Float32Array(quantised.length);
    for (let at = 0; at < vector.length; at++) vector[at] = (quantised[at] ?? 0) * scale;
    found.set(id, vector);
  });
  return found;
}

function pick(vectors: ReadonlyMap<number, Float32Array>, ids: readonly number[]): Float32Array[] {
  return ids.flatMap((id) => vectors.get(id) ?? []);
}

/** Of so few vectors the mean says more about themselves than about what all have in common. */
const fewVectors = 8;

/**
 * What the documents that are compared have in common: the language, the subject of the library, the leaning of the
 * model. Without it what tells them apart decides (as in Mu and Viswanath, All-but-the-Top, ICLR 2018): on XQuAD the other
 * half of an article comes first for 75 % in place of 69 %.
 */
function sharedPart(vectors: readonly Float32Array[]): Float64Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) {
    for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + (vector[at] ?? 0);
  }
  return sum.map((value) => value / (vectors.length + fewVectors));
}

function takeOut(vector: Float32Array, shared: Float64Array): void {
  let sum = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = (vector[at] ?? 0) - (shared[at] ?? 0);
    vector[at] = value;
    sum += value * value;
  }
  const scale = sum === 0 ? 0 : 1 / Math.sqrt(sum);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * scale;
}

/** Each chunk ranks the documents by their nearest chunk; the ranks are fused. */
async function chooseDocuments(
  memory: SearchMemory,
  own: readonly Float32Array[],
  options: { allowed: Selection; passedOver: ReadonlySet<number>; wanted: number; signal: AbortSignal },
): Promise<number[]> {
  const sums = new Map<number, number>();
  const mask = slotsOfOthers(memory, options);
  let startedAt = performance.now();
  for (const vector of every(own, mostSearched)) {
    if (performance.now() - startedAt > sliceMs) {
      await yieldToEventLoop();
      throwIfAborted(options.signal);
      startedAt = performance.now();
    }
    for (const [rank, document] of nearestDocuments(memory, vector, mask).entries())
      sums.set(document, (sums.get(document) ?? 0) + 1 / (rankConstant + rank));
  }
  return [...sums]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, options.wanted)
    .map(([document]) => document);
}

/** By slot: 1 for a chunk with a code, of a document that may be found. Slots that come later are not asked about. */
function slotsOfOthers(
  { table }: SearchMemory,
  { allowed, passedOver }: { allowed: Selection; passedOver: ReadonlySet<number> },
): Uint8Array {
  const { documents, coded } = table.columns;
  const mask = new Uint8Array(table.size);
  for (let slot = 0; slot < mask.length; slot++) {
    if (coded[slot] === 1 && allowed.mask[slot] === 1)
      mask[slot] = passedOver.has(documents[slot] ?? 0) ? 0 : 1;
  }
  return mask;
}

function nearestDocuments({ table, codes }: SearchMemory, vector: Float32Array, mask: Uint8Array): number[] {
  if (!codes) return [];
  const { documents } = table.columns;
  const code = signCode(vector);
  const estimate = createEstimator(vector, code.length);
  const best = new Map<number, number>();
  const range = { fromBlock: 0, toBlock: Math.ceil(mask.length / slotsPerBlock), slots: mask.length };
  const { slots } = codes.nearest(code, nearPerChunk, range, (firstSlot, part) =>
    part.set(mask.subarray(firstSlot, firstSlot + part.length)),
  );
  // There may be thousands of copies as near as the last one wanted.
  for (const slot of slots.subarray(0, nearPerChunk * 2)) {
    const document = documents[slot] ?? 0;
    const score = estimate(codes.get(slot));
    if (score > (best.get(document) ?? Number.NEGATIVE_INFINITY)) best.set(document, score);
  }
  return [...best].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([document]) => document);
}

/** Mean cosine of each vector with its nearest on the other side, both ways. */
function alike(own: readonly Float32Array[], other: readonly Float32Array[]): number {
  if (own.length === 0 || other.length === 0) return 0;
  const nearestOfOwn = new Float64Array(own.length).fill(-1);
  const nearestOfOther = new Float64Array(other.length).fill(-1);
  for (let row = 0; row < own.length; row++) {
    for (let column = 0; column < other.length; column++) {
      const cosine = dot(own[row], other[column]);
      if (cosine > (nearestOfOwn[row] ?? 0)) nearestOfOwn[row] = cosine;
      if (cosine > (nearestOfOther[column] ?? 0)) nearestOfOther[column] = cosine;
    }
  }
  return Math.max(0, Math.min(1, (mean(nearestOfOwn) + mean(nearestOfOther)) / 2));
}

/** Four sums at once: a single one waits for itself. */
function dot(a: Float32Array = none, b: Float32Array = none): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let at = 0; at + 3 < a.length; at += 4) {
    first += (a[at] ?? 0) * (b[at] ?? 0);
    second += (a[at + 1] ?? 0) * (b[at + 1] ?? 0);
    third += (a[at + 2] ?? 0) * (b[at + 2] ?? 0);
    fourth += (a[at + 3] ?? 0) * (b[at + 3] ?? 0);
  }
  let rest = 0;
  for (let at = a.length - (a.length % 4); at < a.length; at++) rest += (a[at] ?? 0) * (b[at] ?? 0);
  return first + second + third + fourth + rest;
}

const none = new Float32Array(0);

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
