import type { JobProgress, JobStage, JobState } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError, type WireError } from '#base';
import { statement } from '../statement.ts';
import { type JobLease, type JobRecord, type JobRow, storeStages, toJobRecord } from './jobRecord.ts';

/** Rows of one write: others write in between. */
const prunedAtOnce = 2_000;

export interface NewJob {
  kind: string;
  key: string;
  subject: string;
  payload: unknown;
  priority: number;
}

/** @returns the ids, in order; of a job that is already queued or running under the same key, that one's */
export function enqueueJobs(
  db: SqliteDatabase,
  { jobs, now }: { jobs: readonly NewJob[]; now: number },
): number[] {
  const active = statement(
    db,
    `SELECT id FROM jobs WHERE kind = ? AND key = ? AND state IN ('queued', 'running')`,
  ).pluck();
  const insert = statement(
    db,
    `INSERT INTO jobs (kind, key, subject, payload, state, priority, run_after, created_at, updated_at)
     VALUES (@kind, @key, @subject, @payload, 'queued', @priority, @now, @now, @now)`,
  );
  return jobs.map((job) => {
    const existing = active.get(job.kind, job.key) as number | undefined;
    if (existing !== undefined) return existing;
    return Number(insert.run({ ...job, payload: JSON.stringify(job.payload), now }).lastInsertRowid);
  });
}

/**
 * Takes the next jobs of a kind, up to `limit`, under new leases; those that were interrupted wait behind those that were
 * not. What the last try ended with stays until this one has ended.
 */
export function claimJobs(
  db: SqliteDatabase,
  args: { kind: string; now: number; leaseUntil: number; limit: number },
): JobRecord[] {
  const rows = statement(
    db,
    `UPDATE jobs SET state = 'running', lease_token = lease_token + 1, lease_until = @leaseUntil, updated_at = @now,
       started_at = @now
     WHERE id IN (
       SELECT id FROM jobs WHERE state = 'queued' AND kind = @kind AND run_after <= @now
       ORDER BY priority DESC, interruptions, id LIMIT @limit
     ) RETURNING *`,
  ).all(args) as JobRow[];
  return rows
    .map(toJobRecord)
    .sort((a, b) => b.priority - a.priority || a.interruptions - b.interruptions || a.id - b.id);
}

/** @throws AppError `lease_lost` when the job is no longer this worker's */
export function requireLease(db: SqliteDatabase, { jobId, token }: JobLease): void {
  const held = statement(db, `SELECT 1 FROM jobs WHERE id = ? AND lease_token = ? AND state = 'running'`).get(
    jobId,
    token,
  );
  if (!held)
    throw new AppError('lease_lost', 'The job was cancelled or taken over; this result is discarded.');
}

/** @returns the leases that were lost */
export function renewLeases(
  db: SqliteDatabase,
  args: {
    leases: readonly { lease: JobLease; progress: JobProgress | null; stages: readonly JobStage[] }[];
    leaseUntil: number;
    now: number;
  },
): JobLease[] {
  const renew = statement(
    db,
    `UPDATE jobs SET lease_until = ?, progress = ?, stages = ?, updated_at = ?
     WHERE id = ? AND lease_token = ? AND state = 'running'`,
  );
  const lost: JobLease[] = [];
  for (const { lease, progress, stages } of args.leases) {
    const stored = progress && JSON.stringify(progress);
    const { changes } = renew.run(
      args.leaseUntil,
      stored,
      storeStages(stages),
      args.now,
      lease.jobId,
      lease.token,
    );
    if (changes === 0) lost.push(lease);
  }
  return lost;
}

/** Keeps what a step made, so that the next try begins after it. */
export function saveStep(db: SqliteDatabase, args: { lease: JobLease; step: string; output: unknown }): void {
  requireLease(db, args.lease);
  statement(
    db,
    `INSERT INTO job_steps (job_id, step, output) VALUES (?, ?, ?)
     ON CONFLICT (job_id, step) DO UPDATE SET output = excluded.output`,
  ).run(args.lease.jobId, args.step, JSON.stringify(args.output));
}

export function loadStep(db: SqliteDatabase, args: { jobId: number; step: string }): unknown {
  const output = statement(db, 'SELECT output FROM job_steps WHERE job_id = ? AND step = ?')
    .pluck()
    .get(args.jobId, args.step) as string | undefined;
  return output === undefined ? null : JSON.parse(output);
}

/**
 * How a try ended. `attempt`, `interruption` and `pause` put the job back in the queue; a pause leaves it where it stood
 * there.
 */
export type JobOutcome =
  | { type: 'done'; result: unknown }
  | { type: 'failed' | 'dead'; error: WireError }
  | { type: 'cancelled' }
  | { type: 'attempt' | 'interruption'; error: WireError; runAfter: number }
  | { type: 'pause' };

