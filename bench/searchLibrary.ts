import { createHash } from 'node:crypto';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { insertChunkTerms, refreshCommonTerms } from '../engine/storage/keyword/index.ts';
import { migrate } from '../engine/storage/migrate.ts';
import { ensureVectorTables, putVectors } from '../engine/storage/vectors/index.ts';

export const dimensions = 1024;
/** Real embeddings lie near a space of far fewer dimensions than they have numbers. */
const latentDimensions = 64;
/** Length of what lies outside of it, of a vector of length 1 within. */
const noise = 0.3;
const wordsInVocabulary = 200_000;
const wordsInChunk = 200;
const chunksInDocument = 50;

export type Random = () => number;

/** Mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Vectors with 64-dimensional structure in 1,024 dimensions and some noise, of length 1. */
export function createVectorSource(random: Random): () => Float32Array {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const basis = Float32Array.from({ length: latentDimensions * dimensions }, normal);
  // Noise is drawn once: every vector takes it from another place.
  const noises = Float32Array.from({ length: 1 << 20 }, normal);
  const noiseScale = noise * Math.sqrt(latentDimensions);
  return () => {
    const vector = new Float32Array(dimensions);
    const from = Math.floor(random() * (noises.length - dimensions));
    for (let at = 0; at < dimensions; at++) vector[at] = (noises[from + at] ?? 0) * noiseScale;
    for (let latent = 0; latent < latentDimensions; latent++) {
      const weight = normal();
      const row = latent * dimensions;
      for (let at = 0; at < dimensions; at++) {
        vector[at] = (vector[at] ?? 0) + weight * (basis[row + at] ?? 0);
      }
    }
    let length = 0;
    for (const value of vector) length += value * value;
    const scale = 1 / Math.sqrt(length);
    for (let at = 0; at < dimensions; at++) vector[at] = (vector[at] ?? 0) * scale;
    return vector;
  };
}

/** The word of a rank; the commoner the shorter, as in life. */
export function word(rank: number): string {
  let left = rank + 1;
  let result = '';
  while (left > 0) {
    result += 'etaoinshrdlcumwfgypbvkxjqz'.charAt(left % 26);
    left = Math.floor(left / 26);
  }
  return `q${result}`;
}

/** Words by Zipf's law. */
export function createTextSource(random: Random): () => string {
  const sums = new Float64Array(wordsInVocabulary);
  let sum = 0;
  for (let rank = 0; rank < wordsInVocabulary; rank++) {
    sum += 1 / (rank + 1);
    sums[rank] = sum;
  }
  const draw = () => {
    const wanted = random() * sum;
    let low = 0;
    let high = wordsInVocabulary - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return word(low);
  };
  return () => Array.from({ length: wordsInChunk }, draw).join(' ');
}

/** Fills a new database through the functions that the writing thread runs. @returns the model's key */
export function fillLibrary(
  db: SqliteDatabase,
  path: string,
  chunks: number,
  source: { vector(chunk: number): Float32Array; text(): string },
): number {
  migrate(db, path);
  db.prepare(
    "INSERT INTO knowledge_bases (id, name, folded, created_at) VALUES (1, 'default', 'default', 1)",
  ).run();
  const addDocument = db.prepare(
    "INSERT INTO documents (id, public_id, kb_id, path, status, preset, media_type, title, size, mtime_ms, ctime_ms, inode) VALUES (?, ?, 1, ?, 'indexed', 'default', 'text/plain', ?, 1, 1, 1, '1')",
  );
  const addChunk = db.prepare(
    'INSERT INTO chunks (document_id, ordinal, part_ordinal, start_offset, end_offset, token_count, text_hash, text, locator) VALUES (?, ?, 0, ?, ?, 1, ?, ?, ?)',
  );
  const modelKey = ensureVectorTables(db, 'bench', dimensions, 1);
  let chunk = 0;
  for (let document = 1; chunk < chunks; document++) {
    db.transaction(() => {
      addDocument.run(document, `d${document}`, `/library/${document}.txt`, `Document ${document}`);
      const terms: { id: number; text: string }[] = [];
      const vectors: { textHash: Uint8Array; vector: Float32Array }[] = [];
      for (let ordinal = 0; ordinal < chunksInDocument && chunk < chunks; ordinal++, chunk++) {
        const text = source.text();
        const textHash = new Uint8Array(createHash('sha256').update(text).digest().subarray(0, 16));
        const [start, end] = [ordinal * 1500, ordinal * 1500 + text.length];
        const locator = JSON.stringify({ kind: 'text', part: 0, start, end, headingPath: [] });
        const { lastInsertRowid } = addChunk.run(document, ordinal, start, end, textHash, text, locator);
        terms.push({ id: Number(lastInsertRowid), text });
        vectors.push({ textHash, vector: source.vector(chunk) });
      }
      insertChunkTerms(db, terms);
      putVectors(db, modelKey, vectors);
      db.prepare('UPDATE index_state SET version = version + 1').run();
    })();
  }
  return modelKey;
}

/** Runs the background work to its end. @returns the milliseconds it took, and of its longest slice */
export function refreshAll(db: SqliteDatabase): { total: number; longest: number } {
  let [total, longest] = [0, 0];
  for (let done = false; !done; ) {
    const startedAt = performance.now();
    done = db.transaction(() => refreshCommonTerms(db, 20))().done;
    const took = performance.now() - startedAt;
    total += took;
    longest = Math.max(longest, took);
  }
  return { total, longest };
}
