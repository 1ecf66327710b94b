import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HeardSegment, MediaLane } from '@adiuva/contracts/workers';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import type { Transcription, TranscriptionCall } from '#transcription';
import { type HearRequest, hearLanes } from './hearLanes.ts';
import { createScratch } from './scratch.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
const scratch = createScratch(join(root.path, 'scratch'));
let count = 0;
const nextKey = () => String(++count).padStart(16, '0');

/** Says a word a second, whatever is asked for, and notes which stretches those were. */
function talker(failAfter = Number.POSITIVE_INFINITY) {
  const asked: [number, number, string | null][] = [];
  const transcription: Transcription = {
    async transcribe({ pcm, language }: TranscriptionCall) {
      if (asked.length >= failAfter) throw new Error('killed');
      const [startMs, endMs] = [pcm.startSample / 16, pcm.endSample / 16];
      asked.push([startMs, endMs, language]);
      return {
        ...{
          language: 'de',
          languageProbability: language === null ? 0.95 : null,
          device: 'x',
          adapter: 'x',
          tookMs: 1,
        },
        segments: segmentsBetween(startMs, endMs),
      };
    },
    current: () => Promise.reject(new Error('not asked')),
    warnings: () => [],
  };
  return { transcription, asked };
}

function segmentsBetween(startMs: number, endMs: number): HeardSegment[] {
  const segments: HeardSegment[] = [];
  for (let at = Math.ceil(startMs / 1000) * 1000; at + 800 <= endMs; at += 1000) {
    const word = { startMs: at, endMs: at + 800, text: `word${at / 1000}`, confidence: 0.9 };
    segments.push({ ...word, noSpeechProbability: 0, words: [word] });
  }
  return segments;
}

const lane: MediaLane = {
  ...{ track: 0, channel: null, file: '/none.pcm', samples: 16_000 * 600 },
  ...{ loudnessLufs: -20, gainDb: 0, peak: 0.5, isSilent: false },
};
const voice = Array.from({ length: 9 }, (_, index) => ({
  startMs: index * 20_000,
  endMs: index * 20_000 + 18_000,
}));

function hear(key: string, transcription: Transcription, request: Partial<HearRequest> = {}) {
  return scratch.use(key, { for: 'file', path: 'x' }, (folder) =>
    hearLanes(folder, {
      lanes: [{ lane, voice }],
      durationMs: 600_000,
      transcription,
      language: null,
      prompt: null,
      fingerprint: 'tiny',
      inTurn: (work) => work(1),
      signal: new AbortController().signal,
      onProgress: () => undefined,
      ...request,
    }),
  );
}

it('hears every window once, however often it is interrupted', async () => {
  const whole = talker();
  const expected = await hear(nextKey(), whole.transcription);
  expect(whole.asked.length).toBeGreaterThan(5);
  expect(expected.language).toBe('de');

  const key = nextKey();
  const asked: [number, number, string | null][] = [];
  for (;;) {
    const some = talker(2);
    const heard = await hear(key, some.transcription).catch(() => null);
    asked.push(...some.asked);
    if (!heard) continue;
    expect(heard).toEqual(expected);
    break;
  }
  expect(asked).toEqual(whole.asked);
});

it('hears anew by another model, and what it lost', async () => {
  const key = nextKey();
  const first = talker();
  await hear(key, first.transcription);
  const again = talker();
  await hear(key, again.transcription, { fingerprint: 'base' });
  expect(again.asked).toHaveLength(first.asked.length);
  const place = join(root.path, 'scratch', key);
  const [folder = ''] = readdirSync(place).filter((name) => name.startsWith('heard-'));
  rmSync(join(place, folder, 'window-0-2.json'));
  const rest = talker();
  await hear(key, rest.transcription);
  await hear(key, rest.transcription, { fingerprint: 'base' });
  expect(rest.asked.length).toBe(first.asked.length - 2);
});

it('begins a further lane with the language of the one before it', async () => {
  const call = talker();
  const heard = await hear(nextKey(), call.transcription, {
    lanes: [
      { lane, voice },
      { lane: { ...lane, channel: 1 }, voice: voice.slice(0, 3) },
    ],
  });
  expect(heard.segments.map((segments) => segments.length)).toEqual([expect.any(Number), expect.any(Number)]);
  const secondLane = call.asked.slice(-2);
  expect(secondLane.every(([, , language]) => language === 'de')).toBe(true);
});

it('says how far it is, up to the end, and nothing of silence', async () => {
  const fractions: number[] = [];
  await hear(nextKey(), talker().transcription, { onProgress: (fraction) => fractions.push(fraction) });
  expect(fractions.at(-1)).toBe(1);
  expect(fractions.every((fraction, index) => fraction >= (fractions[index - 1] ?? 0))).toBe(true);
  const silent = talker();
  const heard = await hear(nextKey(), silent.transcription, { lanes: [{ lane, voice: [] }] });
  expect(heard).toEqual({ segments: [[]], language: null });
  expect(silent.asked).toEqual([]);
});
