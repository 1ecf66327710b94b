import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '#base';
import { openStorage, type Storage } from '#storage';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { backoffMs } from './backoff.ts';
import type { JobHandler, RunningJob } from './jobHandler.ts';
import { createJobRunner, type JobRunner } from './jobRunner.ts';

const folder = makeTemporaryFolder();
let storage: Storage;
let runner: JobRunner | undefined;
let now = 1_000_000;
const clock = { now: () => now };

beforeEach(async () => {
  storage = await openStorage(join(folder.path, String(Math.random())), sourceWorkers);
});
afterEach(async () => {
  await runner?.close();
  runner = undefined;
  await storage.close();
  folder.remove();
});

type Run = (job: RunningJob<unknown>) => Promise<unknown>;

function handler(run: Run, overrides: Partial<JobHandler> = {}): JobHandler {
  return { kind: 'work', concurrency: 2, run, judge: () => 'retry', ...overrides };
}

async function start(...handlers: JobHandler[]): Promise<JobRunner> {
  runner = await createJobRunner({
    read: storage.read,
    write: storage.write,
    handlers,
    clock,
    log: silentLog,
    random: () => 0,
  });
  return runner;
}

const job = (key: string, priority = 0) => ({ kind: 'work', key, subject: key, payload: { key }, priority });

it('runs jobs by priority, never more at once than allowed, and joins a second request for the same thing', async () => {
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const gate = Promise.withResolvers<void>();
  const jobs = await start(
    handler(async ({ payload }) => {
      most = Math.max(most, ++running);
      order.push((payload as { key: string }).key);
      if (running === 2) gate.resolve();
      await gate.promise;
      running--;
    }),
  );
  const ids = await jobs.enqueue([job('a'), job('b'), job('c'), job('late', 5), job('a')]);
  expect(ids[4]).toBe(ids[0]);
  await Promise.all(ids.map((id) => jobs.ended(id)));
  expect(most).toBe(2);
  expect(order).toHaveLength(4);
  expect(order.indexOf('late')).toBeLessThan(order.indexOf('c'));
  expect(storage.read.countJobs()).toMatchObject({ done: 4, queued: 0, running: 0 });
});

it('tries again with growing waits, then gives up to the dead letters, and can be asked once more', async () => {
  let tries = 0;
  const givenUp: string[] = [];
  const jobs = await start(
    handler(
      async () => {
        tries++;
        now += 120_000;
        if (tries <= 4) throw new AppError('unavailable', `try ${tries}`);
        return 'at last';
      },
      { onGivenUp: async (_job, error) => void givenUp.push(error.message) },
    ),
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  const ended = await pumpUntilEnded(jobs, id);
  expect(ended).toMatchObject({
    state: 'dead',
    attempts: 4,
    errorCode: 'unavailable',
    errorMessage: 'try 4',
  });
  expect([tries, givenUp]).toEqual([4, ['try 4']]);
  await jobs.retry(id);
  expect(await jobs.ended(id)).toMatchObject({ state: 'done', result: 'at last', attempts: 0 });
});

it('spreads the waits: doubled each time, jittered above half, capped', () => {
  expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0))).toEqual([500, 1000, 2000]);
  expect([1, 2, 3].map((attempt) => backoffMs(attempt, 0.999))).toEqual([1000, 1999, 3998]);
  expect(backoffMs(40, 0.5)).toBeLessThanOrEqual(60_000);
});

it('does not retry what the handler calls hopeless, and keeps the reason', async () => {
  let tries = 0;
  const jobs = await start(
    handler(
      async () => {
        tries++;
        throw new AppError('file_malformed', 'not a PDF');
      },
      { judge: () => 'fail' },
    ),
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  expect(await jobs.ended(id)).toMatchObject({ state: 'failed', errorCode: 'file_malformed' });
  expect(tries).toBe(1);
});

it('cancels what waits and what runs, reaching into the handler', async () => {
  const started = Promise.withResolvers<void>();
  const jobs = await start(
    handler(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          started.resolve();
          signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.')));
        }),
      { concurrency: 1 },
    ),
  );
  const [first = 0, second = 0] = await jobs.enqueue([job('a'), job('b')]);
  await started.promise;
  await jobs.cancel(second);
  await jobs.cancel(first);
  expect((await jobs.ended(first)).state).toBe('cancelled');
  expect((await jobs.ended(second)).state).toBe('cancelled');
  await expect(jobs.cancel(first)).rejects.toMatchObject({ code: 'conflict' });
  await expect(jobs.cancel(12345)).rejects.toMatchObject({ code: 'not_found' });
});

it('goes on after a restart with what was running, from its last saved step', async () => {
  const steps: string[] = [];
  const stuck = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const run: Run = async (running) => {
    if ((await running.loadStep('first')) === null) {
      steps.push('first');
      await running.saveStep('first', { text: 'made ✓' });
    }
    steps.push('second');
    reached.resolve();
    if (steps.length < 3) {
      await Promise.race([
        stuck.promise,
        new Promise((_r, reject) => running.signal.addEventListener('abort', reject)),
      ]);
    }
    return running.loadStep('first');
  };
  const before = await start(handler(run));
  const [id = 0] = await before.enqueue([job('a')]);
  await reached.promise;
  await before.close();
  expect(storage.read.readJob(id)).toMatchObject({ state: 'queued', interruptions: 1, attempts: 0 });
  const after = await start(handler(run));
  expect(await after.ended(id)).toMatchObject({ state: 'done', result: { text: 'made ✓' } });
  expect(steps).toEqual(['first', 'second', 'second']);
});

