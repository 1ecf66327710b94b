import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { speechContract } from '@adiuva/contracts/workers';
import { createClient, createPortPair } from '@adiuva/wire';
import { afterAll, expect, it } from 'vitest';
import { serveSpeech } from './serveSpeech.ts';

const folder = await mkdtemp(join(tmpdir(), 'adiuva-serve-speech-'));
afterAll(() => rm(folder, { recursive: true }));

it('answers the contract on a port', async () => {
  const [near, far] = createPortPair();
  serveSpeech(far);
  const client = createClient(speechContract, near);
  const file = join(folder, 'noise.pcm');
  const samples = 32_000;
  await writeFile(
    file,
    new Uint8Array(Int16Array.from({ length: samples }, (_, index) => ((index * 7919) % 2001) - 1000).buffer),
  );
  const pcm = { file, samples, gainDb: 0 };
  const events: { done: number; total: number }[] = [];
  const voice = await client.call('speech.findVoice', { pcm }, { onEvent: (event) => events.push(event) });
  expect(voice).toEqual({ segments: [], speechMs: 0 });
  expect(events.at(-1)).toEqual({ done: 2000, total: 2000 });
  const stretch = { startMs: 0, endMs: 2000 };
  const { method, speakers, turns } = await client.call('speech.diarize', { pcm, voice: [stretch] });
  expect([method, turns]).toEqual(['spectral', [{ ...stretch, speaker: 0 }]]);
  const print = await client.call('speech.embed', { pcm, ranges: [stretch] });
  expect(print.embedding).toEqual(speakers[0]?.embedding);
  expect((await client.call('speech.ping', {})).rssBytes).toBeGreaterThan(1e6);
  const gone = { ...pcm, file: join(folder, 'gone.pcm') };
  await expect(client.call('speech.embed', { pcm: gone, ranges: [stretch] })).rejects.toMatchObject({
    code: 'file_not_found',
  });
});
