import type { Part } from '@adiuva/contracts';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { type JobLease, loadStep, saveStep } from '../queue/index.ts';

/*
 * Extracted parts wait among their job's steps, in batches, until the document is committed from there: they cross
 * to the writing thread once, a bounded piece at a time.
 */
const stepOf = (batch: number) => `parts:${batch}`;

/**
 * @param args.with a step that says something else of the parts from now on: both are on the disk or neither is
 * @throws AppError `lease_lost`
 */
export function stageParts(
  db: SqliteDatabase,
  args: {
    lease: JobLease;
    batch: number;
    parts: readonly Part[];
    with?: { step: string; output: unknown };
  },
): void {
  const { lease } = args;
  saveStep(db, { lease, step: stepOf(args.batch), output: args.parts });
  if (args.with) saveStep(db, { lease, ...args.with });
}

/** @returns the parts of a batch, in order; none when there is no such batch */
export function readStagedParts(
  db: SqliteDatabase,
  { jobId, batch }: { jobId: number; batch: number },
): Part[] {
  // Written by this build a moment ago; the pipeline parses what it takes up from an earlier try.
  return (loadStep(db, { jobId, step: stepOf(batch) }) ?? []) as Part[];
}
