import { expect, it } from 'vitest';
import { clearestRanges } from './keepSpeakersVoice.ts';
import { chooseAlike, type VoicePair } from './recogniseVoices.ts';

const thresholds = { recognised: 0.8, suggested: 0.5 };
const pair = (speaker: number, personId: string, similarity: number): VoicePair => ({
  ...{ speaker, personId, similarity, thresholds },
});
const chosen = (pairs: readonly VoicePair[], taken: string[] = []) =>
  chooseAlike(pairs, new Set(taken)).map(({ speaker, personId, isRecognised }) => [
    speaker,
    personId,
    isRecognised,
  ]);

it('takes a voice for the person that it is most like, from a threshold on', () => {
  expect(chosen([pair(0, 'anna', 0.81), pair(0, 'ben', 0.9), pair(1, 'anna', 0.49)])).toEqual([
    [0, 'ben', true],
  ]);
  expect(chosen([pair(0, 'anna', 0.6), pair(0, 'ben', 0.7)])).toEqual([[0, 'ben', false]]);
});

it('takes two voices for one person only by asking', () => {
  expect(chosen([pair(0, 'anna', 0.95), pair(1, 'anna', 0.9)])).toEqual([
    [0, 'anna', true],
    [1, 'anna', false],
  ]);
  expect(chosen([pair(0, 'anna', 0.95)], ['anna'])).toEqual([[0, 'anna', false]]);
  // The second is like somebody else as well.
  expect(chosen([pair(0, 'anna', 0.95), pair(1, 'anna', 0.9), pair(1, 'ben', 0.85)])).toEqual([
    [0, 'anna', true],
    [1, 'ben', true],
  ]);
});

it('takes a voice from the longest stretches in which nobody else speaks', () => {
  const segment = (speaker: number, startMs: number, endMs: number) => ({ speaker, startMs, endMs });
  const segments = [
    segment(0, 0, 5_000),
    segment(1, 4_000, 6_000),
    segment(0, 7_000, 7_500),
    segment(0, 8_000, 20_000),
    segment(0, 30_000, 90_000),
    segment(0, 100_000, 103_000),
  ];
  expect(clearestRanges(segments, 0)).toEqual([{ startMs: 30_000, endMs: 90_000 }]);
  expect(clearestRanges(segments.slice(0, 4), 0)).toEqual([{ startMs: 8_000, endMs: 20_000 }]);
  // Where everything overlaps, what there is.
  expect(clearestRanges(segments.slice(0, 2), 0)).toEqual([{ startMs: 0, endMs: 5_000 }]);
  expect(clearestRanges([segment(0, 5, 5)], 0)).toEqual([]);
});
