import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { diarize } from '../diarize.ts';
import { embedVoice } from '../embedVoice.ts';
import { diarizationErrors } from '../testing/errorRate.ts';
import { type ToneTurn, toneRecording } from '../testing/toneVoices.ts';
import { writePcm } from '../testing/writePcm.ts';
import { writeToneModels } from '../testing/writeToneModels.ts';
import { voiceSimilarity } from '../voiceSimilarity.ts';
import { decodePowerset } from './powerset.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-neural-'));
afterAll(() => rm(folder, { recursive: true }));
const models = await writeToneModels(folder);

/** Turns that overlap by 0.2 s, and pauses. */
function conversation(voices: readonly number[]): ToneTurn[] {
  let at = 500;
  return voices.map((voice) => {
    const turn = { voice, startMs: at, endMs: at + 2500 };
    at += voice === 2 ? 3800 : 2300;
    return turn;
  });
}

const turnsOf = (tones: readonly ToneTurn[]) =>
  tones.map(({ voice, startMs, endMs }) => ({ speaker: voice, startMs, endMs }));

async function recorded(tones: readonly ToneTurn[], name = 'talk.pcm') {
  const totalMs = (tones.at(-1)?.endMs ?? 0) + 1500;
  const pcm = await writePcm(join(folder, name), toneRecording(totalMs, tones));
  return { pcm, voice: [{ startMs: 0, endMs: totalMs }], models };
}

describe('speakers by models', () => {
  it('are found from window to window, two at once where two speak', async () => {
    const tones = conversation([0, 1, 0, 2, 1, 2, 0, 1, 2, 0]);
    const { method, turns, speakers } = await diarize(await recorded(tones));
    expect(method).toBe('neural');
    expect(speakers.map(({ model }) => model)).toEqual([
      'tone-embedding',
      'tone-embedding',
      'tone-embedding',
    ]);
    const errors = diarizationErrors(turnsOf(tones), turns);
    expect(errors.rate).toBeLessThan(0.03);
    // Six overlaps of 0.2 s are 5 % of it: nearly all of them are found.
    expect(errors.missedMs).toBeLessThan(150);
    expect(turns.slice(0, 3).map(({ speaker }) => speaker)).toEqual([0, 1, 0]);
  });

  it('are as many as was said, even where a window holds more', async () => {
    const input = await recorded(conversation([0, 1, 2, 0, 1, 2]));
    const two = await diarize({ ...input, speakers: 2 });
    expect(two.speakers).toHaveLength(2);
    expect(diarizationErrors(turnsOf(conversation([0, 1, 2, 0, 1, 2])), two.turns).missedMs).toBeLessThan(
      500,
    );
    expect((await diarize({ ...input, maxSpeakers: 1 })).speakers).toHaveLength(1);
  });

  it('are not looked for where there is no voice', async () => {
    const tones = conversation([0, 1]);
    const input = await recorded(tones);
    expect((await diarize({ ...input, voice: [] })).turns).toEqual([]);
    const silent = await writePcm(join(folder, 'silent.pcm'), toneRecording(4000, []));
    const nobody = await diarize({ pcm: silent, voice: [{ startMs: 0, endMs: 4000 }], models });
    expect(nobody).toEqual({ method: 'neural', turns: [], speakers: [] });
  });

  it('say which model is missing or is none', async () => {
    const input = await recorded(conversation([0, 1]));
    const gone = { ...models, embedding: join(folder, 'gone.onnx') };
    await expect(diarize({ ...input, models: gone })).rejects.toMatchObject({
      code: 'model_not_installed',
      details: { path: gone.embedding },
    });
    const broken = { ...models, segmentation: join(folder, 'broken.onnx') };
    await writeFile(broken.segmentation, 'not a model');
    await expect(diarize({ ...input, models: broken })).rejects.toMatchObject({ code: 'model_invalid' });
    const swapped = { segmentation: models.embedding, embedding: models.segmentation };
    await expect(diarize({ ...input, models: swapped })).rejects.toMatchObject({ code: 'model_invalid' });
  });

  it('stop being looked for when asked', async () => {
    const controller = new AbortController();
    const input = await recorded(conversation([0, 1, 0, 1, 0, 1, 0, 1, 0, 1]));
    const onProgress = () => controller.abort();
    await expect(diarize(input, { signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('a voice print by a model', () => {
  it('is near that of the same voice and far from others', async () => {
    const { pcm } = await recorded(conversation([0, 1, 0]), 'print.pcm');
    const print = (startMs: number, endMs: number) =>
      embedVoice({ pcm, ranges: [{ startMs, endMs }], model: models.embedding });
    const [first, other, again] = [await print(600, 2700), await print(3100, 5000), await print(5400, 7000)];
    expect(Math.hypot(...first.embedding)).toBeCloseTo(1, 5);
    expect(voiceSimilarity(first, again).match).toBe('recognised');
    expect(voiceSimilarity(first, other).match).toBeNull();
    await expect(print(600, 700)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

it('reads a class as the speakers in it', () => {
  const rows = [0, 1, 2, 3, 4, 5, 6].map((best) =>
    Array.from({ length: 7 }, (_, index) => (index === best ? -0.1 : -3)),
  );
  expect([...decodePowerset(Float32Array.from(rows.flat()))]).toEqual([
    0b000, 0b001, 0b010, 0b100, 0b011, 0b101, 0b110,
  ]);
});
