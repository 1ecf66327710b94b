import type { Part } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { type JobLease, loadStep, saveStep } from '../queue/index.ts';

/*
 * Extracted parts wait among their job's steps, in batches, until the document is committed from there: they cross
 * to the writing thread once, a bounded piece at a time.
 */
const stepOf = (batch: number) => `parts:${batch}`;

/** @throws AppError `lease_lost` */
export function stageParts(
  db: SqliteDatabase,
  args: { lease: JobLease; batch: number; parts: readonly Part[] },
): void {
  saveStep(db, { lease: args.lease, step: stepOf(args.batch), output: args.parts });
}

/** @returns the parts of a batch, in order; none when there is no such batch */
export function readStagedParts(
  db: SqliteDatabase,
  { jobId, batch }: { jobId: number; batch: number },
): Part[] {
  // Written by this build a moment ago; the pipeline parses what it takes up from an earlier try.
  return (loadStep(db, { jobId, step: stepOf(batch) }) ?? []) as Part[];
}
