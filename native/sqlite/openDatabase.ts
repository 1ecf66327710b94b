import Database from 'better-sqlite3';
import { getLoadablePath } from 'sqlite-vec';

export type SqliteDatabase = Database.Database;
export type SqliteStatement = Database.Statement;

const mappedBytes = 64 * 1024 * 1024;

/**
 * Opens a database with sqlite-vec's functions, WAL, and durability that survives a power cut
 * (synchronous FULL: a commit is on the disk when it returns).
 *
 * @throws the driver's SqliteError (`SQLITE_BUSY`, `SQLITE_CORRUPT`, `SQLITE_NOTADB`, `SQLITE_CANTOPEN`)
 */
export function openDatabase(path: string, options: { readonly?: boolean } = {}): SqliteDatabase {
  const database = new Database(path, { readonly: options.readonly ?? false, timeout: 10_000 });
  database.loadExtension(onDisk(getLoadablePath()));
  if (!options.readonly) {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
  }
  database.pragma('temp_store = MEMORY');
  database.pragma('cache_size = -32768');
  // Mapped pages count as the process's memory; the writer goes through them once, and reads them as files.
  database.pragma(`mmap_size = ${options.readonly ? mappedBytes : 0}`);
  return database;
}

/** What lies beside the app's archive has the path it would have inside; SQLite's own loader knows no archives. */
function onDisk(path: string): string {
  return path.replace(/([\\/]app\.asar)([\\/])/, '$1.unpacked$2');
}
