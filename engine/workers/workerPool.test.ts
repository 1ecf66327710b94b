import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { procedure } from '@adiuva/contracts';
import { afterAll, afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { createNodeWorkerHost, type NodeWorkerEntries } from '#ports';
import { makeTemporaryFolder, silentLog } from '#testing';
import { createWorkerPool, type WorkerPool, type WorkerPoolOptions } from './workerPool.ts';

const contract = {
  'test.pid': procedure({ input: z.object({}), output: z.number() }),
  'test.sleep': procedure({ input: z.object({ ms: z.number() }), output: z.number() }),
  'test.spin': procedure({ input: z.object({}), output: z.number() }),
  'test.abort': procedure({ input: z.object({}), output: z.number() }),
  'test.exit': procedure({ input: z.object({ code: z.number() }), output: z.number() }),
  'test.hoard': procedure({ input: z.object({}), output: z.number() }),
};
type TestContract = typeof contract;

// A worker that misbehaves on request; plain JavaScript, so that it starts fast.
const folder = makeTemporaryFolder();
const entry = join(folder.path, 'worker.mjs');
writeFileSync(
  entry,
  `process.on('disconnect', () => process.exit(0));
  const hoard = [];
  const methods = {
    'test.pid': () => process.pid,
    'test.sleep': ({ ms }) => new Promise((resolve) => setTimeout(() => resolve(ms), ms)),
    'test.spin': () => { for (;;); },
    'test.abort': () => process.abort(),
    'test.exit': ({ code }) => process.exit(code),
    'test.hoard': () => new Promise(() => setInterval(() => hoard.push(Buffer.alloc(20 << 20, 1)), 10)),
  };
  process.send({ t: 'ready' });
  process.on('message', async ({ t, id, method, input }) => {
    if (t === 'call') process.send({ t: 'result', id, value: await methods[method](input) });
  });`,
);
const url = pathToFileURL(entry);
const host = createNodeWorkerHost(entriesAt(url));

/** The same file for every kind. */
function entriesAt(file: URL): NodeWorkerEntries {
  const processes = { extraction: file, ocr: file, inference: file, storage: file };
  return { ...processes, media: file, speech: file, transcription: file };
}

let pool: WorkerPool<TestContract>;

function open(overrides: Partial<WorkerPoolOptions<TestContract>> = {}): WorkerPool<TestContract> {
  pool = createWorkerPool({
    host,
    kind: 'extraction',
    contract,
    size: 2,
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

afterEach(() => pool.close());
afterAll(() => folder.remove());

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it('starts no more processes than allowed and uses them again', async () => {
  const workers = open();
  const pids = await Promise.all(Array.from({ length: 12 }, () => workers.call('test.pid', {})));
  expect(new Set(pids).size).toBeLessThanOrEqual(2);
  expect(workers.pids()).toHaveLength(new Set(pids).size);
});

it('tells a crash from a kill from outside, and goes on with a new process', async () => {
  const workers = open({ size: 1 });
  await expect(workers.call('test.exit', { code: 7 })).rejects.toMatchObject({
    code: 'worker_crashed',
    details: { byItself: true, how: 'exit code 7' },
  });
  await expect(workers.call('test.abort', {})).rejects.toMatchObject({
    details: { byItself: true, how: 'SIGABRT' },
  });
  const pid = await workers.call('test.pid', {});
  const call = workers.call('test.sleep', { ms: 10_000 });
  process.kill(pid, 'SIGKILL');
  await expect(call).rejects.toMatchObject({
    code: 'worker_crashed',
    details: { byItself: false, how: 'SIGKILL' },
  });
  expect(await workers.call('test.pid', {})).not.toBe(pid);
});

it('ends a process that overruns its time or is cancelled, even one that never looks up', async () => {
  const workers = open({ size: 1 });
  const pid = await workers.call('test.pid', {});
  await expect(workers.call('test.spin', {}, { timeoutMs: 200 })).rejects.toMatchObject({ code: 'timeout' });
  expect(isAlive(pid)).toBe(false);
  const controller = new AbortController();
  const spinning = workers.call('test.spin', {}, { signal: controller.signal });
  setTimeout(() => controller.abort(), 200);
  await expect(spinning).rejects.toMatchObject({ code: 'cancelled' });
  expect(await workers.call('test.sleep', { ms: 1 })).toBe(1);
});

it.skipIf(process.platform !== 'linux')('ends a process that outgrows its memory', async () => {
  const workers = open({ maxRssMiB: 200 });
  await expect(workers.call('test.hoard', {})).rejects.toMatchObject({ code: 'extraction_memory' });
});

it('lets idle and well-used processes go', async () => {
  const workers = open({ size: 1, idleMs: 50, maxCalls: 3 });
  const pids: number[] = [];
  for (let index = 0; index < 6; index++) pids.push(await workers.call('test.pid', {}));
  expect(new Set(pids).size).toBe(2);
  await expect.poll(() => pids.filter(isAlive), { timeout: 5000 }).toEqual([]);
});

it('does not take files that crash their reader, one after the other, for a machine that cannot read', async () => {
  const workers = open({ size: 1 });
  for (let index = 0; index < 8; index++)
    await expect(workers.call('test.exit', { code: 1 })).rejects.toMatchObject({ code: 'worker_crashed' });
  expect(await workers.call('test.sleep', { ms: 1 })).toBe(1);
});

it('lets go at once of who is cancelled in the line, and serves the next', async () => {
  const workers = open({ size: 1 });
  const first = workers.call('test.sleep', { ms: 400 });
  const controller = new AbortController();
  const second = workers.call('test.pid', {}, { signal: controller.signal });
  const third = workers.call('test.sleep', { ms: 1 });
  let isServed = false;
  void first.then(() => {
    isServed = true;
  });
  controller.abort();
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  expect(isServed).toBe(false);
  expect([await first, await third]).toEqual([400, 1]);
});

it('says so when a worker never gets as far as answering', async () => {
  const workers = open({ size: 1 });
  await workers.close();
  let now = 0;
  const missing = pathToFileURL(join(folder.path, 'missing.mjs'));
  pool = open({
    host: createNodeWorkerHost(entriesAt(missing)),
    clock: { now: () => now },
  });
  const failures = await Promise.all(
    Array.from({ length: 8 }, () => pool.call('test.pid', {}).catch((error) => error.code)),
  );
  expect(failures).toContain('unavailable');
  now += 60_000;
  await expect(pool.call('test.pid', {})).rejects.toMatchObject({ code: 'worker_crashed' });
});
