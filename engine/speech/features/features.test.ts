import { describe, expect, it } from 'vitest';
import { createRandom, gaussian } from '../testing/random.ts';
import { createRealTransform } from './fft.ts';
import { cepstra, createFrameFeatures, reachSamples } from './frameFeatures.ts';
import { createPitchTracker, pitchSamples } from './pitch.ts';

describe('the transform', () => {
  it('gives what the sum of its definition gives', () => {
    const random = createRandom(3);
    const size = 32;
    const samples = Float64Array.from({ length: size }, () => random() - 0.5);
    const power = new Float64Array(size / 2 + 1);
    createRealTransform(size).power(samples, power);
    for (let bin = 0; bin <= size / 2; bin++) {
      let real = 0;
      let imaginary = 0;
      for (const [index, value] of samples.entries()) {
        real += value * Math.cos((2 * Math.PI * bin * index) / size);
        imaginary -= value * Math.sin((2 * Math.PI * bin * index) / size);
      }
      expect(power[bin]).toBeCloseTo(real * real + imaginary * imaginary, 10);
    }
  });
});

describe('pitch', () => {
  const tracker = createPitchTracker();
  /** Ten harmonics that fall off as a voice's do. */
  const harmonic = (hertz: number, amplitude = 0.1) =>
    Float32Array.from({ length: pitchSamples }, (_, index) => {
      let sum = 0;
      for (let n = 1; n <= 10; n++) sum += Math.sin((2 * Math.PI * hertz * n * index) / 16_000 + n * n) / n;
      return amplitude * sum;
    });

  it.each([75, 98.6, 130, 211.7, 320, 385])('finds %s Hz', (hertz) => {
    const found = tracker.measure(harmonic(hertz));
    expect(found.hertz / hertz).toBeCloseTo(1, 2);
    expect(found.strength).toBeGreaterThan(0.9);
    expect(tracker.measure(harmonic(hertz, 0.001)).hertz / hertz).toBeCloseTo(1, 2);
  });

  it('finds none in noise and in silence', () => {
    const random = createRandom(9);
    const noise = Float32Array.from({ length: pitchSamples }, () => 0.1 * gaussian(random));
    expect(tracker.measure(noise).strength).toBeLessThan(0.5);
    expect(tracker.measure(new Float32Array(pitchSamples))).toEqual({ hertz: 0, strength: 0 });
  });
});

it('describes timbre apart from loudness', () => {
  const random = createRandom(4);
  const sound = Float32Array.from(
    { length: reachSamples },
    (_, index) => Math.sin(index / 9) + 0.3 * gaussian(random),
  );
  const features = createFrameFeatures();
  const measure = (gain: number) => {
    const into = new Float32Array(cepstra);
    features.cepstrum(
      sound.map((value) => value * gain),
      into,
    );
    return { into, level: features.level() };
  };
  const [quiet, loud] = [measure(0.02), measure(0.2)];
  for (const [index, value] of loud.into.entries()) expect(value).toBeCloseTo(quiet.into[index] ?? 0, 1);
  expect(loud.level - quiet.level).toBeCloseTo(2 * Math.log(10), 3);
});
