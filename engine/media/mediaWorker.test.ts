import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EventOf } from '@adiuva/contracts';
import { mediaContract } from '@adiuva/contracts/workers';
import { type Client, createClient, type Port } from '@adiuva/wire';
import { afterEach, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { longWave } from './testing/buildWave.ts';
import { testSignal } from './testing/signal.ts';

const entry = fileURLToPath(new URL('../testing/workers/media.ts', import.meta.url));
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const children: ChildProcess[] = [];
const folders: { remove(): void }[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const ended = hasEnded ? undefined : new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
  for (const folder of folders.splice(0)) folder.remove();
});

/** The media worker as hosts start it: it may write into the scratch folder and start programs, and has no network. */
function startWorker(
  scratch: string,
  ffmpeg: boolean,
): { client: Client<typeof mediaContract>; child: ChildProcess } {
  const child = fork(entry, [JSON.stringify({ ffmpeg })], {
    serialization: 'advanced',
    execArgv: [
      '--permission',
      '--allow-fs-read=*',
      `--allow-fs-write=${scratch}`,
      '--allow-addons',
      '--allow-worker',
      ...(ffmpeg ? ['--allow-child-process'] : []),
      '--disable-warning=SecurityWarning',
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  const port: Port = {
    postMessage: (message) => void child.send(message as object, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onClose: (listener) => void child.on('disconnect', listener),
    close: () => child.disconnect(),
  };
  return { client: createClient(mediaContract, port), child };
}

async function makePlace(seconds: number): Promise<{ path: string; scratch: string; folder: string }> {
  const folder = makeTemporaryFolder();
  folders.push(folder);
  const scratch = join(folder.path, 'scratch');
  await mkdir(scratch);
  const path = join(folder.path, 'talk.wav');
  const sound = testSignal(5);
  await writeFile(path, longWave([sound, sound.toReversed()], seconds / 5));
  return { path, scratch, folder: folder.path };
}

const ways: [name: string, ffmpeg: boolean][] = [['our decoders', false]];
if (hasFfmpeg) ways.push(['ffmpeg', true]);

it.each(ways)('answers from inside the sandbox, by %s', async (_, ffmpeg) => {
  const { path, scratch, folder } = await makePlace(20);
  const { client } = startWorker(scratch, ffmpeg);
  expect(await client.call('media.probe', { path })).toMatchObject({
    container: 'wav',
    durationMs: 20_000,
  });
  const events: EventOf<(typeof mediaContract)['media.decode']>[] = [];
  const { lanes, durationMs } = await client.call(
    'media.decode',
    { path, folder: scratch, noiseReduction: true },
    { onEvent: (event) => events.push(event) },
  );
  expect(durationMs).toBe(20_000);
  expect(lanes).toMatchObject([{ track: 0, channel: null, samples: 320_000, isSilent: false }]);
  expect(readFileSync(lanes[0]?.file ?? '').length).toBe(640_000);
  expect(readdirSync(scratch)).toEqual(['track-0.pcm']);
  expect(events.some((event) => event.type === 'progress' && event.totalMs === 20_000)).toBe(true);
  expect((await client.call('media.ping', {})).ffmpeg === null).toBe(!ffmpeg);
  // Outside of the scratch folder it may not write.
  await expect(client.call('media.decode', { path, folder })).rejects.toThrow();
  await expect(client.call('media.playable', { path, file: join(folder, 'a.wav') })).rejects.toThrow();
  expect(existsSync(join(folder, 'track-0.pcm'))).toBe(false);
  await expect(client.call('media.cover', { path, maxSize: 100 })).rejects.toMatchObject({
    code: 'unavailable',
  });
});

it('stops a decode that is cancelled, and the worker goes on', async () => {
  const { path, scratch } = await makePlace(300);
  const { client } = startWorker(scratch, false);
  const controller = new AbortController();
  const work = client.call(
    'media.decode',
    { path, folder: scratch },
    {
      signal: controller.signal,
      onEvent: (event) => {
        if (event.type === 'progress') controller.abort();
      },
    },
  );
  await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => readdirSync(scratch), { timeout: 20_000 }).toEqual([]);
  expect((await client.call('media.ping', {})).rssBytes).toBeGreaterThan(0);
});

it.skipIf(process.platform !== 'linux')(
  'killed in the middle it leaves its scratch folder, no program and the recording as it was',
  async () => {
    const { path, scratch } = await makePlace(300);
    const before = readFileSync(path);
    const { client, child } = startWorker(scratch, hasFfmpeg);
    const programs = () =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => commandOf(pid).includes(`file:${path}`));
    let hasBegun = false;
    const work = client.call(
      'media.decode',
      { path, folder: scratch },
      {
        onEvent: (event) => {
          hasBegun ||= event.type === 'progress';
          if (hasBegun) child.kill('SIGKILL');
        },
      },
    );
    await expect(work).rejects.toMatchObject({ code: 'worker_crashed' });
    expect(hasBegun).toBe(true);
    await expect.poll(programs, { timeout: 20_000 }).toEqual([]);
    expect(readdirSync(scratch).every((name) => /^track-0/.test(name))).toBe(true);
    expect(readFileSync(path).equals(before)).toBe(true);
  },
);

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
