import type { Job, jobsRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, type Principal } from '#base';
import type { JobRunner, QueueWatch } from '#jobs';
import type { JobRecord, Storage } from '#storage';
import { untilStopped } from './untilStopped.ts';

/** What is running, waiting and dead. Only the local user looks into the queue: it speaks of every file. */
export function createJobsApi(deps: {
  storage: Storage;
  runner: JobRunner;
  watch: QueueWatch;
}): Handlers<typeof jobsRpc, Principal> {
  const { storage, runner, watch } = deps;

  function toJob(record: JobRecord, progress = runner.progressOf(record.id)?.progress ?? null): Job {
    return {
      id: String(record.id),
      kind: record.kind,
      subject: record.subject,
      state: record.state,
      priority: record.priority,
      attempts: record.attempts,
      progress: progress ?? record.progress,
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      startedAt: record.startedAt,
      ...(record.errorCode && { error: { code: record.errorCode, message: record.errorMessage ?? '' } }),
    };
  }

  function requireJob(id: string): JobRecord {
    const record = /^\d{1,15}$/.test(id) ? storage.read.readJob(Number(id)) : null;
    if (!record) throw new AppError('not_found', `There is no job ${id}.`);
    return record;
  }

  return {
    'jobs.list'({ state, limit = 200, offset = 0 }, { caller }) {
      requireLocalUser(caller);
      if (offset > 0 && !state)
        throw new AppError('invalid_input', 'Say of which state the further jobs are asked for.');
      return {
        jobs: storage.read.listJobs({ state, limit, offset }).map((record) => toJob(record)),
        counts: storage.read.countJobs(),
        isPaused: runner.isPaused(),
      };
    },
    'jobs.show'({ id }, { caller }) {
      requireLocalUser(caller);
      const record = requireJob(id);
      return { ...toJob(record), stages: [...(runner.progressOf(record.id)?.stages ?? record.stages)] };
    },
    async 'jobs.retry'({ id }, { caller }) {
      requireLocalUser(caller);
      await runner.retry(requireJob(id).id);
      return toJob(requireJob(id));
    },
    async 'jobs.retryAll'({ state }, { caller, signal }) {
      requireLocalUser(caller);
      return { retried: await runner.retryAll(state, signal) };
    },
    async 'jobs.cancel'({ id }, { caller }) {
      requireLocalUser(caller);
      await runner.cancel(requireJob(id).id);
      return toJob(requireJob(id));
    },
    async 'jobs.pause'(_input, { caller }) {
      requireLocalUser(caller);
      await runner.pause();
      return { isPaused: runner.isPaused() };
    },
    async 'jobs.resume'(_input, { caller }) {
      requireLocalUser(caller);
      await runner.resume();
      return { isPaused: runner.isPaused() };
    },
    'jobs.follow'(_input, { caller, signal, emit }) {
      requireLocalUser(caller);
      const stop = watch.follow(({ queue, running }) =>
        emit({ queue, running: running.map(({ job, progress }) => toJob(job, progress)) }),
      );
      return untilStopped(signal, stop);
    },
  };
}

/** @throws AppError `forbidden` */
export function requireLocalUser(caller: Principal): void {
  if (caller.grants !== 'all') throw new AppError('forbidden', `${caller.id} may not do this.`);
}
