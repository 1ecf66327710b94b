import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transcriptionContract } from '@adiuva/contracts/workers';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createNodeWorkerHost, type NodeWorkerEntries } from '#ports';
import { makeTemporaryFolder, silentLog } from '#testing';
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from '#workers';
import { writeTinyWhisper, writeTone } from '../transcription/testing/index.ts';

const folder = makeTemporaryFolder();
const modelFile = join(folder.path, 'ggml-tiny-random.bin');
const file = join(folder.path, 'sound.pcm');
beforeAll(async () => {
  await writeTinyWhisper(modelFile);
  writeTone(file, 20);
});
afterAll(() => folder.remove());

const entry = new URL('../transcription/testing/whisperWorker.ts', import.meta.url);
// Every kind but the inference worker may read and nothing else; Whisper lives with that.
const entries = { extraction: entry, ocr: entry, inference: entry, storage: entry } as NodeWorkerEntries;
type Contract = typeof transcriptionContract;
let pool: WorkerPool<Contract>;
afterEach(() => pool.close());

function open(overrides: Partial<WorkerPoolOptions<Contract>> = {}): WorkerPool<Contract> {
  pool = createWorkerPool({
    host: createNodeWorkerHost(entries),
    kind: 'ocr',
    contract: transcriptionContract,
    size: 1,
    callsPerWorker: 1,
    init: {},
    idleMs: 60_000,
    maxCalls: 1000,
    log: silentLog,
    clock: { now: Date.now },
    ...overrides,
  });
  return pool;
}

const call = {
  modelFile,
  device: 'auto',
  pcm: { file, startSample: 0, endSample: 64_000, gainDb: 0 },
  language: 'en',
  prompt: null,
  threads: 1,
};

it('hears in a process that may read alone, keeps the model, changes it, and lets it go', async () => {
  const workers = open();
  expect(await workers.call('transcription.ping', {})).toMatchObject({ loaded: null });
  const { devices } = await workers.call('transcription.devices', {});
  expect(devices.length).toBeGreaterThan(0);
  const fractions: number[] = [];
  const heard = await workers.call('transcription.transcribe', call, {
    onEvent: (event) => {
      if (event.type === 'progress') fractions.push(event.fraction);
    },
  });
  expect(heard).toMatchObject({ language: 'en', device: devices[0]?.id, adapter: devices[0]?.adapter });
  expect(heard.segments.length).toBeGreaterThan(0);
  const ping = await workers.call('transcription.ping', {});
  expect(ping.loaded).toBe(modelFile);
  expect(ping.rssBytes).toBeGreaterThan(1e7);
  const other = join(folder.path, 'ggml-other.bin');
  writeFileSync(other, readFileSync(modelFile));
  await workers.call('transcription.transcribe', { ...call, modelFile: other });
  expect(await workers.call('transcription.ping', {})).toMatchObject({ loaded: other });
  await workers.call('transcription.unload', {});
  expect(await workers.call('transcription.ping', {})).toMatchObject({ loaded: null });
  expect(workers.pids()).toHaveLength(1);
});

it('is stopped while it computes, and begins anew', async () => {
  const workers = open();
  const heavy = join(folder.path, 'ggml-heavy.bin');
  // Wide and deep enough for seconds.
  await writeTinyWhisper(heavy, { state: 64, layers: 8 });
  const { devices } = await workers.call('transcription.devices', {});
  const device = devices.find(({ kind }) => kind === 'cpu')?.id ?? 'auto';
  const [pid] = workers.pids();
  const controller = new AbortController();
  const pcm = { ...call.pcm, endSample: 320_000 };
  const hearing = workers.call(
    'transcription.transcribe',
    { ...call, modelFile: heavy, device, pcm },
    { signal: controller.signal },
  );
  setTimeout(() => controller.abort(), 500);
  await expect(hearing).rejects.toMatchObject({ code: 'cancelled' });
  await expect.poll(() => isAlive(pid)).toBe(false);
  expect((await workers.call('transcription.transcribe', { ...call, device })).language).toBe('en');
  expect(workers.pids()).not.toContain(pid);
});

it('gives all memory back when it is idle', async () => {
  const workers = open({ idleMs: 200 });
  await workers.call('transcription.transcribe', call);
  const [pid] = workers.pids();
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
});

it('says by code what is wrong with a model', async () => {
  const workers = open();
  const damaged = join(folder.path, 'damaged.bin');
  writeFileSync(damaged, readFileSync(modelFile).subarray(0, 1_000_000));
  await expect(
    workers.call('transcription.transcribe', { ...call, modelFile: damaged }),
  ).rejects.toMatchObject({ code: 'model_invalid', details: { path: damaged } });
});

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
