import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diarizationSchema } from '@adiuva/contracts/workers';
import { afterAll, describe, expect, it } from 'vitest';
import { diarize } from '../diarize.ts';
import { diarizationErrors } from '../testing/errorRate.ts';
import { hasEspeak, talk } from '../testing/espeak.ts';
import { type Conversation, makeConversation } from '../testing/makeConversation.ts';
import { readWav } from '../testing/readWav.ts';
import { parseRttm } from '../testing/rttm.ts';
import { babble } from '../testing/vowelVoice.ts';
import { writePcm } from '../testing/writePcm.ts';
import { findVoice } from '../voice/findVoice.ts';
import { separation } from './separation.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-speakers-'));
afterAll(() => rm(folder, { recursive: true }));
const speech = fileURLToPath(new URL('../../../../shared/corpus/speech', import.meta.url));

const man = { pitch: 110, tract: 1, breath: 0.3 };
const woman = { pitch: 200, tract: 1.18, breath: 0.6 };

function babblers(voices: readonly (typeof man)[], turns: number): Conversation {
  const utterances = Array.from({ length: turns }, (_, index) => ({
    speaker: index % voices.length,
    samples: babble(voices[index % voices.length] ?? man, 2 + (index % 3), index + 1),
  }));
  return makeConversation(utterances, { seed: 3, overlaps: 0 });
}

/** A sentence louder or softer, duller or brighter than the one before. */
function moved(samples: Float32Array, sentence: number): Float32Array {
  const gain = [1, 0.6, 1.3, 0.8][sentence % 4] ?? 1;
  const bright = [0, 0.3, -0.3, 0.15, -0.15][sentence % 5] ?? 0;
  let low = 0;
  return samples.map((value) => {
    low += 0.25 * (value - low);
    return gain * (value + bright * (value - low));
  });
}

let files = 0;
async function recorded({ samples }: Conversation) {
  const pcm = await writePcm(join(folder, `${files++}.pcm`), samples);
  return { pcm, voice: (await findVoice(pcm)).segments };
}

async function found(conversation: Conversation) {
  return diarizationSchema.parse(await diarize(await recorded(conversation)));
}

