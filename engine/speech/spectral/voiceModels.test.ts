import { describe, expect, it } from 'vitest';
import type { FeatureTrack } from '../features/featureTrack.ts';
import { cepstra } from '../features/frameFeatures.ts';
import { createRandom, gaussian } from '../testing/random.ts';
import { commonVoice, likelihoodRatio, statisticsOf } from './voiceModels.ts';

const seconds = 20;

/** Two voices that differ by one deviation in each number and by a fifth in pitch; every second the other one. */
function track(gap: number): FeatureTrack {
  const random = createRandom(8);
  const frames = seconds * 100;
  const voice = (frame: number) => Math.floor(frame / 100) % 2;
  return {
    frames,
    cepstrum: Float32Array.from(
      { length: frames * cepstra },
      (_, index) => gaussian(random) + gap * voice(Math.floor(index / cepstra)),
    ),
    hertz: Float32Array.from({ length: frames }, (_, frame) => 150 * (1 + 0.2 * gap * voice(frame))),
    strength: new Float32Array(frames).fill(0.9),
    level: new Float32Array(frames),
    stretches: [{ from: 0, to: frames, startMs: 0 }],
  };
}

function measured(gap: number) {
  const recording = track(gap);
  const voice = commonVoice(recording, -1);
  if (!voice) throw new Error('No voice.');
  const second = (index: number) => Array.from({ length: 100 }, (_, frame) => index * 100 + frame);
  const speaker = (which: number) =>
    statisticsOf(
      recording,
      Array.from({ length: seconds / 2 }, (_, index) => second(2 * index + which)).flat(),
      voice,
    );
  return { first: speaker(0), other: speaker(1), piece: statisticsOf(recording, second(0), voice) };
}

describe('a voice against what all voices are', () => {
  it('fits its own frames better than those of another, also without themselves', () => {
    const { first, other, piece } = measured(1);
    expect(piece.frames).toBe(50);
    expect(likelihoodRatio(piece, first, piece)).toBeGreaterThan(10);
    expect(likelihoodRatio(piece, other)).toBeLessThan(0);
    expect(likelihoodRatio(piece, first)).toBeGreaterThan(likelihoodRatio(piece, first, piece));
  });

  it('says nothing of frames that are all it was made of', () => {
    const { piece } = measured(1);
    expect(likelihoodRatio(piece, piece, piece)).toBeCloseTo(0, 5);
  });

  it('is that of all where there is one', () => {
    const { first, other, piece } = measured(0);
    const gain = likelihoodRatio(piece, first, piece) - likelihoodRatio(piece, other);
    expect(Math.abs(gain) / piece.frames).toBeLessThan(0.2);
  });

  it('is not there in a few frames', () => {
    expect(commonVoice({ ...track(1), frames: 30 }, -1)).toBeNull();
  });
});
