import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSameSound } from './lanes/isSameSound.ts';
import { createTrackMeter } from './lanes/trackMeter.ts';
import { gatedLoudness } from './loudness/gatedLoudness.ts';
import { softLimit } from './loudness/softLimit.ts';
import { createFourier } from './noise/fourier.ts';
import { createNoiseFilter } from './noise/noiseFilter.ts';
import { readPcm, streamPcm } from './readPcm.ts';
import { bestCorrelation, testSignal, toInt16 } from './testing/signal.ts';
import { hear, ways, withFolder } from './testing/withRecording.ts';

function energiesOf(values: Float32Array): Float64Array {
  const meter = createTrackMeter(1, 16_000);
  const samples = toInt16(values);
  // In pieces that fit no block.
  for (let from = 0; from < samples.length; from += 777) {
    const piece = samples.slice(from, from + 777);
    meter.add(piece, new Int16Array(piece.length), new Int16Array(0));
  }
  return meter.finish().mixed;
}

const sine = (seconds: number, amplitude: number, hertz = 1000) =>
  Float32Array.from(
    { length: seconds * 16_000 },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / 16_000),
  );

describe('loudness', () => {
  it('is what EBU Tech 3341 says of its first cases, for one channel', () => {
    // A sine of 1 kHz at -23 dBFS in both channels is -23 LUFS: one channel of it has 3 LU less. Within 0.1 LU.
    const off = (values: Float32Array, wanted: number) =>
      Math.abs((gatedLoudness(energiesOf(values)) ?? 0) - wanted);
    expect(off(sine(4, 10 ** (-23 / 20)), -26)).toBeLessThan(0.1);
    expect(off(sine(4, 10 ** (-33 / 20)), -36)).toBeLessThan(0.1);
    // Its third case: what is quieter before and after is gated away.
    const whole = new Float32Array(20 * 16_000);
    whole.set(sine(20, 10 ** (-36 / 20)));
    whole.set(sine(12, 10 ** (-23 / 20)), 4 * 16_000);
    expect(off(whole, -26)).toBeLessThan(0.1);
  });

  it('does not count what lies under the absolute gate', () => {
    expect(gatedLoudness(energiesOf(sine(3, 10 ** (-72 / 20))))).toBeUndefined();
    expect(gatedLoudness(energiesOf(new Float32Array(16_000)))).toBeUndefined();
    expect(gatedLoudness(energiesOf(sine(0.2, 0.5)))).toBeCloseTo(-9.0, 1);
  });
});

describe('tracks that say the same', () => {
  it('are found behind a delay and another loudness, and others are not', () => {
    const words = Float32Array.from({ length: 240_000 }, (_, i) => {
      const isWord = Math.sin(i / 5_000) + Math.sin(i / 7_333) > 0.3;
      return isWord ? 0.3 * Math.sin(i / 3) : 0.001 * Math.sin(i);
    });
    const late = new Float32Array(words.length);
    late.set(
      words.subarray(0, words.length - 1_100).map((value) => value * 0.6),
      1_100,
    );
    expect(isSameSound(energiesOf(words), energiesOf(late))).toBe(true);
    expect(isSameSound(energiesOf(words), energiesOf(words.toReversed()))).toBe(false);
    expect(isSameSound(energiesOf(words), energiesOf(words.subarray(0, 120_000)))).toBe(false);
  });
});