// Half a minute of sound each, which takes its time on a busy machine.
describe('speakers without a model', { timeout: 90_000 }, () => {
  it('are told apart, numbered as they come, each with a print', async () => {
    const conversation = babblers([man, woman], 8);
    const { method, turns, speakers } = await found(conversation);
    expect(method).toBe('spectral');
    expect(diarizationErrors(conversation.turns, turns).rate).toBeLessThan(0.1);
    expect(diarizationErrors(conversation.turns, turns, 250).rate).toBeLessThan(0.02);
    expect(speakers.map(({ speaker }) => speaker)).toEqual([0, 1]);
    expect(turns[0]?.speaker).toBe(0);
    for (const { embedding, speaker, speechMs } of speakers) {
      expect(Math.hypot(...embedding)).toBeCloseTo(1, 5);
      const own = turns.filter((turn) => turn.speaker === speaker);
      expect(own.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)).toBe(speechMs);
    }
  });

  it('are one where one speaks', async () => {
    const { turns, speakers } = await found(babblers([woman], 5));
    expect(speakers).toHaveLength(1);
    expect(new Set(turns.map(({ speaker }) => speaker))).toEqual(new Set([0]));
  });

  it('are as many as was said', async () => {
    const input = await recorded(babblers([man, woman], 6));
    const counted = async (options: { speakers?: number; maxSpeakers?: number; minSpeakers?: number }) =>
      (await diarize({ ...input, ...options })).speakers.length;
    expect(await counted({ speakers: 1 })).toBe(1);
    expect(await counted({ speakers: 3 })).toBe(3);
    expect(await counted({ maxSpeakers: 1 })).toBe(1);
    expect(await counted({ minSpeakers: 3 })).toBe(3);
  });

  it('do not change where the number that is found is given', async () => {
    const input = await recorded(babblers([man, woman], 6));
    const { turns, speakers } = await diarize(input);
    expect((await diarize({ ...input, speakers: speakers.length })).turns).toEqual(turns);
  });

  it('are none where nobody speaks, and one in a single second', async () => {
    const pcm = await writePcm(join(folder, 'short.pcm'), babble(man, 1, 2));
    expect(await diarize({ pcm, voice: [] })).toEqual({ method: 'spectral', turns: [], speakers: [] });
    const { turns, speakers } = await diarize({ pcm, voice: [{ startMs: 0, endMs: 5000 }] });
    expect(turns).toEqual([{ startMs: 0, endMs: 1000, speaker: 0 }]);
    expect(speakers).toMatchObject([{ speaker: 0, speechMs: 1000 }]);
    const silent = await writePcm(join(folder, 'silent.pcm'), new Float32Array(16_000));
    expect((await diarize({ pcm: silent, voice: [{ startMs: 0, endMs: 1000 }] })).speakers).toHaveLength(1);
  });

  it('stop being looked for when asked', async () => {
    const pcm = await writePcm(join(folder, 'stop.pcm'), babble(man, 8, 2));
    const voice = [{ startMs: 0, endMs: 8000 }];
    const controller = new AbortController();
    const told: number[] = [];
    const onProgress = ({ done }: { done: number }) => {
      told.push(done);
      controller.abort();
    };
    const stopped = diarize({ pcm, voice }, { signal: controller.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([2560]);
  });

  it.skipIf(!hasEspeak())(
    'are told apart in made conversations (needs espeak-ng)',
    async () => {
      const voices = ['en+m3', 'en+f1', 'en+m7'];
      for (const count of [2, 3]) {
        const spoken = talk(voices.slice(0, count), 6 * count, count + 4);
        const dry = makeConversation(spoken, { seed: count, overlaps: 0.1 });
        const { turns, speakers } = await found(dry);
        expect(speakers).toHaveLength(count);
        expect(diarizationErrors(dry.turns, turns, 250).rate).toBeLessThan(0.1);
        // Echo colours every sentence in its own way, so that they are told apart, but not always counted right.
        const echo = makeConversation(spoken, {
          seed: count,
          overlaps: 0.1,
          echoSeconds: 0.3,
          signalToNoiseDb: 25,
        });
        const known = await diarize({ ...(await recorded(echo)), speakers: count });
        expect(diarizationErrors(echo.turns, known.turns, 250).rate).toBeLessThan(0.1);
      }
    },
    120_000,
  );

  it.skipIf(!hasEspeak())(
    'are one where one moves and turns away (needs espeak-ng)',
    async () => {
      for (const [index, voice] of ['en+m1', 'en+f3', 'de+m5'].entries()) {
        const spoken = talk([voice], 12, 20 + index).map(({ samples }, sentence) => ({
          speaker: 0,
          samples: moved(samples, sentence),
        }));
        const one = makeConversation(spoken, { seed: index, signalToNoiseDb: 25 });
        expect((await found(one)).speakers, voice).toHaveLength(1);
      }
    },
    120_000,
  );

  it.skipIf(!existsSync(speech))('are told apart on the telephone (needs the test corpus)', async () => {
    const pcm = await writePcm(join(folder, 'call.pcm'), await readWav(join(speech, 'two-speakers.wav')));
    const truth = parseRttm(await readFile(join(speech, 'two-speakers.rttm'), 'utf8'));
    const { turns, speakers } = await diarize({ pcm, voice: (await findVoice(pcm)).segments });
    expect(speakers).toHaveLength(2);
    // One for all would be 0.43. Two women of one pitch on one line: overlaps alone, which are not found, are 0.08.
    expect(diarizationErrors(truth, turns).rate).toBeLessThan(0.2);
  });
});

describe('how far groups stand apart', () => {
  const cloud = (middle: number) =>
    Array.from({ length: 40 }, (_, index) =>
      Float64Array.of(middle + ((index * 7) % 11) / 5 - 1, (index % 5) / 4),
    );

  it('is counted in deviations along the line between them', () => {
    expect(separation(cloud(0), cloud(9))).toBeGreaterThan(10);
    expect(separation(cloud(0), cloud(0.1))).toBeLessThan(0.5);
    const even = Array.from({ length: 1000 }, (_, index) => Float64Array.of(index));
    expect(separation(even.slice(0, 500), even.slice(500))).toBeCloseTo(Math.sqrt(12), 1);
  });
});
