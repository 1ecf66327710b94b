import type { ErrorCode } from '@adiuva/contracts';
import type { JobProgress, JobStage } from '@adiuva/contracts/rpc';
import type { AppError } from '#base';
import type { JobLease } from '#storage';

/** A job as its handler sees it. */
export interface RunningJob<Payload> {
  id: number;
  payload: Payload;
  /** Tries before this one that ended by an error. */
  attempts: number;
  /** What the last of them ended with. */
  lastError: ErrorCode | null;
  lease: JobLease;
  /** Aborts when the job is cancelled, its lease is lost or the engine closes: stop and throw. */
  signal: AbortSignal;
  /** Kept in memory and written with the next heartbeat. */
  progress(progress: JobProgress): void;
  /** What an earlier try saved under this name; null when there is none. */
  loadStep(step: string): Promise<unknown>;
  /** @throws AppError `lease_lost` */
  saveStep(step: string, output: unknown): Promise<void>;
  /** Does what takes long and is limited elsewhere (a picture's text) without keeping others of its kind from starting. */
  aside<T>(work: () => Promise<T>): Promise<T>;
  /** Its stages until now, for a handler whose last write puts the job down as done. */
  stages(): readonly JobStage[];
  /** The handler's last write has put the job down as done, in the transaction of what it was for. */
  markFinished(): void;
}

/**
 * How an error is dealt with: `retry` counts toward the dead letters, `interrupted` does not and goes on at once,
 * `postponed` does not either and goes on after a minute, `fail` ends the job.
 */
export type ErrorVerdict = 'retry' | 'interrupted' | 'postponed' | 'fail';

/**
 * One kind of job. A handler may be started again at any point of an earlier try, so all it does must be safe to
 * do twice. It throws an AppError; `judge` says what that means. Only the runner retries.
 */
export interface JobHandler<Payload = unknown> {
  kind: string;
  concurrency: number;
  run(job: RunningJob<Payload>): Promise<unknown>;
  judge(error: AppError, job: { attempts: number; interruptions: number }): ErrorVerdict;
  /** Called before a job is put down as failed or dead, to write that where a person looks. */
  onGivenUp?(job: RunningJob<Payload>, error: AppError): Promise<void>;
}

/** A handler whose stored payload is parsed before it sees it. @throws (when run) what `parse` throws */
export function defineJobHandler<Payload>(
  handler: JobHandler<Payload>,
  parse: (payload: unknown) => Payload,
): JobHandler {
  const parsed = (job: RunningJob<unknown>): RunningJob<Payload> => ({ ...job, payload: parse(job.payload) });
  const { onGivenUp } = handler;
  return {
    kind: handler.kind,
    concurrency: handler.concurrency,
    run: (job) => handler.run(parsed(job)),
    judge: handler.judge,
    ...(onGivenUp && {
      onGivenUp: (job: RunningJob<unknown>, error: AppError) => onGivenUp(parsed(job), error),
    }),
  };
}
