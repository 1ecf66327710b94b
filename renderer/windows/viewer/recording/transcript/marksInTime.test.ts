import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { expect, it } from 'vitest';
import { firstInTime, textInTime } from './marksInTime.ts';

const segment: TranscriptSegment = {
  id: 'a',
  startMs: 1000,
  endMs: 4000,
  text: 'The price is three hundred.',
  speaker: 0,
  words: ['The', 'price', 'is', 'three', 'hundred.'].map((text, at) => ({
    text,
    startMs: 1000 + at * 600,
    endMs: 1600 + at * 600,
  })),
  confidence: null,
  isEdited: false,
};

const textOf = (startMs: number, endMs: number, of = segment) => {
  const range = textInTime(of, { startMs, endMs });
  return range && of.text.slice(range.start, range.end);
};

it('marks whole words by their middles', () => {
  expect(textOf(0, 10_000)).toBe('The price is three hundred.');
  expect(textOf(1600, 2800)).toBe('price is');
  expect(textOf(1800, 2600)).toBe('price is');
  expect(textOf(1950, 2600)).toBe('is');
  expect(textOf(4000, 5000)).toBeNull();
  expect(textOf(0, 1000)).toBeNull();
});

it('takes a segment without words whole, and an empty one not at all', () => {
  expect(textOf(1600, 2000, { ...segment, words: [] })).toBe(segment.text);
  expect(textOf(0, 9000, { ...segment, words: [], text: '' })).toBeNull();
});

it('finds where a stretch begins', () => {
  const later = { ...segment, startMs: 5000, endMs: 6000 };
  expect(firstInTime([segment, later], { startMs: 4500, endMs: 9000 })).toBe(1);
  expect(firstInTime([segment, later], { startMs: 7000, endMs: 9000 })).toBe(-1);
});
