import type { HeardSegment } from '@adiuva/contracts/workers';
import { normalizeWord } from '../text/word.ts';

/** Words on both sides that are compared. */
const longestRun = 40;

/**
 * Joins what two windows heard of the stretch that both of them hear: at words that both heard, or in its middle. Words
 * at the edge of a window are often cut off or guessed, those of the other one are whole.
 *
 * @param next its segments, by start
 * @returns the segments of both without what the other says as well; `previous` may lose its end, `next` its beginning
 */
export function joinWindows(
  previous: readonly HeardSegment[],
  next: readonly HeardSegment[],
  overlap: { startMs: number; endMs: number },
): { previous: HeardSegment[]; next: HeardSegment[] } {
  const tail = wordsIn(previous, overlap);
  const head = wordsIn(next, overlap);
  if (tail.length === 0 || head.length === 0) return { previous: [...previous], next: [...next] };
  const run = longestCommonRun(tail.map(normal), head.map(normal));
  const middle = (overlap.startMs + overlap.endMs) / 2;
  // Both have the words of the run: the end of it is where the first stops and the second goes on.
  const lastOfPrevious = run ? tail[run.first + run.length - 1] : undefined;
  const lastOfNext = run ? head[run.second + run.length - 1] : undefined;
  const isKept = (word: Word, last: Word | undefined, words: readonly Word[]) =>
    last ? words.indexOf(word) <= words.indexOf(last) : (word.startMs + word.endMs) / 2 < middle;
  return {
    previous: filterWords(previous, (word) => !tail.includes(word) || isKept(word, lastOfPrevious, tail)),
    next: filterWords(next, (word) => !head.includes(word) || !isKept(word, lastOfNext, head)),
  };
}

type Word = HeardSegment['words'][number];

function normal({ text }: Word): string {
  return normalizeWord(text) || text;
}

function wordsIn(
  segments: readonly HeardSegment[],
  { startMs, endMs }: { startMs: number; endMs: number },
): Word[] {
  return segments.flatMap(({ words }) =>
    words.filter((word) => word.endMs > startMs && word.startMs < endMs),
  );
}

/** Of at least two words, or one long one: a single `the` meets by chance. */
function longestCommonRun(
  first: readonly string[],
  second: readonly string[],
): { first: number; second: number; length: number } | null {
  let best = { first: 0, second: 0, length: 0 };
  for (let from = 0; from < Math.min(first.length, longestRun); from++) {
    for (let to = 0; to < Math.min(second.length, longestRun); to++) {
      let length = 0;
      while (
        from + length < first.length &&
        to + length < second.length &&
        first[from + length] === second[to + length]
      )
        length++;
      if (length > best.length) best = { first: from, second: to, length };
    }
  }
  const isLong = best.length >= 2 || (first[best.first]?.length ?? 0) >= 6;
  return best.length > 0 && isLong ? best : null;
}

/** Segments with some of their words: text and times follow. */
function filterWords(segments: readonly HeardSegment[], isKept: (word: Word) => boolean): HeardSegment[] {
  return segments.flatMap((segment) => {
    const words = segment.words.filter(isKept);
    if (words.length === segment.words.length) return [segment];
    const first = words[0];
    const last = words.at(-1);
    if (!first || !last) return [];
    return [
      { ...segment, words, text: textBetween(segment, words), startMs: first.startMs, endMs: last.endMs },
    ];
  });
}

/** The part of a segment's text from its first kept word to its last one: spaces stay as they were. */
function textBetween(segment: HeardSegment, kept: readonly Word[]): string {
  let position = 0;
  let start: number | null = null;
  let end = segment.text.length;
  for (const word of segment.words) {
    const at = segment.text.indexOf(word.text, position);
    if (at < 0) return kept.map(({ text }) => text).join(' ');
    position = at + word.text.length;
    if (word === kept[0]) start = at;
    if (word === kept.at(-1)) end = position;
  }
  return segment.text.slice(start ?? 0, end);
}
