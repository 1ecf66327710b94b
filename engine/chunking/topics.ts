import { AppError } from '#base';
import type { Pacer } from './pacer.ts';
import type { Sentences } from './sentences.ts';
import { firstAbove } from './sortedSearch.ts';
import type { Structure } from './structure.ts';
import type { TokenMap } from './tokenMap.ts';
import { trimEnd } from './whitespace.ts';

/** Where neighbouring sentences have so little in common that a new topic begins. */
export interface Topics {
  /** Of the breaks in `(low, high]`, the one whose two sides are least alike. */
  weakestWithin(low: number, high: number): number | undefined;
}

export type EmbedSentences = (sentences: string[]) => Promise<Float32Array[]>;

/** Sentences shorter than this say too little alone, and go with the next one of their paragraph. */
const leastTokens = 16;
const sentencesAtOnce = 64;

export interface TopicSource {
  text: string;
  tokens: TokenMap;
  structure: Structure;
  sentences: Sentences;
  /** Tokens of a chunk: nothing longer is embedded. */
  size: number;
  threshold: number;
}

/**
 * Embeds the sentences of a part in order and breaks where the cosine similarity of two neighbours is under the
 * threshold.
 *
 * @param onProgress gets the share of the sentences that is embedded, 0 to 1
 * @throws AppError `internal` when the embedder does not answer with one vector a sentence
 */
export async function findTopics(
  source: TopicSource,
  embedSentences: EmbedSentences,
  pacer: Pacer,
  onProgress: (share: number) => void,
): Promise<Topics> {
  const groups = await groupSentences(source, pacer);
  const positions: number[] = [];
  const similarities: number[] = [];
  let previous: Float32Array | undefined;
  for (let first = 0; first < groups.length; first += sentencesAtOnce) {
    const batch = groups.slice(first, first + sentencesAtOnce);
    const vectors = await embedSentences(batch.map(({ start, end }) => source.text.slice(start, end)));
    if (vectors.length !== batch.length)
      throw new AppError('internal', 'The model did not give one vector for each sentence.');
    vectors.forEach((vector, index) => {
      const similarity = previous ? cosine(previous, vector) : 1;
      const start = batch[index]?.start;
      if (start !== undefined && similarity < source.threshold) {
        positions.push(start);
        similarities.push(similarity);
      }
      previous = vector;
    });
    onProgress(Math.min(1, (first + batch.length) / groups.length));
    await pacer.breathe();
  }

  return {
    weakestWithin(low, high) {
      let weakest: number | undefined;
      let least = Number.POSITIVE_INFINITY;
      for (
        let index = firstAbove(positions, low);
        (positions[index] ?? Number.POSITIVE_INFINITY) <= high;
        index++
      ) {
        const similarity = similarities[index] ?? 1;
        if (similarity > least) continue;
        least = similarity;
        weakest = positions[index];
      }
      return weakest;
    },
  };
}

async function groupSentences(
  { text, tokens, structure, sentences, size }: TopicSource,
  pacer: Pacer,
): Promise<{ start: number; end: number }[]> {
  const groups: { start: number; end: number }[] = [];
  for (let paragraph = 0; paragraph < structure.paragraphs.length; paragraph++) {
    const starts = sentences.ofParagraph(paragraph);
    const paragraphEnd = structure.paragraphs[paragraph + 1] ?? text.length;
    let start = starts[0] ?? paragraphEnd;
    for (let index = 1; index <= starts.length; index++) {
      const next = starts[index] ?? paragraphEnd;
      if (next < paragraphEnd && tokens.count(start, next) < leastTokens) continue;
      const end = Math.min(trimEnd(text, start, next), tokens.forward(start, size));
      if (end > start) groups.push({ start, end });
      start = next;
    }
    await pacer.breathe();
  }
  return groups;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let product = 0;
  let lengthA = 0;
  let lengthB = 0;
  for (let index = 0; index < a.length; index++) {
    const x = a[index] ?? 0;
    const y = b[index] ?? 0;
    product += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return product / (Math.sqrt(lengthA * lengthB) || 1);
}
