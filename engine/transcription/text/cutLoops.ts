import { normalizeWord, type Word } from './word.ts';

/** A phrase is at most this many words long. */
const longestPhrase = 24;

/**
 * How often a phrase must stand in a row to be a loop of the model rather than something said: people say a word five
 * times, but not a sentence of eight words three times in one breath.
 */
function isLoop(length: number, copies: number): boolean {
  if (length >= 8) return copies >= 3;
  if (length >= 4) return copies >= 4;
  if (length >= 2) return copies >= 5;
  return copies >= 8;
}

export interface LoopCut<W> {
  words: W[];
  /** How many were taken out. */
  removed: number;
}

/**
 * Takes out the copies of phrases that follow one another again and again, also from one segment to the next, and keeps
 * the first; of single words the first two.
 */
export function cutLoops<W extends Pick<Word, 'text'>>(words: readonly W[]): LoopCut<W> {
  const forms = words.map(({ text }) => normalizeWord(text) || text);
  const kept: W[] = [];
  for (let index = 0; index < words.length; ) {
    const loop = loopAt(forms, index);
    const keep = loop ? loop.length * (loop.length === 1 ? 2 : 1) : 1;
    kept.push(...words.slice(index, index + keep));
    index += loop ? loop.length * loop.copies + loop.rest : 1;
  }
  return { words: kept, removed: words.length - kept.length };
}

/** The loop that begins here and covers most; `rest` is the beginning of one more copy that was cut off. */
function loopAt(
  forms: readonly string[],
  start: number,
): { length: number; copies: number; rest: number } | null {
  for (let length = 1; length <= longestPhrase; length++) {
    let same = 0;
    while (start + length + same < forms.length && forms[start + same] === forms[start + length + same])
      same++;
    const copies = 1 + Math.floor(same / length);
    if (isLoop(length, copies)) return { length, copies, rest: same % length };
  }
  return null;
}
