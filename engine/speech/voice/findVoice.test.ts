import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { diarizationErrors } from '../testing/errorRate.ts';
import { createRandom, gaussian } from '../testing/random.ts';
import { readWav } from '../testing/readWav.ts';
import { parseRttm } from '../testing/rttm.ts';
import { babble } from '../testing/vowelVoice.ts';
import { writePcm } from '../testing/writePcm.ts';
import { findVoice } from './findVoice.ts';
import { voiceModelFile } from './voiceModel.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-voice-'));
afterAll(() => rm(folder, { recursive: true }));
const speech = fileURLToPath(new URL('../../../../shared/corpus/speech', import.meta.url));
const rate = 16_000;

const somebody = { pitch: 120, tract: 1, breath: 0.3 };

/** Noise of the whole length, with babble at the seconds given. */
function recording(seconds: number, voices: readonly { at: number; seconds: number }[]): Float32Array {
  const random = createRandom(6);
  const samples = Float32Array.from({ length: seconds * rate }, () => 0.001 * gaussian(random));
  for (const [index, { at, seconds: length }] of voices.entries())
    for (const [offset, value] of babble(somebody, length, index + 1).entries()) {
      const place = Math.round(at * rate) + offset;
      samples[place] = (samples[place] ?? 0) + 0.5 * value;
    }
  return samples;
}

const asTurns = (stretches: readonly { startMs: number; endMs: number }[]) =>
  stretches.map((stretch) => ({ ...stretch, speaker: 0 }));

describe('voice', () => {
  it('comes with its model in a package', () => {
    expect(existsSync(voiceModelFile())).toBe(true);
  });

  it('is found where somebody speaks', async () => {
    const voices = [
      { at: 2, seconds: 3 },
      { at: 8, seconds: 2 },
    ];
    const pcm = await writePcm(join(folder, 'two.pcm'), recording(12, voices));
    const { segments, speechMs } = await findVoice(pcm);
    const truth = voices.map(({ at, seconds }) => ({ startMs: at * 1000, endMs: (at + seconds) * 1000 }));
    expect(diarizationErrors(asTurns(truth), asTurns(segments), 250).rate).toBeLessThan(0.1);
    expect(speechMs).toBe(segments.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0));
  });

  it('is not found in noise, in a tone, in silence and in nothing', async () => {
    const tone = Float32Array.from({ length: 4 * rate }, (_, index) => 0.3 * Math.sin(index / 5));
    for (const samples of [recording(4, []), tone, new Float32Array(4 * rate), new Float32Array(0)])
      expect(await findVoice(await writePcm(join(folder, 'none.pcm'), samples))).toEqual({
        segments: [],
        speechMs: 0,
      });
  });

  it('is nearly the same where a long recording goes through in several streams', async () => {
    const voices = Array.from({ length: 6 }, (_, index) => ({
      at: 3 + index * 20.3,
      seconds: 4 + (index % 3),
    }));
    const whole = recording(126, voices);
    const { segments } = await findVoice(await writePcm(join(folder, 'long.pcm'), whole));
    expect(segments.length).toBeGreaterThanOrEqual(voices.length);
    const truth = voices.map(({ at, seconds }) => ({ startMs: at * 1000, endMs: (at + seconds) * 1000 }));
    expect(diarizationErrors(asTurns(truth), asTurns(segments), 250).rate).toBeLessThan(0.1);
    // The last minute on its own, in one stream.
    const from = 80;
    const tail = await findVoice(await writePcm(join(folder, 'tail.pcm'), whole.subarray(from * rate)));
    const same = segments
      .filter(({ startMs }) => startMs >= from * 1000)
      .map(({ startMs, endMs }) => ({ startMs: startMs - from * 1000, endMs: endMs - from * 1000 }));
    expect(diarizationErrors(asTurns(tail.segments), asTurns(same)).rate).toBeLessThan(0.06);
  }, 90_000);

  it('is read with the gain, tells how far it is and stops when asked', async () => {
    const samples = recording(6, [{ at: 1, seconds: 4 }]).map((value) => value / 300);
    const pcm = await writePcm(join(folder, 'quiet.pcm'), samples);
    const told: number[] = [];
    const loud = await findVoice({ ...pcm, gainDb: 45 }, {}, { onProgress: ({ done }) => told.push(done) });
    expect(loud.speechMs).toBeGreaterThan(3000);
    expect(told.at(-1)).toBeCloseTo(6000, -1);
    const signal = AbortSignal.abort();
    await expect(findVoice(pcm, {}, { signal })).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says which file is missing, and when it became shorter', async () => {
    const pcm = await writePcm(join(folder, 'cut.pcm'), recording(2, []));
    await truncate(pcm.file, 1000);
    await expect(findVoice(pcm)).rejects.toMatchObject({ code: 'file_changed' });
    const gone = { ...pcm, file: join(folder, 'gone.pcm') };
    await expect(findVoice(gone)).rejects.toMatchObject({
      code: 'file_not_found',
      details: { path: gone.file },
    });
  });

  it.skipIf(!existsSync(speech))(
    'agrees with people about a telephone call (needs the test corpus)',
    async () => {
      const pcm = await writePcm(join(folder, 'call.pcm'), await readWav(join(speech, 'two-speakers.wav')));
      const truth = parseRttm(await readFile(join(speech, 'two-speakers.rttm'), 'utf8'));
      const { segments } = await findVoice(pcm);
      expect(diarizationErrors(asTurns(truth), asTurns(segments)).rate).toBeLessThan(0.04);
    },
  );
});
