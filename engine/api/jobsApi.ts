import type { Job, jobsRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, type Principal } from '#base';
import type { JobRunner } from '#jobs';
import type { JobRecord, Storage } from '#storage';

/** What is running, waiting and dead. Only the local user looks into the queue: it speaks of every file. */
export function createJobsApi(deps: {
  storage: Storage;
  runner: JobRunner;
}): Handlers<typeof jobsRpc, Principal> {
  const { storage, runner } = deps;

  function toJob(record: JobRecord): Job {
    return {
      id: String(record.id),
      kind: record.kind,
      subject: record.subject,
      state: record.state,
      priority: record.priority,
      attempts: record.attempts,
      progress: runner.progressOf(record.id) ?? record.progress,
      createdAt: record.createdAt,
      updatedAt: record.updatedAt,
      ...(record.errorCode && { error: { code: record.errorCode, message: record.errorMessage ?? '' } }),
    };
  }

  function requireJob(id: string): JobRecord {
    const record = /^\d{1,15}$/.test(id) ? storage.read.readJob(Number(id)) : null;
    if (!record) throw new AppError('not_found', `There is no job ${id}.`);
    return record;
  }

  return {
    'jobs.list'({ state, limit = 200 }, { caller }) {
      requireLocalUser(caller);
      return { jobs: storage.read.listJobs({ state, limit }).map(toJob), counts: storage.read.countJobs() };
    },
    async 'jobs.retry'({ id }, { caller }) {
      requireLocalUser(caller);
      await runner.retry(requireJob(id).id);
      return toJob(requireJob(id));
    },
    async 'jobs.cancel'({ id }, { caller }) {
      requireLocalUser(caller);
      await runner.cancel(requireJob(id).id);
      return toJob(requireJob(id));
    },
  };
}

/** @throws AppError `forbidden` */
export function requireLocalUser(caller: Principal): void {
  if (caller.grants !== 'all') throw new AppError('forbidden', `${caller.id} may not do this.`);
}
