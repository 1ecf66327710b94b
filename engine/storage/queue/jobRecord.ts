import type { ErrorCode } from '@adiuva/contracts';
import type { JobProgress, JobStage, JobState } from '@adiuva/contracts/rpc';

/** A job as it is stored. */
export interface JobRecord {
  id: number;
  kind: string;
  key: string;
  subject: string;
  payload: unknown;
  state: JobState;
  priority: number;
  attempts: number;
  interruptions: number;
  leaseToken: number;
  progress: JobProgress | null;
  result: unknown;
  errorCode: ErrorCode | null;
  errorMessage: string | null;
  createdAt: number;
  updatedAt: number;
  /** Of the try in hand, or of the last one. */
  startedAt: number | null;
  /** Of all tries, oldest first; `attempt` is the lease's token. */
  stages: JobStage[];
}

/** What proves that a worker still holds its job. */
export interface JobLease {
  jobId: number;
  token: number;
}

export interface JobRow {
  id: number;
  kind: string;
  key: string;
  subject: string;
  payload: string;
  state: JobState;
  priority: number;
  attempts: number;
  interruptions: number;
  lease_token: number;
  progress: string | null;
  result: string | null;
  error_code: ErrorCode | null;
  error_message: string | null;
  created_at: number;
  updated_at: number;
  started_at: number | null;
  stages: string | null;
}

export function toJobRecord(row: JobRow): JobRecord {
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    subject: row.subject,
    payload: JSON.parse(row.payload),
    state: row.state,
    priority: row.priority,
    attempts: row.attempts,
    interruptions: row.interruptions,
    leaseToken: row.lease_token,
    progress: row.progress === null ? null : JSON.parse(row.progress),
    result: row.result === null ? null : JSON.parse(row.result),
    errorCode: row.error_code,
    errorMessage: row.error_message,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    startedAt: row.started_at,
    stages: row.stages === null ? [] : readStages(row.stages),
  };
}

/** Of a job that is tried for ever, the newest. */
const maxStages = 60;

type StoredStage = [attempt: number, stage: string, startedAt: number, endedAt: number | null];

/** @returns null when there are none */
export function storeStages(stages: readonly JobStage[]): string | null {
  if (stages.length === 0) return null;
  const stored = stages
    .slice(-maxStages)
    .map(({ attempt, stage, startedAt, endedAt }): StoredStage => [attempt, stage, startedAt, endedAt]);
  return JSON.stringify(stored);
}

function readStages(stored: string): JobStage[] {
  return (JSON.parse(stored) as StoredStage[]).map(([attempt, stage, startedAt, endedAt]) => ({
    attempt,
    stage,
    startedAt,
    endedAt,
  }));
}
