import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase, openLock, type SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import { migrations } from '../migrations/index.ts';
import { toStorageError } from '../storageError.ts';

/** Pages copied before other work gets its turn. */
const pagesPerTurn = 256;

/**
 * Copies the library, while it is in use, to a file that is whole or not there.
 *
 * @returns its size in bytes
 * @throws AppError `conflict` when the file exists, `storage_full`
 */
export async function backupLibrary(path: string, file: string): Promise<number> {
  if (existsSync(file))
    throw new AppError('conflict', `${file} exists already; a backup does not replace anything.`);
  const part = `${file}.part`;
  const db = openDatabase(path, { readonly: true });
  try {
    // Held open: SQLite begins a backup anew with every commit that it sees.
    db.exec('BEGIN');
    db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    mkdirSync(dirname(file), { recursive: true });
    rmSync(part, { force: true });
    await db.backup(part, { progress: () => pagesPerTurn });
    renameSync(part, file);
    return statSync(file).size;
  } catch (error) {
    rmSync(part, { force: true });
    const known = toStorageError(error);
    if (known instanceof AppError) throw known;
    throw new AppError('invalid_input', `The backup could not be written to ${file} (${String(error)}).`, {
      cause: error,
    });
  } finally {
    db.close();
  }
}

/**
 * Puts a backup in the place of a library that no engine has open. What was there is kept beside it.
 *
 * @returns where the replaced library lies; null when there was none
 * @throws AppError `storage_locked`, `storage_full`, `file_not_found`, `storage_corrupt` when the file is not a whole
 *   backup
 */
export function restoreLibrary({ home, file }: { home: string; file: string }): { replaced: string | null } {
  if (!existsSync(file)) throw new AppError('file_not_found', `There is no file ${file}.`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const lock = openLock(join(home, 'engine.lock'));
  if (!lock)
    throw new AppError('storage_locked', 'Adiuva is running on this data folder; close it before restoring.');
  const path = join(home, 'library.db');
  const incoming = `${path}.restoring`;
  try {
    rmSync(incoming, { force: true });
    copyChecked(file, incoming);
    const replaced = existsSync(path) ? `${path}.before-restore` : null;
    if (replaced) setAside(path, replaced);
    renameSync(incoming, path);
    return { replaced };
  } finally {
    rmSync(incoming, { force: true });
    lock.release();
  }
}

/** Copies through SQLite, so that only a readable library of a version we know arrives. */
function copyChecked(file: string, target: string): void {
  let source: SqliteDatabase | undefined;
  try {
    source = openDatabase(file, { readonly: true });
    const version = source.pragma('user_version', { simple: true }) as number;
    const check = source.pragma('quick_check(1)', { simple: true });
    if (version < 1 || version > migrations.length || check !== 'ok')
      throw new Error(`version ${version}, ${String(check)}`);
    source.prepare('VACUUM INTO ?').run(target);
  } catch (error) {
    const known = toStorageError(error);
    if (known instanceof AppError && known.code === 'storage_full') throw known;
    throw new AppError('storage_corrupt', `${file} is not a backup that this version of Adiuva can read.`, {
      cause: error,
    });
  } finally {
    source?.close();
  }
}

/**
 * Folds the write-ahead log in first, so that one file holds everything. A damaged library, the likely reason for a
 * restore, is kept as it lies, log and all.
 */
function setAside(path: string, to: string): void {
  const isWhole = foldLog(path);
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(to + suffix, { force: true });
    if (!existsSync(path + suffix)) continue;
    if (isWhole && suffix !== '') rmSync(path + suffix, { force: true });
    else renameSync(path + suffix, to + suffix);
  }
}

function foldLog(path: string): boolean {
  let current: SqliteDatabase | undefined;
  try {
    current = openDatabase(path);
    current.pragma('wal_checkpoint(TRUNCATE)');
    return true;
  } catch (error) {
    const known = toStorageError(error);
    if (known instanceof AppError && known.code === 'storage_full') throw known;
    return false;
  } finally {
    current?.close();
  }
}
