import type { JobState } from '@adiuva/contracts/rpc';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';
import { type JobRecord, type JobRow, toJobRecord } from './jobRecord.ts';

export function readJob(db: SqliteDatabase, id: number): JobRecord | null {
  const row = statement(db, 'SELECT * FROM jobs WHERE id = ?').get(id) as JobRow | undefined;
  return row ? toJobRecord(row) : null;
}

const ended: readonly JobState[] = ['done', 'failed', 'dead', 'cancelled'];

/** What runs first, then what waits in its order, then what has ended with the last to end first. */
export function listJobs(
  db: SqliteDatabase,
  { state, limit, offset = 0 }: { state?: JobState | undefined; limit: number; offset?: number },
): JobRecord[] {
  if (state) return listState(db, state, limit, offset).map(toJobRecord);
  const rows: JobRow[] = [];
  for (const states of [['running'], ['queued'], ended] as const) {
    const left = limit - rows.length;
    if (left <= 0) break;
    const found = states.flatMap((each) => listState(db, each, left, 0));
    if (states.length > 1) found.sort((a, b) => b.updated_at - a.updated_at || b.id - a.id);
    rows.push(...found.slice(0, left));
  }
  return rows.map(toJobRecord);
}

function listState(db: SqliteDatabase, state: JobState, limit: number, offset: number): JobRow[] {
  if (state === 'queued') return listWaiting(db, limit, offset);
  return statement(
    db,
    'SELECT * FROM jobs WHERE state = ? ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?',
  ).all(state, limit, offset) as JobRow[];
}

/** Each kind waits in the order of an index of its own; SQLite merges them as it reads. */
function listWaiting(db: SqliteDatabase, limit: number, offset: number): JobRow[] {
  // By itself SQLite would take the index of states, and look at every row that waits.
  const next = statement(
    db,
    `SELECT kind FROM jobs INDEXED BY jobs_ready WHERE state = 'queued' AND kind > ? ORDER BY kind LIMIT 1`,
  ).pluck();
  const kinds: string[] = [];
  for (let kind = next.get(''); typeof kind === 'string'; kind = next.get(kind)) kinds.push(kind);
  if (kinds.length === 0) return [];
  const waiting = kinds.map(
    () =>
      `SELECT id, priority, interruptions FROM jobs INDEXED BY jobs_ready WHERE state = 'queued' AND kind = ?`,
  );
  const places = statement(
    db,
    `${waiting.join(' UNION ALL ')} ORDER BY priority DESC, interruptions, id LIMIT ? OFFSET ?`,
  ).all(...kinds, limit, offset) as { id: number }[];
  const row = statement(db, 'SELECT * FROM jobs WHERE id = ?');
  return places.map(({ id }) => row.get(id) as JobRow);
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
