import { join } from 'node:path';
import type { JobState } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '#base';
import { openStorage, type Storage } from '#storage';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import type { JobHandler, RunningJob } from './jobHandler.ts';
import { createJobRunner, type JobRunner } from './jobRunner.ts';
import { createQueueWatch, type QueueNews } from './queueWatch.ts';
import { createRateMeter } from './rateMeter.ts';

const folder = makeTemporaryFolder();
let home = '';
let storage: Storage;
let runner: JobRunner | undefined;
let now = 1_000_000;
const clock = { now: () => now };

beforeEach(async () => {
  home = join(folder.path, String(Math.random()));
  storage = await openStorage(home, sourceWorkers);
});
afterEach(async () => {
  await runner?.close();
  runner = undefined;
  await storage.close();
  folder.remove();
});

type Run = (job: RunningJob<unknown>) => Promise<unknown>;

async function start(run: Run, overrides: Partial<JobHandler> = {}): Promise<JobRunner> {
  const handlers = [{ kind: 'work', concurrency: 2, run, judge: () => 'retry' as const, ...overrides }];
  runner = await createJobRunner({
    ...{ read: storage.read, write: storage.write, handlers, clock, log: silentLog, random: () => 0 },
  });
  return runner;
}

const job = (key: string, priority = 0) => ({ kind: 'work', key, subject: key, payload: { key }, priority });

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new AppError('cancelled', 'Stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
}

