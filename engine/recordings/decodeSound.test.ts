import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecodedMedia, MediaInfo, mediaContract } from '@adiuva/contracts/workers';
import { afterAll, expect, it } from 'vitest';
import { AppError } from '#base';
import { createScheduler } from '#scheduler';
import { makeTemporaryFolder } from '#testing';
import type { WorkerPool } from '#workers';
import { type DecodeRequest, decodeSound } from './decodeSound.ts';
import { createScratch } from './scratch.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
const clock = { now: Date.now };
const scheduler = createScheduler({ cores: 2, batteryWork: () => 'normal', clock });
afterAll(() => scheduler.close());
let count = 0;

const info: MediaInfo = {
  container: 'wav',
  durationMs: 1_000,
  tracks: [
    {
      ...{ index: 0, kind: 'audio', codec: 'pcm_s16le', channels: 1, sampleRate: 16_000 },
      ...{ language: null, title: null, isDefault: true },
    },
  ],
  ...{ title: null, artist: null, album: null, comment: null, createdAt: null },
  chapters: [],
  hasCover: false,
  isPlayable: true,
};

/** A decoder that writes a second of silence, or fails, and counts how often it was asked. */
function decoder(found: Partial<MediaInfo> = {}, failure?: AppError) {
  let decoded = 0;
  const call = async (method: string, input: { folder?: string }): Promise<MediaInfo | DecodedMedia> => {
    if (method === 'media.probe') return { ...info, ...found };
    decoded++;
    if (failure) throw failure;
    const file = join(input.folder ?? '', 'track-0.pcm');
    writeFileSync(file, Buffer.alloc(32_000));
    const lane = { track: 0, channel: null, file, samples: 16_000, loudnessLufs: -20, gainDb: 0, peak: 0.5 };
    return { durationMs: 1_000, lanes: [{ ...lane, isSilent: false }], warnings: ['Cut off.'] };
  };
  const media = { call, pids: () => [], close: async () => undefined } as unknown as WorkerPool<
    typeof mediaContract
  >;
  return { media, decoded: () => decoded };
}

function run(media: WorkerPool<typeof mediaContract>, request: Partial<DecodeRequest> = {}, key = ++count) {
  const folder = join(root.path, 'scratch');
  const name = String(key).padStart(16, '0');
  const sound = createScratch(folder).use(name, { for: 'file', path: 'x' }, (place) =>
    decodeSound({ media, scheduler }, place, {
      path: '/talks/talk.wav',
      maxBytes: 1e9,
      noiseReduction: false,
      signal: new AbortController().signal,
      verify: async () => undefined,
      onProgress: () => undefined,
      ...request,
    }),
  );
  return { sound, place: join(folder, name) };
}

it('decodes once, and takes up what is whole', async () => {
  const { media, decoded } = decoder();
  const first = await run(media, {}, 100).sound;
  const { sound, place } = run(media, {}, 100);
  expect(await sound).toEqual(first);
  expect(decoded()).toBe(1);
  // Cleaned of noise it is another sound.
  await run(media, { noiseReduction: true }, 100).sound;
  expect(decoded()).toBe(2);
  expect(readdirSync(place).sort()).toEqual(['owners.json', 'sound', 'sound-cleaned']);
});

it('decodes again what is not whole any more', async () => {
  const { media, decoded } = decoder();
  const [lane] = (await run(media, {}, 101).sound).lanes;
  truncateSync(lane?.file ?? '', 1_000);
  const [again] = (await run(media, {}, 101).sound).lanes;
  expect(decoded()).toBe(2);
  expect(statSync(again?.file ?? '').size).toBe(32_000);
});

it('begins nothing that the disk has no room for', async () => {
  const { media, decoded } = decoder({ durationMs: 1e13 });
  const { sound, place } = run(media);
  await expect(sound).rejects.toMatchObject({ code: 'storage_full' });
  expect(decoded()).toBe(0);
  expect(existsSync(join(place, 'sound'))).toBe(false);
});

it('says what became of the decoder in words about the file', async () => {
  const failures: [AppError, string][] = [
    [new AppError('worker_crashed', 'It ended.', { details: { byItself: true } }), 'extraction_crashed'],
    [new AppError('worker_crashed', 'It ended.', { details: { byItself: false } }), 'worker_crashed'],
    [new AppError('timeout', 'Too long.'), 'extraction_timeout'],
    [new AppError('extraction_memory', 'Too much.'), 'extraction_memory'],
    [new AppError('recording_protected', 'Locked.'), 'recording_protected'],
  ];
  for (const [failure, code] of failures)
    await expect(run(decoder({}, failure).media).sound).rejects.toMatchObject({ code });
});

it('keeps nothing of a file that was another one meanwhile', async () => {
  const { media, decoded } = decoder();
  const changed = new AppError('file_changed', 'It changed.');
  await expect(run(media, { verify: () => Promise.reject(changed) }, 102).sound).rejects.toBe(changed);
  await run(media, {}, 102).sound;
  expect(decoded()).toBe(2);
});
