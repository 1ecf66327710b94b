import type { JobProgress, JobStage } from '@adiuva/contracts/rpc';
import { AppError, hasCode } from '#base';
import type { Clock, Log, PowerState } from '#ports';
import type { JobRecord, NewJob, StorageReader, StorageWriter } from '#storage';
import { type Attempt, abortAttempt, beginAttempt, runAttempt } from './attempt.ts';
import type { JobHandler, RunningJob } from './jobHandler.ts';
import { keepLeases, leaseMs, sweepMs } from './keepLeases.ts';
import { retryEnded } from './retryEnded.ts';

const keptJobs = 10_000;
const pruneEveryMs = 60 * 60 * 1000;
/** Jobs of a kind that may wait aside; each holds what it has read. */
const maxAside = 64;
/** And after so many that ended, so that a flood of files is not a flood of rows. */
const pruneAfterJobs = 1_000;
/** Kept over restarts: nothing begins while it is true. */
const pausedSetting = 'jobs.isPaused';

/** What the listeners of a job hear. */
export type JobNews =
  | { type: 'progress'; jobId: number; kind: string; subject: string; progress: JobProgress }
  | { type: 'ended'; jobId: number; kind: string; subject: string; job: JobRecord }
  /** The disk is full: nothing of this kind goes on until there is room, so nobody should wait for it. */
  | { type: 'stalled'; kind: string; error: AppError };

export interface JobRunner {
  /** Puts work in the queue and starts what there is room for. @returns the ids, in order */
  enqueue(jobs: readonly NewJob[]): Promise<number[]>;
  /** Reaches into the worker when the job runs. @throws AppError `not_found`, `conflict` */
  cancel(jobId: number): Promise<void>;
  /** The same for many, some of which may have ended. */
  cancelAll(jobIds: readonly number[]): Promise<void>;
  /**
   * Who enqueued these no longer wants them: cancels those that nobody else has enqueued since. Does nothing when
   * the runner is closed: what waits then is for the next start.
   */
  abandon(jobIds: readonly number[]): Promise<void>;
  /** @throws AppError `not_found`, `conflict` when it has not ended or another for the same thing is under way */
  retry(jobId: number): Promise<void>;
  /**
   * The same for all that ended so, in batches between which others write.
   *
   * @returns how many wait again; of those whose work is under way by another job, none
   */
  retryAll(state: 'failed' | 'dead' | 'cancelled', signal?: AbortSignal): Promise<number>;
  /**
   * Resolves when the job has ended, whatever way.
   *
   * @throws AppError `not_found`; `unavailable` when the runner closes first
   */
  ended(jobId: number): Promise<JobRecord>;
  /**
   * Puts what runs back at its last durable step, where it stood in the queue and with its tries, and begins nothing until
   * it is resumed; kept over restarts. Resolves when nothing runs.
   */
  pause(): Promise<void>;
  resume(): Promise<void>;
  isPaused(): boolean;
  /**
   * Suspended: what runs is put back, as in a pause, and goes on when the machine wakes; time limits would count the
   * sleep. On battery one job of a kind is under way at a time.
   */
  setPower(state: PowerState): void;
  listen(listener: (news: JobNews) => void): () => void;
  /** Called after anything about the queue has changed; must return at once. */
  onChange(listener: () => void): () => void;
  /** What runs now, the first to have begun first. */
  running(): { job: JobRecord; progress: JobProgress | null }[];
  /** How far a job has come that runs; null of others. */
  progressOf(jobId: number): { progress: JobProgress | null; stages: readonly JobStage[] } | null;
  /** Interrupts what runs, so that the next start goes on with it, and stops. */
  close(): Promise<void>;
}

export interface JobRunnerOptions {
  read: Pick<StorageReader, 'readJob' | 'nextJobDue' | 'readSetting'>;
  write: StorageWriter;
  handlers: readonly JobHandler[];
  clock: Clock;
  log: Log;
  random?: () => number;
  /** Leave what waits from before alone until something is enqueued: a one-off command should not do old work. */
  isOnDemand?: boolean;
}

/** A queue that cannot be read or written (a full disk) is asked again after this long. */
const claimRetryMs = 5_000;

/**
 * Runs the durable queue: claims under leases, beats, retries, gives up. It knows no feature; every job is its
 * handler's. At start it takes over what a dead engine left running.
 */