export function finishJob(
  db: SqliteDatabase,
  args: { lease: JobLease; outcome: JobOutcome; stages: readonly JobStage[]; now: number },
): void {
  requireLease(db, args.lease);
  const { outcome } = args;
  const isBack = ['attempt', 'interruption', 'pause'].includes(outcome.type);
  statement(
    db,
    `UPDATE jobs SET state = @state, lease_until = NULL, updated_at = @now, progress = NULL,
       attempts = attempts + @attempts, interruptions = interruptions + @interruptions,
       run_after = coalesce(@runAfter, run_after), result = @result, stages = @stages,
       error_code = iif(@isPause, error_code, @errorCode), error_message = iif(@isPause, error_message, @errorMessage)
     WHERE id = @id`,
  ).run({
    id: args.lease.jobId,
    now: args.now,
    state: isBack ? 'queued' : outcome.type,
    attempts: outcome.type === 'attempt' || outcome.type === 'failed' || outcome.type === 'dead' ? 1 : 0,
    interruptions: outcome.type === 'interruption' ? 1 : 0,
    runAfter: 'runAfter' in outcome ? outcome.runAfter : null,
    isPause: outcome.type === 'pause' ? 1 : 0,
    stages: storeStages(args.stages),
    result: outcome.type === 'done' ? JSON.stringify(outcome.result ?? null) : null,
    errorCode: 'error' in outcome ? outcome.error.code : null,
    errorMessage: 'error' in outcome ? outcome.error.message : null,
  });
  if (!isBack) dropSteps(db, args.lease.jobId);
}

/** Puts back what was running when its engine died (`leaseEndedBefore` null), or whose lease ran out. */
export function requeueAbandoned(
  db: SqliteDatabase,
  args: { leaseEndedBefore: number | null; now: number },
): number {
  return statement(
    db,
    `UPDATE jobs SET state = 'queued', lease_until = NULL, progress = NULL, interruptions = interruptions + 1, updated_at = @now
     WHERE state = 'running' AND (@before IS NULL OR lease_until < @before)`,
  ).run({ before: args.leaseEndedBefore, now: args.now }).changes;
}

/** @returns false when the job had already ended */
export function cancelJob(db: SqliteDatabase, { jobId, now }: { jobId: number; now: number }): boolean {
  const { changes } = statement(
    db,
    `UPDATE jobs SET state = 'cancelled', lease_until = NULL, progress = NULL, updated_at = ?
     WHERE id = ? AND state IN ('queued', 'running')`,
  ).run(now, jobId);
  if (changes > 0) dropSteps(db, jobId);
  return changes > 0;
}

/** @throws AppError `conflict` when the job has not ended, or another for the same thing is under way */
export function retryJob(db: SqliteDatabase, { jobId, now }: { jobId: number; now: number }): void {
  const row = statement(db, 'SELECT kind, key, state FROM jobs WHERE id = ?').get(jobId) as
    | { kind: string; key: string; state: string }
    | undefined;
  if (!row) throw new AppError('not_found', `There is no job ${jobId}.`);
  if (!['failed', 'dead', 'cancelled'].includes(row.state)) {
    throw new AppError(
      'conflict',
      `Job ${jobId} is ${row.state}; only failed, dead and cancelled jobs can be retried.`,
    );
  }
  const twin = statement(
    db,
    `SELECT id FROM jobs WHERE kind = ? AND key = ? AND state IN ('queued', 'running')`,
  ).get(row.kind, row.key);
  if (twin) throw new AppError('conflict', `A newer job for the same thing is already under way.`);
  statement(
    db,
    `UPDATE jobs SET state = 'queued', attempts = 0, interruptions = 0, run_after = @now, updated_at = @now,
       error_code = NULL, error_message = NULL, result = NULL WHERE id = @jobId`,
  ).run({ jobId, now });
}

/**
 * Gives those of a state another chance, the last to end first, `limit` at a time. One whose work is under way by another
 * job stays what it is.
 *
 * @param args.before where the last call ended
 * @returns where this one ended; null when there are no more
 */
export function retryJobs(
  db: SqliteDatabase,
  args: { state: JobState; before: JobPlace; limit: number; now: number },
): { retried: number; before: JobPlace | null } {
  const found = statement(
    db,
    `SELECT id, updated_at AS updatedAt FROM jobs WHERE state = @state AND (updated_at, id) < (@updatedAt, @id)
     ORDER BY updated_at DESC, id DESC LIMIT @limit`,
  ).all({ state: args.state, limit: args.limit, ...args.before }) as JobPlace[];
  const retry = statement(
    db,
    `UPDATE OR IGNORE jobs SET state = 'queued', attempts = 0, interruptions = 0, run_after = @now, updated_at = @now,
       error_code = NULL, error_message = NULL, result = NULL WHERE id = @id`,
  );
  let retried = 0;
  for (const { id } of found) retried += retry.run({ id, now: args.now }).changes;
  return { retried, before: found.length < args.limit ? null : (found.at(-1) ?? null) };
}

/** Where a job stands among those of its state. */
export interface JobPlace {
  updatedAt: number;
  id: number;
}

/** Forgets of the done and of the cancelled jobs all but the newest `keep`; the dead and the failed stay for their person. */
export function pruneJobs(db: SqliteDatabase, { keep }: { keep: number }): number {
  const count = statement(db, 'SELECT count(*) FROM jobs WHERE state = ?').pluck();
  // The index has the oldest first.
  const forget = statement(
    db,
    'DELETE FROM jobs WHERE id IN (SELECT id FROM jobs WHERE state = ? ORDER BY updated_at, id LIMIT ?)',
  );
  let pruned = 0;
  for (const state of ['done', 'cancelled']) {
    const surplus = (count.get(state) as number) - keep;
    if (surplus > 0) pruned += forget.run(state, Math.min(surplus, prunedAtOnce)).changes;
  }
  return pruned;
}

function dropSteps(db: SqliteDatabase, jobId: number): void {
  statement(db, 'DELETE FROM job_steps WHERE job_id = ?').run(jobId);
}
