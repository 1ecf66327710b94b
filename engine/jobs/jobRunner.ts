import type { JobProgress, JobStage } from '@adiuva/contracts/rpc';
import { AppError, hasCode, throwIfAborted, toWireError } from '#base';
import type { Clock, Log, PowerState } from '#ports';
import type {
  JobLease,
  JobOutcome,
  JobPlace,
  JobRecord,
  NewJob,
  StorageReader,
  StorageWriter,
} from '#storage';
import { backoffMs } from './backoff.ts';
import type { JobHandler, RunningJob } from './jobHandler.ts';
import { createStageClock, type StageClock } from './stageClock.ts';

/** Tries after the first before a job goes to the dead letters. */
const maxRetries = 3;
const leaseMs = 30_000;
const heartbeatMs = 1_000;
/** Leases of a machine that slept are looked for this often. */
const sweepMs = 10_000;
const keptJobs = 10_000;
const pruneEveryMs = 60 * 60 * 1000;
/** Jobs of a kind that may wait aside; each holds what it has read. */
const maxAside = 64;
/** And after so many that ended, so that a flood of files is not a flood of rows. */
const pruneAfterJobs = 1_000;

/** Jobs of one write when many are tried again. */
const retriedAtOnce = 500;
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
   * Resolves when the job has ended, whatever way.
   *
   * @throws AppError `not_found`; `unavailable` when the runner closes first
   */
  ended(jobId: number): Promise<JobRecord>;
  /**
   * The same for all that ended so, in batches between which others write.
   *
   * @returns how many wait again; of those whose work is under way by another job, none
   */
  retryAll(state: 'failed' | 'dead' | 'cancelled', signal?: AbortSignal): Promise<number>;
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
  progressOf(jobId: number): JobProgress | null;
  /** Of a job that runs; null of others. */
  stagesOf(jobId: number): readonly JobStage[] | null;
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

interface Active {
  job: JobRecord;
  controller: AbortController;
  progress: JobProgress | null;
  stages: StageClock;
  /** It waits for something that is not of its kind's making, and leaves its place to another. */
  isAside: boolean;
  /** Its last write has put it down as done already. */
  isFinished: boolean;
  /** Why it was aborted: a closing engine puts the job back, a cancel does not. */
  abortedFor: AbortReason | undefined;
  finished: Promise<void>;
}

type AbortReason = 'cancel' | 'close' | 'lease' | 'pause';

/** A queue that cannot be read or written (a full disk) is asked again after this long. */
const claimRetryMs = 5_000;

/**
 * Runs the durable queue: claims under leases, beats, retries, gives up. It knows no feature; every job is its
 * handler's. At start it takes over what a dead engine left running.
 */
