import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { statement } from '../statement.ts';

/** Counts one change to what a search can see; called inside the transaction that makes it. */
export function bumpIndexVersion(db: SqliteDatabase): void {
  statement(db, 'UPDATE index_state SET version = version + 1 WHERE id = 1').run();
}

export function readIndexVersion(db: SqliteDatabase): number {
  return statement(db, 'SELECT version FROM index_state WHERE id = 1').pluck().get() as number;
}