describe('noise reduction', () => {
  it('has a transform that is its own inverse', () => {
    const fourier = createFourier(512);
    const real = Float64Array.from({ length: 512 }, (_, i) => Math.sin(i * i));
    const imaginary = new Float64Array(512);
    const before = real.slice();
    fourier.forward(real, imaginary);
    // Parseval: the power is the same in both.
    const power = real.reduce((sum, value, i) => sum + value ** 2 + (imaginary[i] ?? 0) ** 2, 0) / 512;
    expect(power).toBeCloseTo(
      before.reduce((sum, value) => sum + value ** 2, 0),
      6,
    );
    fourier.inverse(real, imaginary);
    for (const [i, value] of before.entries()) expect(real[i]).toBeCloseTo(value, 9);
  });

  it('lowers what is steady and keeps what is said, at its time', () => {
    let seed = 1;
    const hiss = Float32Array.from({ length: 160_000 }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return 0.02 * (seed / 2 ** 31 - 1);
    });
    const said = new Float32Array(160_000);
    for (const at of [48_000, 96_000]) said.set(testSignal(1), at);
    const filter = createNoiseFilter();
    const heard = filter
      .process(Float64Array.from(said, (value, i) => value + (hiss[i] ?? 0)))
      .subarray(filter.delay);
    const power = (values: ArrayLike<number>, from: number, to: number) => {
      let sum = 0;
      for (let i = from; i < to; i++) sum += (values[i] ?? 0) ** 2;
      return sum / (to - from);
    };
    const reduction = 10 * Math.log10(power(hiss, 128_000, 150_000) / power(heard, 128_000, 150_000));
    expect(reduction).toBeGreaterThan(10);
    const words = bestCorrelation(said.subarray(48_000, 64_000), heard.subarray(48_000, 64_000), 40);
    expect(words).toMatchObject({ correlation: expect.closeTo(1, 1), lag: 0 });
    // Closer to what was said than what came in.
    const error = (values: (i: number) => number) =>
      power(
        said.map((value, i) => values(i) - value),
        0,
        150_000,
      );
    expect(error((i) => heard[i] ?? 0)).toBeLessThan(error((i) => (said[i] ?? 0) + (hiss[i] ?? 0)) / 2);
  });

  it('is asked for, keeps the length, and is off by default', async () => {
    const path = join(import.meta.dirname, 'fixtures/tone.flac');
    for (const [, media] of ways.slice(0, 1)) {
      const plain = await hear(media, path);
      const clean = await hear(media, path, { noiseReduction: true });
      expect(clean.sounds[0]).toHaveLength(plain.sounds[0]?.length ?? 0);
      expect(clean.sounds[0]).not.toEqual(plain.sounds[0]);
    }
  });
});

describe('reading lanes', () => {
  it('gives floats with gain, rounded at the top, by place or as a stream', () =>
    withFolder(async (folder) => {
      const file = join(folder, 'a.pcm');
      const samples = toInt16(testSignal(2));
      await writeFile(file, new Uint8Array(samples.buffer));
      const part = await readPcm(file, 1000, 1100, 0);
      expect([...part]).toEqual([...samples.slice(1000, 1100)].map((value) => value / 32768));
      expect(await readPcm(file, 31_990, 40_000, 0)).toHaveLength(10);
      expect(await readPcm(file, 50_000, 60_000, 0)).toHaveLength(0);
      const loud = await readPcm(file, 0, 32_000, 20);
      expect(loud.every((value) => Math.abs(value) <= 1)).toBe(true);
      expect(loud.some((value) => Math.abs(value) > 0.9)).toBe(true);
      const blocks: Float32Array[] = [];
      for await (const block of streamPcm(file, { gainDb: 6, start: 500, end: 20_000, blockSamples: 7000 }))
        blocks.push(block);
      expect(blocks.map(({ length }) => length)).toEqual([7000, 7000, 5500]);
      expect(blocks[1]).toEqual(await readPcm(file, 7500, 14_500, 6));
      const stopped = streamPcm(file, { signal: AbortSignal.abort() });
      await expect(stopped.next()).rejects.toMatchObject({ code: 'cancelled' });
    }));

  it('bends peaks without a corner and never past full scale', () => {
    expect(softLimit(0.5)).toBe(0.5);
    for (let value = 0.8; value < 5; value += 0.01) {
      expect(softLimit(value + 0.01)).toBeGreaterThanOrEqual(softLimit(value));
      expect(Math.abs(softLimit(-value))).toBeLessThanOrEqual(1);
    }
  });
});

it('has a decoder that is built from what its package says', () => {
  const folder = join(import.meta.dirname, '../../native/media/ffmpeg');
  const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  expect(license).toBe('LGPL-2.1-or-later');
  expect(readFileSync(join(folder, 'build.sh'), 'utf8')).not.toMatch(/enable-(?:gpl|nonfree|version3)/);
});