it('lets a job go whose lease another worker took over, and does not write its result', async () => {
  const seen = Promise.withResolvers<AbortSignal>();
  const finish = Promise.withResolvers<string>();
  let tries = 0;
  const jobs = await start(
    handler(async ({ signal }) => {
      tries++;
      if (tries > 1) return 'second';
      seen.resolve(signal);
      return finish.promise;
    }),
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  const signal = await seen.promise;
  // Another worker, elsewhere, finds the lease expired and takes the job.
  await storage.write.requeueAbandoned({ leaseEndedBefore: now + 10_000_000, now });
  const [taken] = await storage.write.claimJobs({ kind: 'work', now, leaseUntil: now + 1000, limit: 1 });
  await new Promise((resolve) =>
    signal.aborted ? resolve(null) : signal.addEventListener('abort', resolve),
  );
  finish.resolve('too late');
  const lease = { jobId: id, token: taken?.leaseToken ?? 0 };
  await storage.write.finishJob({ lease, outcome: { type: 'done', result: 'theirs' }, stages: [], now });
  expect(await jobs.ended(id)).toMatchObject({ state: 'done', result: 'theirs' });
});

it('tells everybody who waits for a job that was cancelled before it ran', async () => {
  const jobs = await start(handler(({ signal }) => aborted(signal), { concurrency: 1 }));
  const [, waiting = 0] = await jobs.enqueue([job('a'), job('b')]);
  const ended = jobs.ended(waiting);
  await jobs.cancelAll([waiting]);
  expect((await ended).state).toBe('cancelled');
  await expect(jobs.ended(999)).rejects.toMatchObject({ code: 'not_found' });
});

it('keeps a job that one of those who asked for it has abandoned', async () => {
  const gate = Promise.withResolvers<string>();
  const jobs = await start(handler(() => gate.promise, { concurrency: 1 }));
  const [running = 0, waiting = 0] = await jobs.enqueue([job('a'), job('b')]);
  await jobs.enqueue([job('a'), job('b')]);
  await jobs.abandon([running, waiting]);
  gate.resolve('made');
  expect([(await jobs.ended(running)).state, (await jobs.ended(waiting)).state]).toEqual(['done', 'done']);
  const [nobodys = 0] = await jobs.enqueue([job('c')]);
  await jobs.abandon([nobodys]);
  expect((await jobs.ended(nobodys)).state).toMatch(/cancelled|done/);
});

it('leaves nothing running when it closes while a job is being claimed, and lets nobody wait for ever', async () => {
  let started = 0;
  let stopped = 0;
  const jobs = await start(
    handler(({ signal }) => {
      started++;
      return aborted(signal).finally(() => stopped++);
    }),
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  const ended = jobs.ended(id);
  const closed = jobs.close();
  await expect(ended).rejects.toMatchObject({ code: 'unavailable' });
  await closed;
  expect(stopped).toBe(started);
  expect(storage.read.readJob(id)).toMatchObject({ state: 'queued' });
  await expect(jobs.ended(id)).rejects.toMatchObject({ code: 'unavailable' });
});

it('does not lose sight of a new try when an old one that lost its lease ends late', async () => {
  const old = Promise.withResolvers<null>();
  const second = Promise.withResolvers<AbortSignal>();
  let tries = 0;
  const jobs = await start(
    handler(({ signal }) => {
      tries++;
      if (tries === 1) return old.promise;
      second.resolve(signal);
      return aborted(signal);
    }),
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  await expect.poll(() => tries).toBe(1);
  await storage.write.requeueAbandoned({ leaseEndedBefore: now + 10_000_000, now });
  await jobs.enqueue([job('a')]);
  await second.promise;
  old.resolve(null);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await jobs.cancel(id);
  expect((await jobs.ended(id)).state).toBe('cancelled');
});

it('puts off what only a person can help, without counting it as a try', async () => {
  let tries = 0;
  let isFull = true;
  const jobs = await start(
    handler(
      async () => {
        tries++;
        if (isFull) throw new AppError('storage_full', 'The disk is full.');
        return 'done';
      },
      { judge: () => 'postponed' },
    ),
  );
  const [id = 0] = await jobs.enqueue([job('a')]);
  await expect.poll(() => storage.read.readJob(id)?.errorCode).toBe('storage_full');
  expect(storage.read.readJob(id)).toMatchObject({ state: 'queued', attempts: 0 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(tries).toBe(1);
  isFull = false;
  // Asked for anew, the queue looks again; a minute has passed.
  now += 61_000;
  await jobs.enqueue([job('b')]);
  expect((await jobs.ended(id)).state).toBe('done');
});

it('asks a queue that cannot be written again, but not without end', async () => {
  let claims = 0;
  const write = new Proxy(storage.write, {
    get(target, name: keyof typeof storage.write) {
      if (name !== 'claimJobs') return target[name];
      return () => {
        claims++;
        return Promise.reject(new AppError('storage_full', 'The disk is full.'));
      };
    },
  });
  const handlers = [handler(async () => null)];
  runner = await createJobRunner({ read: storage.read, write, handlers, clock, log: silentLog });
  await runner.enqueue([job('a')]);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(claims).toBeLessThan(5);
});

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new AppError('cancelled', 'Stopped.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
  });
}

/** Lets the test's clock run while the runner waits for its retries. */
async function pumpUntilEnded(jobs: JobRunner, id: number) {
  const ticking = setInterval(() => {
    now += 60_000;
  }, 5);
  try {
    return await jobs.ended(id);
  } finally {
    clearInterval(ticking);
  }
}
