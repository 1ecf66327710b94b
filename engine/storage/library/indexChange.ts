import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** What a write changed in what a search can see. */
export interface IndexChange {
  version: number;
  /** Chunks that are gone; new ones are found by their id, which only grows. */
  removedChunkIds: number[];
}

/** Counts one change up; called inside the transaction that makes it. */
export function bumpIndexVersion(db: SqliteDatabase): number {
  return statement(db, 'UPDATE index_state SET version = version + 1 WHERE id = 1 RETURNING version')
    .pluck()
    .get() as number;
}
