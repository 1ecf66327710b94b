import { contentWords, wordSimilarity } from '#chat';
import type { WrittenLine } from './parseSummary.ts';
import type { NumberedLine } from './transcriptWindows.ts';

/** Share of a point's words that the lines it names, and their neighbours, must hold. A summary says it in other words. */
const leastShare = 0.34;

/**
 * Whether the lines that a point names say something of the kind: so much of its words, and every number in it. The lines
 * before and after count, since a question and its answer are two of them.
 */
export function isSupported(
  written: WrittenLine,
  named: readonly NumberedLine[],
  all: readonly NumberedLine[],
) {
  if (named.length === 0) return false;
  const around = new Set(named.flatMap(({ number }) => [number - 1, number, number + 1]));
  const heard = all
    .filter(({ number }) => around.has(number))
    .map(({ speaker, text }) => `${speaker ?? ''} ${text}`)
    .join('\n');
  const keys = [...new Set(contentWords(heard).map(({ key }) => key))];
  const wanted = [...new Set(contentWords(written.text).map(({ key }) => key))];
  if (wanted.length === 0) return false;
  const held = wanted.map((word) => Math.max(0, ...keys.map((key) => wordSimilarity(word, key))));
  if (wanted.some((word, index) => /\p{N}/u.test(word) && (held[index] ?? 0) < 1)) return false;
  return held.reduce((sum, value) => sum + value, 0) / wanted.length >= leastShare;
}
