import type { ChunkingOptions, Part } from '@adiuva/contracts';
import type { ChunkSpan } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import type { PartReading } from './cuts.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { type PackedSpan, packPart } from './packPart.ts';
import { createSentences } from './sentences.ts';
import { readStructure } from './structure.ts';
import type { TextTokenizer } from './tokenizer.ts';
import { mapTokens } from './tokenMap.ts';
import { type EmbedSentences, findTopics, type Topics } from './topics.ts';
import { partOfRun, type TurnRun, turnRuns } from './turns.ts';
import { skipSpace, trimEnd } from './whitespace.ts';

export interface ChunkingTools {
  tokenizer: TextTokenizer;
  /**
   * Semantic strategy only: one vector a sentence, of any length but of the same dimensions. Called with up to
   * 64 sentences; parts are worked on side by side, so calls may overlap.
   */
  embedSentences?: EmbedSentences;
  signal?: AbortSignal;
  /** UTF-16 code units of all parts: `done` never falls and ends at `total`. */
  onProgress?: (done: number, total: number) => void;
}

/** One Unicode character becomes up to 18 (NFKC of U+FDFA); from here on every chunk can hold any of them. */
const leastSize = 32;
/** Prose has 3 to 6 UTF-16 code units a token. */
const longestToken = 20;
const defaultThreshold = 0.7;
const partsAtOnce = 4;

/**
 * Cuts parts into chunks: in order, never across parts, together every character that is not white space. The
 * token count of each is the tokenizer's own count of exactly its text, and at most `size`. README.md has the
 * rules by which cuts and overlaps are chosen.
 *
 * Yields to the event loop about every 20 ms.
 *
 * @throws AppError `invalid_input` for a size under 32 tokens, an overlap over half the size, or the semantic
 *   strategy without an embedder; `cancelled` when the signal aborts; whatever the tokenizer or embedder throws
 */
export async function chunkParts(
  parts: readonly Part[],
  options: ChunkingOptions,
  tools: ChunkingTools,
): Promise<ChunkSpan[]> {
  assertUsable(options, tools);
  throwIfAborted(tools.signal);
  const failure = new AbortController();
  const signal = tools.signal ? AbortSignal.any([tools.signal, failure.signal]) : failure.signal;
  const pacer = createPacer(signal);
  const report = createProgress(parts, tools.onProgress);
  const results: PackedSpan[][] = parts.map(() => []);

  let next = 0;
  async function work(): Promise<void> {
    for (let index = next++; index < parts.length; index = next++) {
      const part = parts[index];
      if (part) results[index] = await chunkPart(part, options, tools, pacer, (done) => report(index, done));
      report(index, part?.text.length ?? 0);
      await pacer.breathe();
    }
  }
  const workers = Array.from({ length: Math.min(partsAtOnce, parts.length) }, async () => {
    try {
      await work();
    } catch (error) {
      failure.abort();
      throw error;
    }
  });
  // The first failure stops the others, and none goes on after this function has ended.
  await Promise.allSettled(workers);
  throwIfAborted(tools.signal);
  await firstFailure(workers);

  return results.flatMap((spans, part) => spans.map((span) => ({ part, ...span })));
}

/** Rethrows what failed first rather than the cancellation that it caused in the others. */
async function firstFailure(workers: readonly Promise<void>[]): Promise<void> {
  const failures = (await Promise.allSettled(workers)).filter((result) => result.status === 'rejected');
  const cause = failures.find(({ reason }) => !(reason instanceof AppError && reason.code === 'cancelled'));
  if (cause ?? failures[0]) throw (cause ?? failures[0])?.reason;
}

async function chunkPart(
  part: Part,
  options: ChunkingOptions,
  tools: ChunkingTools,
  pacer: Pacer,
  onProgress: (done: number) => void,
): Promise<PackedSpan[]> {
  const runs = turnRuns(part, options);
  if (runs) return chunkRuns(part, runs, options, tools, pacer, onProgress);
  const { tokenizer, embedSentences } = tools;
  const { text } = part;
  const maxLength = options.size * longestToken;
  const start = skipSpace(text, 0);
  const end = trimEnd(text, start, text.length);
  if (start === end) return [];
  // Most pages and notes are one chunk, and then counting them once is all there is to do.
  if (end - start <= options.size * 4) {
    const tokenCount = await tokenizer.count(text.slice(start, end));
    if (tokenCount <= options.size) return [{ start, end, tokenCount }];
  }

  const tokens = await mapTokens(text, tokenizer, pacer);
  const structure = await readStructure(part, pacer);
  const sentences = createSentences(text, structure);
  let topics: Topics | undefined;
  if (options.strategy === 'semantic' && embedSentences) {
    const threshold = options.similarityThreshold ?? defaultThreshold;
    topics = await findTopics(
      { text, tokens, structure, sentences, size: options.size, threshold },
      embedSentences,
      pacer,
      // Embedding is nearly all of the work; packing then runs through the rest.
      (share) => onProgress(Math.floor(share * text.length * 0.95)),
    );
  }
  const reading: PartReading = { text, tokens, structure, sentences, topics, options, maxLength };
  return packPart(reading, tokenizer, pacer, onProgress);
}

/** Each run is cut as if it were all there is: nothing is packed, or said again, across the end of one. */
async function chunkRuns(
  part: Part,
  runs: readonly TurnRun[],
  options: ChunkingOptions,
  tools: ChunkingTools,
  pacer: Pacer,
  onProgress: (done: number) => void,
): Promise<PackedSpan[]> {
  const spans: PackedSpan[] = [];
  for (const run of runs) {
    const own = partOfRun(part, run);
    const found = await chunkPart(own, { ...options, strategy: 'recursive' }, tools, pacer, (done) =>
      onProgress(run.start + done),
    );
    for (const { start, end, head, tokenCount } of found) {
      spans.push({
        start: run.start + start,
        end: run.start + end,
        ...(head && { head: { start: run.start + head.start, end: run.start + head.end } }),
        tokenCount,
      });
    }
    onProgress(run.end);
    await pacer.breathe();
  }
  return spans;
}

function assertUsable(options: ChunkingOptions, tools: ChunkingTools): void {
  if (!(options.size >= leastSize))
    throw new AppError('invalid_input', `A chunk must have room for at least ${leastSize} tokens.`);
  if (!(options.overlap >= 0 && options.overlap <= options.size / 2))
    throw new AppError('invalid_input', 'The overlap of chunks may be at most half their size.');
  if (options.strategy === 'semantic' && !tools.embedSentences)
    throw new AppError('invalid_input', 'Chunking by meaning needs a model that embeds sentences.');
}

/** Adds up what the parts report, each of which may only go forward. */
function createProgress(
  parts: readonly Part[],
  onProgress: ChunkingTools['onProgress'],
): (part: number, done: number) => void {
  const total = parts.reduce((sum, part) => sum + part.text.length, 0);
  const reached = parts.map(() => 0);
  let done = 0;
  return (part, position) => {
    const before = reached[part] ?? 0;
    if (position <= before) return;
    reached[part] = position;
    done += position - before;
    onProgress?.(done, total);
  };
}
