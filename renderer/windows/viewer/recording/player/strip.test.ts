import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { expect, it } from 'vitest';
import { barsOf, stripPaths, turnsOf } from './strip.ts';

function said(startMs: number, endMs: number, speaker: number | null, text = 'x'): TranscriptSegment {
  return { id: `${startMs}`, startMs, endMs, speaker, text, words: [], confidence: null, isEdited: false };
}

it('puts what one speaker says together, and not over a pause, another speaker or what was taken out', () => {
  expect(
    turnsOf([
      said(0, 1000, 0),
      said(1200, 2000, 0),
      said(2000, 3000, 1),
      said(3000, 4000, 0),
      said(9000, 9500, 0),
      said(9600, 9700, 1, ''),
      said(9800, 9900, null),
    ]),
  ).toEqual([
    { startMs: 0, endMs: 2000, speaker: 0 },
    { startMs: 2000, endMs: 3000, speaker: 1 },
    { startMs: 3000, endMs: 4000, speaker: 0 },
    { startMs: 9000, endMs: 9500, speaker: 0 },
    { startMs: 9800, endMs: 9900, speaker: null },
  ]);
});

it('keeps the loudest of each stretch, and stretches what is short', () => {
  expect(barsOf([0.1, 0.9, 0.2, 0.3], 2)).toEqual([0.9, 0.3]);
  expect(barsOf([0.5, 1], 4)).toEqual([0.5, 0.5, 1, 1]);
  expect(barsOf([], 3)).toEqual([0, 0, 0]);
});

it('colours every bar by who speaks in its middle', () => {
  const turns = [
    { startMs: 0, endMs: 500, speaker: 0 },
    { startMs: 500, endMs: 1000, speaker: 1 },
  ];
  const paths = stripPaths([1, 0.5, 0.25, 0], 2000, turns);
  const count = (speaker: number | null) => (paths.get(speaker)?.match(/M/g) ?? []).length;
  expect([count(0), count(1), count(null)]).toEqual([1, 1, 2]);
  // As high as the loudest is the whole height; silence is a line.
  expect(paths.get(0)).toBe('M0.19 0h0.62v1h-0.62z');
  expect(paths.get(null)).toContain('v0.05');
});