export async function createJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { read, write, clock, log, random = Math.random } = options;
  const active = new Map<number, Active>();
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
  void prune();
  const pruning = setInterval(() => void prune(), pruneEveryMs);
  const heartbeat = setInterval(() => void beat(), heartbeatMs);
  const sweep = setInterval(() => void sweepLeases(), sweepMs);
  for (const handler of options.handlers) pump(handler);

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
    const controller = new AbortController();
    const lease = leaseOf(job);
    const entry: Active = {
      job,
      controller,
      progress: null,
      stages: createStageClock(job.stages, job.leaseToken),
      isAside: false,
      isFinished: false,
      abortedFor: undefined,
      finished: Promise.resolve(),
    };
    active.set(job.id, entry);
    if (isClosed) abort(entry, 'close');
    else if (isHeld()) abort(entry, 'pause');
    changed();
    const running: RunningJob<unknown> = {
      id: job.id,
      payload: job.payload,
      attempts: job.attempts,
      lastError: job.errorCode,
      lease,
      signal: controller.signal,
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
      stages() {
        entry.stages.stop(clock.now());
        return entry.stages.stages();
      },
      markFinished() {
        entry.isFinished = true;
      },
    };
    entry.finished = runToOutcome(handler, job, running, entry)
      .then(async (outcome) => {
        if (!outcome || entry.isFinished) return;
        const now = clock.now();
        entry.stages.stop(now);
        await write.finishJob({ lease, outcome, stages: entry.stages.stages(), now });
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
        if (++ended % pruneAfterJobs === 0) void prune();
      })
      .catch((error: unknown) => log.error('jobs.tell_failed', { kind: job.kind, message: String(error) }));
  }

  async function runToOutcome(
    handler: JobHandler,
    job: JobRecord,
    running: RunningJob<unknown>,
    entry: Active,
  ): Promise<JobOutcome | null> {
    try {
      const result = await handler.run(running);
      return { type: 'done', result };
    } catch (thrown) {
      const error = asAppError(thrown);
      if (entry.abortedFor === 'lease' || error.code === 'lease_lost') return null;
      if (entry.abortedFor === 'cancel') return { type: 'cancelled' };
      if (entry.abortedFor === 'pause') return { type: 'pause' };
      const wire = toWireError(error);
      if (entry.abortedFor === 'close') return { type: 'interruption', error: wire, runAfter: clock.now() };
      const verdict = handler.judge(error, job);
      if (verdict === 'interrupted') return { type: 'interruption', error: wire, runAfter: clock.now() };
      if (verdict === 'retry' && job.attempts < maxRetries) {
        return {
          type: 'attempt',
          error: wire,
          runAfter: clock.now() + backoffMs(job.attempts + 1, random()),
        };
      }
      if (!(thrown instanceof AppError))
        log.error('jobs.defect', { kind: job.kind, jobId: job.id, message: String(thrown) });
      await handler.onGivenUp?.(running, error);
      return { type: verdict === 'retry' ? 'dead' : 'failed', error: wire };
    }
  }

  async function beat(): Promise<void> {
    const entries = [...active.values()];
    if (entries.length === 0) return;
    const leases = entries.map(({ job, progress, stages }) => ({
      lease: leaseOf(job),
      progress,
      stages: stages.stages(),
    }));
    const now = clock.now();
    try {
      const lost = await write.renewLeases({ leases, leaseUntil: now + leaseMs, now });
      for (const { jobId, token } of lost) {
        const entry = entries.find(({ job }) => job.id === jobId && job.leaseToken === token);
        // One that has ended in the meantime has lost nothing.
        if (entry && active.get(jobId) === entry) abort(entry, 'lease');
      }
    } catch (error) {
      log.warn('jobs.beat_failed', { message: String(error) });
    }
  }

  async function prune(): Promise<void> {
    try {
      await write.pruneJobs({ keep: keptJobs });
    } catch (error) {
      log.warn('jobs.prune_failed', { message: String(error) });
    }
  }

  async function sweepLeases(): Promise<void> {
    try {
      // After the machine slept, what runs here has let its leases run out too; it is still being worked on.
      await beat();
      const found = await write.requeueAbandoned({ leaseEndedBefore: clock.now(), now: clock.now() });
      if (found > 0) log.warn('jobs.leases_expired', { found });
    } catch (error) {
      log.warn('jobs.sweep_failed', { message: String(error) });
    }
    for (const handler of options.handlers) pump(handler);
  }

  /** Something was asked for: what waits is begun, what waits from before too. */
  function wake(): void {
    isAsleep = false;
    changed();
    for (const handler of options.handlers) pump(handler);
  }

  async function cancelAll(jobIds: readonly number[]): Promise<void> {
    await Promise.all(jobIds.map(cancelOne));
  }

  /** @returns false when the job had already ended */
  async function cancelOne(jobId: number): Promise<boolean> {
    const entry = active.get(jobId);
    if (entry) {
      abort(entry, 'cancel');
      await entry.finished;
      // A pause may have put it back before the cancel was heard.
      if (await write.cancelJob({ jobId, now: clock.now() })) tellIfEnded(jobId);
      return true;
    }
    const isCancelled = await write.cancelJob({ jobId, now: clock.now() });
    // Claimed while we asked: its lease is gone, and it need not find out by its next heartbeat.
    const claimed = active.get(jobId);
    if (claimed) abort(claimed, 'cancel');
    if (isCancelled) tellIfEnded(jobId);
    changed();
    return isCancelled;
  }

  function abort(entry: Active, reason: AbortReason): void {
    // Who cancels what is being paused does not want it any more.
    if (entry.abortedFor === 'pause' && reason === 'cancel') entry.abortedFor = reason;
    entry.abortedFor ??= reason;
    entry.controller.abort();
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
    async retryAll(state, signal) {
      const now = clock.now();
      let retried = 0;
      let before: JobPlace | null = { updatedAt: now, id: Number.MAX_SAFE_INTEGER };
      while (before && !isClosed) {
        throwIfAborted(signal);
        const batch: { retried: number; before: JobPlace | null } = await write.retryJobs({
          state,
          before,
          limit: retriedAtOnce,
          now: clock.now(),
        });
        retried += batch.retried;
        before = batch.before;
        wake();
      }
      return retried;
    },
    async pause() {
      await write.writeSetting({ key: pausedSetting, value: true });
      isPaused = true;
      changed();
      for (const entry of active.values()) abort(entry, 'pause');
      await Promise.all(claiming.values());
      await Promise.all([...active.values()].map((entry) => entry.finished));
    },
    async resume() {
      await write.writeSetting({ key: pausedSetting, value: null });
      isPaused = false;
      changed();
      for (const handler of options.handlers) pump(handler);
    },
    isPaused: () => isPaused,
    setPower(state) {
      power = state;
      if (isHeld()) for (const entry of active.values()) abort(entry, 'pause');
      else for (const handler of options.handlers) pump(handler);
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
    stagesOf: (jobId) => active.get(jobId)?.stages.stages() ?? null,
    progressOf: (jobId) => active.get(jobId)?.progress ?? null,
    async close() {
      isClosed = true;
      clearInterval(heartbeat);
      clearInterval(sweep);
      clearInterval(pruning);
      for (const timer of timers.values()) clearTimeout(timer);
      closing.abort();
      for (const entry of active.values()) abort(entry, 'close');
      // A claim that is on its way may still start a job.
      await Promise.all(claiming.values());
      await Promise.all([...active.values()].map((entry) => entry.finished));
    },
  };
}

function leaseOf({ id, leaseToken }: JobRecord): JobLease {
  return { jobId: id, token: leaseToken };
}

function asAppError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
