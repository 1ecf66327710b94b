import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { env, pipeline } from '@huggingface/transformers';
import { createInference } from '../../engine/inference/index.ts';
import { writeTinyBgeM3 } from '../../models/testing/index.ts';
import type { BenchContext, Measurement, Suite } from '../suite.ts';

const modelId = 'bge-m3';

/** Small enough to run in seconds; deep and wide enough that arithmetic, not overhead, is what is measured. */
const shape = { hidden: 384, heads: 12, layers: 4, feedForward: 1536 };

/** Texts that transformers.js is given at once; 32 is what its users and its Python ancestors take. */
const natural = 32;
const others = [8, 1];

export const suite: Suite = {
  name: 'embedding',
  description: 'Tokens a second from text to vector, against transformers.js on the same ONNX file',
  async run({ folder, log }: BenchContext): Promise<Measurement[]> {
    const texts = await chunkMix();
    await writeTinyBgeM3(join(folder, modelId), { shape, words: commonest(texts) });
    const threads = availableParallelism();

    const inference = createInference({ modelsFolder: folder, threads });
    const input = { modelId, texts, purpose: 'passage', priority: 'background' } as const;
    const builtin = await best(() => inference.embed({ ...input, modelId: 'builtin' }));
    const query = { modelId: 'builtin', purpose: 'query', priority: 'interactive' } as const;
    const single = await best(() =>
      inference.embed({ ...query, texts: ['who won the battle of Borodino?'] }),
    );

    env.allowRemoteModels = false;
    env.localModelPath = folder;
    const peer = await pipeline('feature-extraction', modelId, {
      dtype: 'fp32',
      device: 'cpu',
      use_external_data_format: true,
      session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
    });
    const embedAll = async (batch: number) => {
      const rows: Float32Array[] = [];
      for (let from = 0; from < texts.length; from += batch) {
        const output = await peer(texts.slice(from, from + batch), { pooling: 'cls', normalize: true });
        rows.push(output.data as Float32Array);
      }
      return rows;
    };
    const results: Measurement[] = [];
    const { tokens, vectors } = await inference.embed(input);
    log(`${texts.length} texts, ${tokens} tokens, ${threads} threads`);
    for (const batch of [natural, ...others]) {
      expectSame(vectors, await embedAll(batch));
      const [ours, theirs] = await inTurns(
        () => inference.embed(input),
        () => embedAll(batch),
      );
      log(
        `ours ${rate(tokens, ours)}, transformers.js in batches of ${batch} ${rate(tokens, theirs)} tokens/s`,
      );
      const ratio = theirs / ours;
      results.push({
        name: `a mix of chunks, against batches of ${batch}`,
        unit: 'tokens/s',
        value: rate(tokens, ours),
        peer: { name: `transformers.js 4.3.1, batches of ${batch}`, value: rate(tokens, theirs) },
        ratio,
        ...(batch === natural ? { target: 'at least 1.5 times', met: ratio >= 1.5 } : {}),
      });
    }
    await peer.dispose();
    await inference.unload();
    results.push(
      {
        name: 'builtin model, the same chunks',
        unit: 'tokens/s',
        value: rate(builtin.value.tokens, builtin.ms),
      },
      { name: 'builtin model, one query', unit: 'ms', value: single.ms },
    );
    return results;
  },
};

/** The best of three, after one that warms up. */
async function best<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const value = await work();
  let ms = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round++) ms = Math.min(ms, await timed(work));
  return { value, ms };
}

/** The best of two of each, in turns, so that a busy moment of the machine meets both. */
async function inTurns(
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
): Promise<[ours: number, theirs: number]> {
  const times: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 2; round++) {
    times[0] = Math.min(times[0], await timed(ours));
    times[1] = Math.min(times[1], await timed(theirs));
  }
  return times;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function rate(tokens: number, ms: number): number {
  return Math.round((tokens / ms) * 1000);
}

/** Both sides must have computed the same thing, or the comparison says nothing. */
function expectSame(ours: Float32Array, theirs: readonly Float32Array[]): void {
  let offset = 0;
  for (const rows of theirs) {
    for (const value of rows)
      if (Math.abs(value - (ours[offset++] ?? Number.NaN)) > 1e-3 || Number.isNaN(value))
        throw new Error(`The vectors differ at ${offset - 1}.`);
  }
  if (offset !== ours.length) throw new Error('The peer gave another number of vectors.');
}

const corpus = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), '../shared/corpus');

/**
 * What a library holds: full chunks of long texts, the shorter ends of their chapters, and paragraphs that are a
 * chunk of their own; interleaved, as files are ingested. From the test corpus, or written here where it is not.
 */
async function chunkMix(): Promise<string[]> {
  const random = createRandom(7);
  const paragraphs = [...(await xquadParagraphs()).slice(0, 40)];
  const long = packed(await bookParagraphs(), random, 24);
  const questions = paragraphs.slice(0, 16).map((text) => text.slice(0, 60 + Math.floor(random() * 60)));
  const texts = [...paragraphs, ...long, ...questions];
  for (let index = texts.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [texts[index], texts[other]] = [texts[other] ?? '', texts[index] ?? ''];
  }
  return texts;
}

/** Paragraphs joined until about 380 words (512 tokens); every fifth chunk ends with its chapter, earlier. */
function packed(paragraphs: readonly string[], random: () => number, count: number): string[] {
  const chunks: string[] = [];
  const words: string[] = [];
  for (const paragraph of paragraphs) {
    const limit = chunks.length % 5 === 4 ? 40 + Math.floor(random() * 300) : 380;
    words.push(...paragraph.split(/\s+/));
    while (words.length >= limit && chunks.length < count) chunks.push(words.splice(0, limit).join(' '));
    if (chunks.length >= count) break;
  }
  return chunks;
}

async function xquadParagraphs(): Promise<string[]> {
  const file = join(corpus, 'retrieval/xquad.en.json');
  if (!existsSync(file))
    return Array.from({ length: 120 }, (_, index) => invented(60 + ((index * 37) % 160), index));
  const { data } = JSON.parse(await readFile(file, 'utf8')) as {
    data: { paragraphs: { context: string }[] }[];
  };
  return data.flatMap((article) => article.paragraphs.map(({ context }) => context));
}

async function bookParagraphs(): Promise<string[]> {
  const file = join(corpus, 'documents/book-war-and-peace-1225p.txt');
  if (!existsSync(file))
    return Array.from({ length: 1500 }, (_, index) => invented(40 + ((index * 13) % 80), index));
  return (await readFile(file, 'utf8'))
    .slice(20_000, 600_000)
    .split(/\n\s*\n/)
    .map((text) => text.trim())
    .filter(Boolean);
}

/** Words of a Zipf-like vocabulary. */
function invented(words: number, seed: number): string {
  const random = createRandom(seed + 1);
  const syllables = ['ka', 'ren', 'to', 'mi', 'sol', 'ver', 'an', 'dra', 'pe', 'lu', 'st', 'ing'];
  const word = () => {
    const rank = Math.floor(3000 ** random());
    return `${syllables[rank % 12]}${syllables[(rank * 7) % 11]}${rank > 60 ? syllables[(rank >> 3) % 12] : ''}`;
  };
  return Array.from({ length: words }, word).join(' ');
}

function commonest(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4000)
    .map(([word]) => word);
}

function createRandom(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
