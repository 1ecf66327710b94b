import type { JobProgress } from '@adiuva/contracts/rpc';
import { AppError, toWireError } from '#base';
import type { Clock, Log } from '#ports';
import type { JobLease, JobOutcome, JobRecord } from '#storage';
import { backoffMs } from './backoff.ts';
import type { JobHandler, RunningJob } from './jobHandler.ts';
import { createStageClock, type StageClock } from './stageClock.ts';

/** Tries after the first before a job goes to the dead letters. */
const maxRetries = 3;
/** What nobody can help by trying (a full disk) is tried once a minute. */
const postponedMs = 60_000;

export type AbortReason = 'cancel' | 'close' | 'lease' | 'pause';

/** A job that is being tried, from its claim until its end is written. */
export interface Attempt {
  readonly job: JobRecord;
  readonly lease: JobLease;
  readonly controller: AbortController;
  readonly stages: StageClock;
  progress: JobProgress | null;
  /** It waits for something that is not of its kind's making, and leaves its place to another. */
  isAside: boolean;
  /** Its last write has put it down as done already. */
  isFinished: boolean;
  /** Why it was aborted: a closing engine puts the job back, a cancel does not. */
  abortedFor: AbortReason | undefined;
  finished: Promise<void>;
}

export function beginAttempt(job: JobRecord): Attempt {
  return {
    job,
    lease: { jobId: job.id, token: job.leaseToken },
    controller: new AbortController(),
    stages: createStageClock(job.stages, job.leaseToken),
    progress: null,
    isAside: false,
    isFinished: false,
    abortedFor: undefined,
    finished: Promise.resolve(),
  };
}

export function abortAttempt(attempt: Attempt, reason: AbortReason): void {
  // Who cancels what is being paused does not want it any more.
  if (attempt.abortedFor === 'pause' && reason === 'cancel') attempt.abortedFor = reason;
  attempt.abortedFor ??= reason;
  attempt.controller.abort();
}

/** Lets the handler work, and says how that ended; null when the job is another's now. */
export async function runAttempt(
  handler: JobHandler,
  attempt: Attempt,
  running: RunningJob<unknown>,
  { clock, log, random }: { clock: Clock; log: Log; random: () => number },
): Promise<JobOutcome | null> {
  const { job } = attempt;
  try {
    const result = await handler.run(running);
    return { type: 'done', result };
  } catch (thrown) {
    const error = asAppError(thrown);
    if (attempt.abortedFor === 'lease' || error.code === 'lease_lost') return null;
    if (attempt.abortedFor === 'cancel') return { type: 'cancelled' };
    if (attempt.abortedFor === 'pause') return { type: 'pause' };
    const wire = toWireError(error);
    if (attempt.abortedFor === 'close') return { type: 'interruption', error: wire, runAfter: clock.now() };
    const verdict = handler.judge(error, job);
    if (verdict === 'interrupted') return { type: 'interruption', error: wire, runAfter: clock.now() };
    if (verdict === 'postponed')
      return { type: 'interruption', error: wire, runAfter: clock.now() + postponedMs };
    if (verdict === 'retry' && job.attempts < maxRetries) {
      return { type: 'attempt', error: wire, runAfter: clock.now() + backoffMs(job.attempts + 1, random()) };
    }
    if (!(thrown instanceof AppError))
      log.error('jobs.defect', { kind: job.kind, jobId: job.id, message: String(thrown) });
    await handler.onGivenUp?.(running, error);
    return { type: verdict === 'retry' ? 'dead' : 'failed', error: wire };
  }
}

function asAppError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('internal', error instanceof Error ? error.message : String(error), { cause: error });
}
