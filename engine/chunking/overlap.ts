import type { PartReading } from './cuts.ts';
import { firstWithin } from './sortedSearch.ts';
import { firstWordStart } from './words.ts';

/**
 * Where the chunk after one that spans `[start, end)` begins when about `budget` tokens of it are said again: at
 * a sentence where one begins there, else at a line of a table, list or code block, else at a word. Nothing is
 * repeated across a heading, nor before what a preset keeps whole.
 *
 * @returns undefined for no overlap
 */
export function overlapStart(
  reading: PartReading,
  { start, end, next }: { start: number; end: number; next: number },
  budget: number,
): number | undefined {
  const { text, tokens, structure, sentences, options } = reading;
  if (budget <= 0) return undefined;
  const furthest = Math.max(start + 1, tokens.backward(end, budget));
  if (furthest >= end) return undefined;
  if (options.strategy === 'fixed') {
    const word = firstWordStart(text, start, furthest, end);
    // Half a speaker's name says nothing; all of it is the head of what follows.
    const whole = word === undefined ? undefined : (structure.nameBefore(word)?.end ?? word);
    return whole !== undefined && whole < end ? whole : undefined;
  }
  const block = structure.blockAt(next);
  if (block?.kind === 'heading') return undefined;
  const isWhole = block?.kind === 'table' || block?.kind === 'code';
  if (isWhole && options.keepStructure) return undefined;
  const last = structure.blockAt(end - 1);
  if (last?.kind === 'table' || last?.kind === 'code' || last?.kind === 'list')
    return firstWithin(structure.lines, furthest, end);
  return sentences.firstWithin(furthest, end) ?? firstWordStart(text, start, furthest, end);
}
