import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import type { TextRange } from '../../marks.ts';
import { layWords } from './layWords.ts';

/** A stretch of a recording, `end` exclusive. */
export interface TimeRange {
  startMs: number;
  endMs: number;
}

/**
 * The characters of a segment that are said within a stretch of time: whole words, the first to the last. A segment
 * without words is in it whole, or not at all.
 */
export function textInTime(segment: TranscriptSegment, { startMs, endMs }: TimeRange): TextRange | null {
  if (segment.endMs <= startMs || segment.startMs >= endMs) return null;
  if (segment.startMs >= startMs && segment.endMs <= endMs) return wholeOf(segment);
  const said = layWords(segment).filter(({ word }) => {
    const spoken = word === null ? undefined : segment.words[word];
    // The middle decides: ends of words are never exact.
    const middle = spoken ? (spoken.startMs + spoken.endMs) / 2 : Number.NaN;
    return middle >= startMs && middle < endMs;
  });
  const [first] = said;
  const last = said.at(-1);
  if (first && last) return { start: first.start, end: last.end };
  return segment.words.length === 0 ? wholeOf(segment) : null;
}

function wholeOf({ text }: TranscriptSegment): TextRange | null {
  return text === '' ? null : { start: 0, end: text.length };
}

/** The first segment that is said within it; -1 for none. */
export function firstInTime(segments: readonly TranscriptSegment[], range: TimeRange): number {
  return segments.findIndex(({ startMs, endMs }) => endMs > range.startMs && startMs < range.endMs);
}
