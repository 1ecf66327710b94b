import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { readWaveform } from './waveform.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());
const { signal } = new AbortController();

/** A second of each loudness. */
function lane(name: string, ...loudness: number[]) {
  const samples = new Int16Array(loudness.length * 16_000);
  for (const [second, loud] of loudness.entries())
    samples.fill(Math.round(loud * 32_767), second * 16_000, (second + 1) * 16_000);
  const file = join(folder.path, name);
  writeFileSync(file, Buffer.from(samples.buffer));
  return { file, samples: samples.length, gainDb: 0 };
}

function mean(values: readonly number[], from: number, to: number): number {
  const some = values.slice(Math.ceil(values.length * from) + 1, Math.floor(values.length * to) - 1);
  return some.reduce((sum, value) => sum + value, 0) / some.length;
}

it('shows how loud it is when, the loudest as 1', async () => {
  const peaks = await readWaveform([lane('a', 0, 0.5, 0.25, 0)], 4000, signal);
  expect(peaks).toHaveLength(200);
  expect(Math.max(...peaks)).toBe(1);
  expect(mean(peaks, 0, 0.25)).toBe(0);
  expect(mean(peaks, 0.25, 0.5)).toBeGreaterThan(0.9);
  expect(mean(peaks, 0.5, 0.75)).toBeCloseTo(0.5, 1);
  expect(mean(peaks, 0.75, 1)).toBe(0);
});

it('shows all lanes in one, each with its gain', async () => {
  const quiet = { ...lane('quiet', 0.1, 0), gainDb: 20 };
  const peaks = await readWaveform([quiet, lane('loud', 0, 0.5)], 2000, signal);
  expect(mean(peaks, 0, 0.5)).toBeGreaterThan(0.9);
  expect(mean(peaks, 0.5, 1)).toBeCloseTo(0.5, 1);
});

it('sees the whole of a long recording, piece by piece', async () => {
  const long = lane('long', ...Array.from({ length: 1_800 }, (_, second) => (second < 900 ? 0.1 : 0.4)));
  const peaks = await readWaveform([long], 1_800_000, signal);
  expect(peaks).toHaveLength(1000);
  expect(peaks.every((peak) => peak > 0.2)).toBe(true);
  expect(mean(peaks, 0, 0.5)).toBeCloseTo(0.25, 1);
  expect(mean(peaks, 0.5, 1)).toBeGreaterThan(0.9);
});

it('stops when it is told to', async () => {
  const stopped = AbortSignal.abort();
  await expect(readWaveform([lane('b', 0.5)], 1000, stopped)).rejects.toMatchObject({ code: 'cancelled' });
});