async function rest(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

it('keeps the stages of every try with their times, one entry for what is entered again', async () => {
  const jobs = await start(
    async ({ progress, attempts }) => {
      for (const stage of ['extract', 'chunk', 'embed', 'chunk', 'embed', 'index']) {
        progress({ stage });
        now += 10;
      }
      if (attempts === 0) throw new AppError('file_changed', 'It changed.');
      return null;
    },
    { judge: () => 'retry' },
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  const ticking = setInterval(() => {
    now += 1000;
  }, 5);
  const { stages, startedAt } = await jobs.ended(id);
  clearInterval(ticking);
  expect(stages.map(({ attempt, stage }) => `${attempt} ${stage}`)).toEqual(
    [1, 2].flatMap((attempt) => ['extract', 'chunk', 'embed', 'index'].map((stage) => `${attempt} ${stage}`)),
  );
  for (const { startedAt: from, endedAt } of stages) expect(endedAt).toBeGreaterThanOrEqual(from + 10);
  const [, chunk, embed] = stages;
  expect((embed?.endedAt ?? 0) - (chunk?.startedAt ?? 0)).toBe(40);
  expect(startedAt).toBeGreaterThan(stages[3]?.endedAt ?? Number.POSITIVE_INFINITY);
  expect(startedAt).toBeLessThanOrEqual(stages[4]?.startedAt ?? 0);
});

it('knows after a kill how far a try had come: the stage in hand has no end', async () => {
  const jobs = await start(async ({ progress, signal }) => {
    progress({ stage: 'extract' });
    progress({ stage: 'embed', fraction: 0.5 });
    return aborted(signal);
  });
  const [id = 0] = await jobs.enqueue([job('a')]);
  await expect.poll(() => storage.read.readJob(id)?.stages.length, { timeout: 5000 }).toBe(2);
  await storage.write.requeueAbandoned({ leaseEndedBefore: null, now });
  const { stages, interruptions } = storage.read.readJob(id) ?? {};
  expect(stages).toMatchObject([
    { attempt: 1, stage: 'extract', endedAt: now },
    { attempt: 1, stage: 'embed', endedAt: null },
  ]);
  expect(interruptions).toBe(1);
});

it('pauses: what runs goes back to its place without losing a try, and stays there over a restart', async () => {
  const begun: string[] = [];
  let isStuck = true;
  const run: Run = async ({ payload, signal, loadStep, saveStep }) => {
    const { key } = payload as { key: string };
    begun.push(key);
    if ((await loadStep('first')) === null) await saveStep('first', key);
    return isStuck ? aborted(signal) : loadStep('first');
  };
  const jobs = await start(run);
  const ids = await jobs.enqueue([job('a'), job('b'), job('c')]);
  await expect.poll(() => begun.length).toBe(2);
  await expect.poll(async () => storage.write.loadStep({ jobId: ids[1] ?? 0, step: 'first' })).toBe('b');
  await jobs.pause();
  expect(storage.read.countJobs()).toMatchObject({ queued: 3, running: 0 });
  for (const id of ids) expect(storage.read.readJob(id)).toMatchObject({ attempts: 0, interruptions: 0 });
  await jobs.enqueue([job('d')]);
  await jobs.close();

  isStuck = false;
  const after = await start(run);
  const [later = 0] = await after.enqueue([job('e')]);
  await rest(50);
  expect([begun.length, after.isPaused()]).toEqual([2, true]);
  await after.resume();
  expect(await after.ended(ids[0] ?? 0)).toMatchObject({ state: 'done', result: 'a' });
  await after.ended(later);
  expect(begun.slice(2)).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('cancels what a pause is just putting back, and pauses what a claim is just bringing', async () => {
  const gate = Promise.withResolvers<null>();
  const jobs = await start(({ signal }) =>
    aborted(signal).catch(async (error: unknown) => {
      await gate.promise;
      throw error;
    }),
  );
  const [first = 0, second = 0] = await jobs.enqueue([job('a'), job('b')]);
  await expect.poll(() => jobs.running().length).toBe(2);
  const pausing = jobs.pause();
  await expect.poll(() => jobs.isPaused()).toBe(true);
  const cancelled = jobs.cancel(first);
  gate.resolve(null);
  await Promise.all([pausing, cancelled]);
  expect([first, second].map((id) => storage.read.readJob(id)?.state)).toEqual(['cancelled', 'queued']);
  await jobs.cancel(second);
  expect(storage.read.readJob(second)?.state).toBe('cancelled');
  await jobs.resume();
  const enqueued = jobs.enqueue([job('c')]);
  await jobs.pause();
  await enqueued;
  await rest(50);
  expect(storage.read.countJobs()).toMatchObject({ queued: 1, running: 0 });
});

it('tries all that failed once more, in batches, except what is under way by another job', async () => {
  const jobs = await start(async () => null, { concurrency: 0 });
  const ids = await jobs.enqueue(Array.from({ length: 1203 }, (_, at) => job(`file ${at}`)));
  const db = openDatabase(join(home, 'library.db'));
  db.exec(`UPDATE jobs SET state = 'dead', attempts = 4, error_code = 'unavailable', error_message = 'x'`);
  db.close();
  await jobs.enqueue([job('file 7'), job('file 1200')]);
  expect(await jobs.retryAll('failed')).toBe(0);
  expect(await jobs.retryAll('dead')).toBe(1201);
  expect(storage.read.countJobs()).toMatchObject({ queued: 1203, dead: 2 });
  expect(storage.read.readJob(ids[0] ?? 0)).toMatchObject({ state: 'queued', attempts: 0, errorCode: null });
  expect(storage.read.readJob(ids[7] ?? 0)).toMatchObject({ state: 'dead' });
});

it('lists a state page by page: what waits in its order over all kinds, what has ended from the last', async () => {
  const kinds = ['work', 'other'];
  await storage.write.enqueueJobs({
    jobs: Array.from({ length: 30 }, (_, at) => ({
      ...job(`${at}`, at % 3),
      kind: kinds[at % 2] ?? '',
    })),
    now,
  });
  const list = (state: JobState, offset: number) => storage.read.listJobs({ state, limit: 7, offset });
  const pages = [0, 7, 14, 21, 28].flatMap((offset) => list('queued', offset));
  const expected = Array.from({ length: 30 }, (_, at) => at).sort((a, b) => (b % 3) - (a % 3) || a - b);
  expect(pages.map(({ subject }) => Number(subject))).toEqual(expected);
  for (const { id } of pages) await storage.write.cancelJob({ jobId: id, now: ++now });
  const ended = [0, 7, 14, 21, 28].flatMap((offset) => list('cancelled', offset));
  expect(ended.map(({ id }) => id)).toEqual(pages.map(({ id }) => id).reverse());
});

it('tells how the queue stands at once, then at most three times a second, and nothing while nothing changes', async () => {
  const gate = Promise.withResolvers<null>();
  let isBusy = true;
  const jobs = await start(
    async ({ progress, signal }) => {
      for (let at = 0; at < 100; at++) {
        progress({ stage: 'embed', fraction: at / 100 });
        await rest(8);
      }
      isBusy = false;
      return Promise.race([gate.promise, aborted(signal)]);
    },
    { concurrency: 1 },
  );
  const watch = createQueueWatch({ runner: jobs, read: storage.read, clock: { now: Date.now } });
  const heard: QueueNews[] = [];
  const stop = watch.follow((news) => heard.push(news));
  const began = performance.now();
  expect(heard).toMatchObject([{ queue: { isPaused: false, ratePerSecond: null }, running: [] }]);
  const ids = await jobs.enqueue([job('a'), job('b')]);
  await expect.poll(() => isBusy, { timeout: 20_000 }).toBe(false);
  const latest = {
    queue: { counts: { queued: 1, running: 1 } },
    running: [{ job: { subject: 'a' }, progress: { stage: 'embed', fraction: 0.99 } }],
  };
  await expect.poll(() => heard.at(-1), { timeout: 5_000 }).toMatchObject(latest);
  expect(heard.length).toBeLessThanOrEqual(2 + (performance.now() - began) / 333);
  const quiet = heard.length;
  await rest(800);
  expect(heard.length).toBe(quiet);
  await jobs.cancel(ids[1] ?? 0);
  gate.resolve(null);
  const idle = { queue: { counts: { queued: 0, running: 0, done: 1 }, ratePerSecond: null }, running: [] };
  await expect.poll(() => heard.at(-1), { timeout: 5_000 }).toMatchObject(idle);
  stop();
  await jobs.pause();
  const end = heard.length;
  await rest(400);
  expect(heard.length).toBe(end);
  watch.close();
}, 60_000);

it('measures a rate over half a minute of work, not of rest', () => {
  const meter = createRateMeter();
  expect(meter.perSecond(0)).toBeNull();
  for (let second = 0; second < 60; second++)
    for (let each = 0; each < 5; each++) meter.add(second * 1000 + 500, second * 1000);
  expect(meter.perSecond(60_000)).toBeCloseTo(5, 0);
  expect(meter.perSecond(75_000)).toBeLessThan(3);
  expect(meter.perSecond(200_000)).toBeNull();
  // An hour later a job of ten seconds ends.
  meter.add(3_610_000, 3_600_000);
  expect(meter.perSecond(3_610_000)).toBeCloseTo(0.1, 3);
});

it('puts work back when the machine goes to sleep, and goes on with it when it wakes', async () => {
  const seen: string[] = [];
  let isAwake = false;
  const jobs = await start(async ({ payload, attempts, signal }) => {
    seen.push(`${(payload as { key: string }).key} try ${attempts}`);
    if (!isAwake) await aborted(signal);
  });
  const ids = await jobs.enqueue([job('a'), job('b'), job('c')]);
  await expect.poll(() => seen).toEqual(['a try 0', 'b try 0']);
  jobs.setPower('suspended');
  await expect.poll(() => jobs.running()).toEqual([]);
  await rest(50);
  expect(seen).toHaveLength(2);
  expect(jobs.isPaused()).toBe(false);
  isAwake = true;
  jobs.setPower('battery');
  const records = await Promise.all(ids.map(jobs.ended));
  expect(records.map(({ state, attempts }) => [state, attempts])).toEqual(ids.map(() => ['done', 0]));
  expect(seen.slice(2).sort()).toEqual(['a try 0', 'b try 0', 'c try 0']);
});

it('does one thing at a time on battery', async () => {
  let most = 0;
  let under = 0;
  const jobs = await start(async () => {
    most = Math.max(most, ++under);
    await rest(5);
    under--;
  });
  jobs.setPower('battery');
  const ids = await jobs.enqueue(['a', 'b', 'c', 'd'].map((key) => job(key)));
  await Promise.all(ids.map(jobs.ended));
  expect(most).toBe(1);
  jobs.setPower('mains');
  await Promise.all((await jobs.enqueue(['e', 'f', 'g', 'h'].map((key) => job(key)))).map(jobs.ended));
  expect(most).toBe(2);
});
