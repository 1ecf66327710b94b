import type { JobState } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { type JobRecord, type JobRow, toJobRecord } from './jobRecord.ts';

export function readJob(db: SqliteDatabase, id: number): JobRecord | null {
  const row = statement(db, 'SELECT * FROM jobs WHERE id = ?').get(id) as JobRow | undefined;
  return row ? toJobRecord(row) : null;
}

const listOrder: readonly (readonly JobState[])[] = [
  ['running'],
  ['queued'],
  ['done', 'failed', 'dead', 'cancelled'],
];

/** What runs first, then what waits, then what has ended; of each the last touched first. */
export function listJobs(
  db: SqliteDatabase,
  { state, limit }: { state?: JobState | undefined; limit: number },
): JobRecord[] {
  const newest = statement(
    db,
    'SELECT * FROM jobs WHERE state = ? ORDER BY updated_at DESC, id DESC LIMIT ?',
  );
  const rows: JobRow[] = [];
  for (const states of state ? [[state]] : listOrder) {
    const left = limit - rows.length;
    if (left <= 0) break;
    const found = states.flatMap((each) => newest.all(each, left) as JobRow[]);
    if (states.length > 1) found.sort((a, b) => b.updated_at - a.updated_at || b.id - a.id);
    rows.push(...found.slice(0, left));
  }
  return rows.map(toJobRecord);
}

/** True while a job runs; asks an index of the running ones. */
export function hasRunningJob(db: SqliteDatabase): boolean {
  return statement(db, `SELECT 1 FROM jobs WHERE state = 'running' LIMIT 1`).get() !== undefined;
}

export function countJobs(db: SqliteDatabase): Record<JobState, number> {
  const counts = { queued: 0, running: 0, done: 0, failed: 0, dead: 0, cancelled: 0 };
  const rows = statement(db, 'SELECT state, count(*) AS n FROM jobs GROUP BY state').all() as {
    state: JobState;
    n: number;
  }[];
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}

/** Ids of the jobs that wait or run and whose key is `from` or after it, and before `before`. */
export function findActiveJobs(
  db: SqliteDatabase,
  { kind, from, before }: { kind: string; from: string; before: string },
): number[] {
  return statement(
    db,
    `SELECT id FROM jobs WHERE kind = ? AND key >= ? AND key < ? AND state IN ('queued', 'running')`,
  )
    .pluck()
    .all(kind, from, before) as number[];
}

/** When the next waiting job of a kind becomes due; null when none waits. */
export function nextJobDue(db: SqliteDatabase, kind: string): number | null {
  return statement(db, `SELECT min(run_after) FROM jobs WHERE state = 'queued' AND kind = ?`)
    .pluck()
    .get(kind) as number | null;
}
