import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { installSpeechModel } from './testing/installModel.ts';
import { openRecordingEngine, type RecordingEngine } from './testing/recordingEngine.ts';
import { wordsFrom } from './testing/script.ts';
import { join as joined, quiet, voiceSound, waveFile } from './testing/voiceSound.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
const patience = 240_000;
let count = 0;
let app: RecordingEngine;
afterEach(() => app.close());

/** Four windows of a voice. */
const voice = voiceSound(9_000);
const speech = waveFile(joined(...Array.from({ length: 12 }, () => [quiet(900), voice]).flat()));
const words = Array.from({ length: 12 }, (_, index) =>
  wordsFrom(1_000 + index * 9_900, `This is sentence ${index} of the talk.`),
).flat();

async function open(delayMs: number): Promise<void> {
  const folder = join(root.path, String(++count));
  installSpeechModel(join(folder, 'home'));
  app = await openRecordingEngine(folder, { words, delayMs });
}

/** Windows that are on the disk, with the time at which each was written. */
function windows(): Map<string, number> {
  const place = join(app.home, 'cache', 'recordings');
  if (!existsSync(place)) return new Map();
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  const written = names.filter((name) => /window-\d+-\d+\.json$/.test(name));
  return new Map(written.map((name) => [name, statSync(join(place, name)).mtimeMs]));
}

function hasPlan(): boolean {
  const place = join(app.home, 'cache', 'recordings');
  if (!existsSync(place)) return false;
  return readdirSync(place, { recursive: true, encoding: 'utf8' }).some((name) =>
    name.endsWith('windows-0.json'),
  );
}

const jobs = async () => (await app.client.call('jobs.list', {})).jobs;

it(
  'ends the process of a transcription that is cancelled, and leaves nothing of it',
  async () => {
    await open(600_000);
    const path = app.write('speech.wav', speech);
    const ingest = app.ingest();
    await expect.poll(() => app.engine.workerPids().transcription.length, { timeout: patience }).toBe(1);
    // The windows are planned, and the first is with the process before long.
    await expect.poll(hasPlan, { timeout: patience }).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const [pid = 0] = app.engine.workerPids().transcription;
    const [job] = await jobs();
    await app.client.call('jobs.cancel', { id: job?.id ?? '' });
    expect(await ingest).toMatchObject([{ status: 'failed', error: { code: 'cancelled' } }]);
    await expect.poll(() => app.engine.workerPids().transcription).not.toContain(pid);
    await expect.poll(() => app.scratch(), { timeout: 30_000 }).toEqual([]);
    expect((await app.client.call('library.list', { path })).total).toBe(0);
  },
  patience,
);

it(
  'puts what it has heard aside in a pause, goes on after it and after a restart, and hears no window twice',
  async () => {
    await open(1_500);
    app.write('speech.wav', speech);
    const ingest = app.ingest().catch(() => undefined);
    await expect.poll(() => windows().size, { timeout: patience, interval: 20 }).toBeGreaterThan(0);
    await app.client.call('jobs.pause', {});
    const paused = windows();
    expect(paused.size).toBeGreaterThan(0);
    expect((await jobs())[0]).toMatchObject({ state: 'queued', attempts: 0 });
    await app.client.call('jobs.resume', {});
    await expect.poll(() => windows().size, { timeout: patience, interval: 20 }).toBeGreaterThan(paused.size);
    for (const [name, writtenAt] of paused) expect(windows().get(name)).toBe(writtenAt);

    const before = windows();
    await app.reopen();
    await ingest;
    // What was there is taken up as it is: it is neither written nor heard again.
    await expect
      .poll(() => windows().size === 0 || windows().size > before.size, { timeout: patience, interval: 10 })
      .toBe(true);
    for (const [name, writtenAt] of windows()) expect(before.get(name) ?? writtenAt).toBe(writtenAt);
    await expect
      .poll(async () => (await app.find('sentence')).total, { timeout: patience, interval: 200 })
      .toBe(12);
    await expect.poll(() => app.scratch(), { timeout: 30_000 }).toEqual([]);
  },
  patience,
);

it(
  'hears two files of one content once, and lets other files by',
  async () => {
    await open(300);
    app.write('one.wav', speech);
    app.write('two.wav', speech);
    app.write('z-notes.txt', Buffer.from('Notes that nobody has to listen to.'));
    const heard = new Set<string>();
    const order: string[] = [];
    const outcomes = await app.ingest((event) => {
      if (event.type === 'progress' && event.stage === 'transcribe') heard.add(event.path);
      if (event.type === 'documents') order.push(...event.documents.map(({ path }) => path));
    });
    expect(outcomes.map(({ status }) => status)).toEqual(['indexed', 'indexed', 'indexed']);
    expect(heard.size).toBe(1);
    expect(order[0]).toBe(app.file('z-notes.txt'));
  },
  patience,
);

it(
  'goes on with a transcript that was asked for and stopped',
  async () => {
    await open(400);
    const path = app.write('speech.wav', speech);
    const controller = new AbortController();
    const stopped = app.client.call('recordings.transcribe', { path }, { signal: controller.signal });
    await expect.poll(() => windows().size, { timeout: patience, interval: 20 }).toBeGreaterThan(0);
    controller.abort();
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const before = windows();
    const transcript = await app.client.call('recordings.transcribe', { path });
    expect(transcript.segments).toHaveLength(12);
    expect(before.size).toBeGreaterThan(0);
    expect(app.scratch()).toEqual([]);
  },
  patience,
);
