import Database from 'better-sqlite3';

/**
 * Takes an exclusive lock that the operating system gives back when the process ends, however it ends.
 *
 * @returns how to let go of it, or null when another process holds it
 */
export function openLock(path: string): { release(): void } | null {
  const database = new Database(path, { timeout: 0 });
  try {
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isSqliteError(error) && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return {
    release() {
      if (database.inTransaction) database.exec('ROLLBACK');
      database.close();
    },
  };
}

/** What the driver throws: `code` is SQLite's own name of the error. */
export function isSqliteError(error: unknown): error is Error & { code: string } {
  return error instanceof Database.SqliteError;
}