export async function createJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { read, write, clock, log, random = Math.random } = options;
  const active = new Map<number, Attempt>();
  const listeners = new Set<(news: JobNews) => void>();
  const changeListeners = new Set<() => void>();
  const timers = new Map<string, NodeJS.Timeout>();
  const claiming = new Map<string, Promise<void>>();
  /** How many have asked for a job and not abandoned it, of those asked for while this runner is open. */
  const wanted = new Map<number, number>();
  const closing = new AbortController();
  let ended = 0;
  let isClosed = false;
  let isAsleep = options.isOnDemand ?? false;
  let isPaused = read.readSetting(pausedSetting) === true;
  let power: PowerState = 'mains';
  const isHeld = () => isPaused || power === 'suspended';
  const roomFor = (handler: JobHandler) => (power === 'battery' ? 1 : handler.concurrency);

  try {
    await write.requeueAbandoned({ leaseEndedBefore: null, now: clock.now() });
  } catch (error) {
    // A full disk must not keep anybody from reading; the sweep takes up what ran, once there is room.
    if (!hasCode(error, 'storage_full')) throw error;
    log.warn('jobs.not_requeued', { message: String(error) });
  }
  prune();
  const pruning = setInterval(prune, pruneEveryMs);
  const stopKeeping = keepLeases({ write, clock, log, active, onSwept: pumpAll });
  pumpAll();

  function tell(news: JobNews): void {
    for (const listener of [...listeners]) listener(news);
  }

  function changed(): void {
    for (const listener of changeListeners) listener();
  }

  function tellIfEnded(jobId: number): void {
    const job = isClosed ? null : read.readJob(jobId);
    if (!job || job.state === 'queued' || job.state === 'running') return;
    wanted.delete(jobId);
    tell({ type: 'ended', jobId, kind: job.kind, subject: job.subject, job });
  }

  function tellIfFull(kind: string, error: unknown): void {
    if (error instanceof AppError && error.code === 'storage_full') tell({ type: 'stalled', kind, error });
  }

  function pumpAll(): void {
    for (const handler of options.handlers) pump(handler);
  }

  function pump(handler: JobHandler): void {
    if (isClosed || isAsleep || isHeld() || claiming.has(handler.kind)) return;
    const claims = claimWhileRoom(handler)
      .then(() => {
        claiming.delete(handler.kind);
        wakeWhenDue(handler);
      })
      .catch((error: unknown) => {
        claiming.delete(handler.kind);
        log.error('jobs.claim_failed', { kind: handler.kind, message: String(error) });
        tellIfFull(handler.kind, error);
        wakeIn(handler, claimRetryMs);
      });
    claiming.set(handler.kind, claims);
  }

  async function claimWhileRoom(handler: JobHandler): Promise<void> {
    while (!isClosed && !isHeld() && countActive(handler.kind) < roomFor(handler)) {
      const now = clock.now();
      const limit = roomFor(handler) - countActive(handler.kind);
      const jobs = await write.claimJobs({ kind: handler.kind, now, leaseUntil: now + leaseMs, limit });
      for (const job of jobs) start(handler, job);
      if (jobs.length < limit) return;
    }
  }

  function wakeIn(handler: JobHandler, waitMs: number): void {
    clearTimeout(timers.get(handler.kind));
    if (isClosed) return;
    timers.set(
      handler.kind,
      setTimeout(() => pump(handler), waitMs),
    );
  }

  function wakeWhenDue(handler: JobHandler): void {
    clearTimeout(timers.get(handler.kind));
    if (isClosed || isAsleep || isHeld() || countActive(handler.kind) >= roomFor(handler)) return;
    const due = read.nextJobDue(handler.kind);
    if (due === null) return;
    wakeIn(handler, Math.max(0, Math.min(due - clock.now(), sweepMs)));
  }

  /** Jobs of a kind under way: those that keep their place, or those that wait aside. */
  function countActive(kind: string, aside = false): number {
    let count = 0;
    for (const { job, isAside } of active.values()) if (job.kind === kind && isAside === aside) count++;
    return count;
  }

  function start(handler: JobHandler, job: JobRecord): void {
    const entry = beginAttempt(job);
    const { lease } = entry;
    active.set(job.id, entry);
    if (isClosed) abortAttempt(entry, 'close');
    else if (isHeld()) abortAttempt(entry, 'pause');
    changed();
    const running: RunningJob<unknown> = {
      id: job.id,
      payload: job.payload,
      attempts: job.attempts,
      lastError: job.errorCode,
      lease,
      signal: entry.controller.signal,
      progress(progress) {
        entry.progress = progress;
        entry.stages.enter(progress.stage, clock.now());
        changed();
        tell({ type: 'progress', jobId: job.id, kind: job.kind, subject: job.subject, progress });
      },
      loadStep: (step) => write.loadStep({ jobId: job.id, step }),
      saveStep: (step, output) => write.saveStep({ lease, step, output }),
      async aside(work) {
        if (countActive(job.kind, true) >= maxAside) return work();
        entry.isAside = true;
        pump(handler);
        try {
          return await work();
        } finally {
          entry.isAside = false;
        }
      },
      stages: () => entry.stages.stop(clock.now()),
      markFinished() {
        entry.isFinished = true;
      },
    };
    entry.finished = runAttempt(handler, entry, running, { clock, log, random })
      .then(async (outcome) => {
        if (!outcome || entry.isFinished) return;
        const now = clock.now();
        await write.finishJob({ lease, outcome, stages: entry.stages.stop(now), now });
      })
      .catch((error: unknown) => {
        // The row is another's now, or the disk refuses: the next sweep or start takes the job up again.
        if (!hasCode(error, 'lease_lost'))
          log.error('jobs.finish_failed', { kind: job.kind, message: String(error) });
        tellIfFull(job.kind, error);
      })
      .finally(() => {
        // A try that lost its lease may end after the next one has begun.
        if (active.get(job.id) === entry) active.delete(job.id);
        changed();
        pump(handler);
        tellIfEnded(job.id);
        if (++ended % pruneAfterJobs === 0) prune();
      })
      .catch((error: unknown) => log.error('jobs.tell_failed', { kind: job.kind, message: String(error) }));
  }

  function prune(): void {
    write
      .pruneJobs({ keep: keptJobs })
      .catch((error: unknown) => log.warn('jobs.prune_failed', { message: String(error) }));
  }

  /** Something was asked for: what waits is begun, what waits from before too. */
  function wake(): void {
    isAsleep = false;
    changed();
    pumpAll();
  }

  async function cancelAll(jobIds: readonly number[]): Promise<void> {
    await Promise.all(jobIds.map(cancelOne));
  }

  /** @returns false when the job had already ended */
  async function cancelOne(jobId: number): Promise<boolean> {
    const entry = active.get(jobId);
    if (entry) {
      abortAttempt(entry, 'cancel');
      await entry.finished;
      // A pause may have put it back before the cancel was heard.
      if (await write.cancelJob({ jobId, now: clock.now() })) tellIfEnded(jobId);
      return true;
    }
    const isCancelled = await write.cancelJob({ jobId, now: clock.now() });
    // Claimed while we asked: its lease is gone, and it need not find out by its next heartbeat.
    const claimed = active.get(jobId);
    if (claimed) abortAttempt(claimed, 'cancel');
    if (isCancelled) tellIfEnded(jobId);
    changed();
    return isCancelled;
  }

  return {
    async enqueue(jobs) {
      const ids = await write.enqueueJobs({ jobs, now: clock.now() });
      for (const id of ids) wanted.set(id, (wanted.get(id) ?? 0) + 1);
      wake();
      return ids;
    },
    async cancel(jobId) {
      const job = read.readJob(jobId);
      if (!job && !active.has(jobId)) throw new AppError('not_found', `There is no job ${jobId}.`);
      if (!(await cancelOne(jobId))) {
        const state = read.readJob(jobId)?.state ?? 'gone';
        throw new AppError('conflict', `Job ${jobId} has already ended (${state}).`);
      }
    },
    cancelAll,
    async abandon(jobIds) {
      if (isClosed) return;
      const unwanted = jobIds.filter((jobId) => {
        const left = (wanted.get(jobId) ?? 1) - 1;
        if (left > 0) wanted.set(jobId, left);
        else wanted.delete(jobId);
        return left <= 0;
      });
      await cancelAll(unwanted);
    },
    async retry(jobId) {
      await write.retryJob({ jobId, now: clock.now() });
      wake();
    },
    retryAll: (state, signal) =>
      retryEnded({
        write,
        clock,
        state,
        signal,
        onBatch() {
          wake();
          return !isClosed;
        },
      }),
    async pause() {
      await write.writeSetting({ key: pausedSetting, value: true });
      isPaused = true;
      changed();
      for (const entry of active.values()) abortAttempt(entry, 'pause');
      await Promise.all(claiming.values());
      await Promise.all([...active.values()].map((entry) => entry.finished));
    },
    async resume() {
      await write.writeSetting({ key: pausedSetting, value: null });
      isPaused = false;
      changed();
      pumpAll();
    },
    isPaused: () => isPaused,
    setPower(state) {
      power = state;
      if (isHeld()) for (const entry of active.values()) abortAttempt(entry, 'pause');
      else pumpAll();
    },
    ended(jobId) {
      return new Promise((resolve, reject) => {
        const done = (settle: () => void) => {
          listeners.delete(listener);
          closing.signal.removeEventListener('abort', onClose);
          settle();
        };
        const listener = (news: JobNews) => {
          if (news.type === 'ended' && news.jobId === jobId) done(() => resolve(news.job));
        };
        const onClose = () =>
          done(() =>
            reject(new AppError('unavailable', 'Adiuva is closing; the job goes on when it opens.')),
          );
        if (isClosed) return onClose();
        const job = read.readJob(jobId);
        if (!job) return reject(new AppError('not_found', `There is no job ${jobId}.`));
        if (job.state !== 'queued' && job.state !== 'running') return resolve(job);
        listeners.add(listener);
        closing.signal.addEventListener('abort', onClose, { once: true });
      });
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => void changeListeners.delete(listener);
    },
    running: () => [...active.values()].map(({ job, progress }) => ({ job, progress })),
    progressOf(jobId) {
      const entry = active.get(jobId);
      return entry ? { progress: entry.progress, stages: entry.stages.stages() } : null;
    },
    async close() {
      isClosed = true;
      stopKeeping();
      clearInterval(pruning);
      for (const timer of timers.values()) clearTimeout(timer);
      closing.abort();
      for (const entry of active.values()) abortAttempt(entry, 'close');
      // A claim that is on its way may still start a job.
      await Promise.all(claiming.values());
      await Promise.all([...active.values()].map((entry) => entry.finished));
    },
  };
}
