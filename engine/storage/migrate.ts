import { existsSync, rmSync } from 'node:fs';
import type { SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { migrations } from './migrations/index.ts';

/** Where the copy from before a migration lies until the first clean start after it. */
export function migrationCopyPath(databasePath: string): string {
  return `${databasePath}.before-migration`;
}

/**
 * Brings a database to this version's schema, each migration in a transaction of its own. A database that holds
 * something is copied first.
 *
 * @throws AppError `storage_corrupt` when the database was written by a newer version
 */
export function migrate(
  database: SqliteDatabase,
  path: string,
  upTo = migrations.length,
): { from: number; to: number } {
  const from = database.pragma('user_version', { simple: true }) as number;
  if (from > migrations.length) {
    throw new AppError(
      'storage_corrupt',
      `The library at ${path} was written by a newer version of Adiuva; update the app to open it.`,
    );
  }
  const copy = migrationCopyPath(path);
  if (from > 0 && from < upTo) {
    rmSync(copy, { force: true });
    database.prepare('VACUUM INTO ?').run(copy);
  } else if (existsSync(copy)) {
    rmSync(copy, { force: true });
  }
  for (const [index, migration] of migrations.slice(0, upTo).entries()) {
    if (index < from) continue;
    database.transaction(() => {
      database.exec(migration.sql);
      migration.fill?.(database);
      database.pragma(`user_version = ${index + 1}`);
    })();
  }
  return { from, to: upTo };
}
