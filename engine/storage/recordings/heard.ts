import type { SpokenWord } from '@adiuva/contracts/rpc';
import type { HeardSegment, NewTranscript } from './transcript.ts';
import { joinTexts, placeWords, spreadWords } from './words/index.ts';

/**
 * What a transcription brings in the form in which it is kept: whole milliseconds, ascending, words inside their segment
 * and following one another in its text, nothing empty.
 */
export function settleSegments({ segments }: Pick<NewTranscript, 'segments'>): HeardSegment[] {
  return segments
    .map(settle)
    .filter(({ text }) => text !== '')
    .sort((a, b) => a.startMs - b.startMs || a.lane - b.lane || a.endMs - b.endMs);
}

function settle(segment: HeardSegment): HeardSegment {
  const startMs = wholeMs(segment.startMs);
  const endMs = Math.max(startMs, wholeMs(segment.endMs));
  const words = segment.words
    .map((word) => settleWord(word, { startMs, endMs }))
    .filter(({ text }) => text !== '');
  inOrder(words);
  const text = segment.text.trim() || words.map((word) => word.text).reduce(joinTexts, '');
  // What was cleaned out of the text is not among its words either.
  const isPlaced = words.length === 0 || placeWords(text, words) !== null;
  return {
    startMs,
    endMs,
    lane: segment.lane,
    speaker: segment.speaker,
    text,
    words: isPlaced ? words : spreadWords(text, words, { startMs, endMs }),
    confidence: segment.confidence,
  };
}

function settleWord(word: SpokenWord, within: { startMs: number; endMs: number }): SpokenWord {
  const startMs = clamp(wholeMs(word.startMs), within.startMs, within.endMs);
  return {
    startMs,
    endMs: clamp(wholeMs(word.endMs), startMs, within.endMs),
    text: word.text.trim(),
    ...(word.confidence !== undefined && { confidence: clamp(word.confidence, 0, 1) }),
  };
}

/** Words stay in the order in which they are said; one that would begin before the one before it begins with it. */
function inOrder(words: SpokenWord[]): void {
  let latest = 0;
  for (const word of words) {
    word.startMs = Math.max(word.startMs, latest);
    word.endMs = Math.max(word.endMs, word.startMs);
    latest = word.startMs;
  }
}

function wholeMs(ms: number): number {
  return Number.isFinite(ms) ? Math.max(0, Math.round(ms)) : 0;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
