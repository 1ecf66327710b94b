import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { embedVoice } from './embedVoice.ts';
import { babble } from './testing/vowelVoice.ts';
import { writePcm } from './testing/writePcm.ts';
import { voiceSimilarity } from './voiceSimilarity.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-print-'));
afterAll(() => rm(folder, { recursive: true }));

async function print(voice: Parameters<typeof babble>[0], seed: number) {
  const pcm = await writePcm(join(folder, `${seed}.pcm`), babble(voice, 12, seed));
  return embedVoice({
    pcm,
    ranges: [
      { startMs: 0, endMs: 5000 },
      { startMs: 6000, endMs: 60_000 },
    ],
  });
}

it('is near that of the same voice saying something else, and far from others', async () => {
  const man = { pitch: 110, tract: 1, breath: 0.3 };
  const woman = { pitch: 200, tract: 1.18, breath: 0.6 };
  const [first, again, other] = [await print(man, 1), await print(man, 2), await print(woman, 3)];
  expect(first.model).toBe('spectral-1');
  expect(Math.hypot(...first.embedding)).toBeCloseTo(1, 5);
  const same = voiceSimilarity(first, again);
  const different = voiceSimilarity(first, other);
  expect(same.similarity).toBeGreaterThan(0.8);
  expect(different.similarity).toBeLessThan(same.similarity - 0.1);
});

it('is only asked about, not taken for known, where the features are weak', () => {
  const at = (similarity: number) => ({
    embedding: Float32Array.of(similarity, Math.sqrt(1 - similarity ** 2)),
    model: 'spectral-1',
  });
  const match = (similarity: number, model = 'spectral-1') =>
    voiceSimilarity({ ...at(1), model }, { ...at(similarity), model }).match;
  expect([0.5, 0.85, 0.95, 0.99].map((similarity) => match(similarity))).toEqual([
    null,
    'suggested',
    'suggested',
    'recognised',
  ]);
  expect([0.3, 0.6, 0.8].map((similarity) => match(similarity, 'wespeaker'))).toEqual([
    null,
    'suggested',
    'recognised',
  ]);
  expect(voiceSimilarity(at(1), { ...at(1), model: 'other' })).toEqual({ similarity: 0, match: null });
});
