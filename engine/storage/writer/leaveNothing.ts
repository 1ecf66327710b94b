import { rmSync } from 'node:fs';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { migrationCopyPath } from '../migrate.ts';

const wishes = new WeakMap<SqliteDatabase, number>();

/**
 * A command's wish that what it deletes is in no file of the library when its promise resolves: not in the write-ahead log,
 * nor in the copy from before a migration.
 */
export function leaveNothingBehind(db: SqliteDatabase): void {
  wishes.set(db, openWishes(db) + 1);
}

/** How many there are; more after a command than before it says that it had one. */
export function openWishes(db: SqliteDatabase): number {
  return wishes.get(db) ?? 0;
}

/**
 * Called after a commit.
 *
 * @returns false when something, likely another program that reads the library, keeps the files; tried again after the next
 */
export function leaveNothing(db: SqliteDatabase): boolean {
  if (openWishes(db) === 0) return true;
  try {
    rmSync(migrationCopyPath(db.name), { force: true });
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (result?.busy !== 0) return false;
  } catch {
    return false;
  }
  wishes.delete(db);
  return true;
}
