import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { expect, it } from 'vitest';
import { wordAt } from './wordAt.ts';

function segment(startMs: number, endMs: number, words: readonly [number, number][] = []): TranscriptSegment {
  return {
    id: String(startMs),
    startMs,
    endMs,
    text: '',
    speaker: 0,
    words: words.map(([from, to]) => ({ startMs: from, endMs: to, text: 'w' })),
    confidence: null,
    isEdited: false,
  };
}

const talk = [
  segment(1000, 3000, [
    [1000, 1400],
    [1500, 2900],
  ]),
  segment(3000, 9000, [[3200, 9000]]),
  segment(5000, 6000, [[5000, 6000]]),
  segment(20_000, 21_000),
];

it('finds the segment and the word that is said', () => {
  expect(wordAt(talk, 999)).toBeNull();
  expect(wordAt(talk, 1000)).toEqual({ segment: 0, word: 0 });
  expect(wordAt(talk, 1450)).toEqual({ segment: 0, word: 0 });
  expect(wordAt(talk, 1500)).toEqual({ segment: 0, word: 1 });
  expect(wordAt(talk, 3100)).toEqual({ segment: 1, word: -1 });
});

it('goes back to who still speaks when another has ended, and keeps what was said last', () => {
  expect(wordAt(talk, 5500)).toEqual({ segment: 2, word: 0 });
  expect(wordAt(talk, 7000)).toEqual({ segment: 1, word: 0 });
  expect(wordAt(talk, 15_000)).toEqual({ segment: 2, word: 0 });
  expect(wordAt(talk, 50_000)).toEqual({ segment: 3, word: -1 });
  expect(wordAt([], 10)).toBeNull();
});

it('agrees with looking at every word, all along four hours', () => {
  const long = Array.from({ length: 3000 }, (_, at) =>
    segment(at * 4800, at * 4800 + 4500, [
      [at * 4800, at * 4800 + 2000],
      [at * 4800 + 2100, at * 4800 + 4500],
    ]),
  );
  for (let ms = 0; ms < 4 * 3_600_000; ms += 36_007) {
    const expected = long.findLastIndex(({ startMs }) => startMs <= ms);
    const word = long[expected]?.words.findLastIndex(({ startMs }) => startMs <= ms);
    expect(wordAt(long, ms)).toEqual({ segment: expected, word });
  }
});
