import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSqliteError, openDatabase, openLock, type SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError, throwIfAborted } from '#base';
import type { WorkerHost } from '#ports';
import { readTotals } from '../library/index.ts';
import { migrationCopyPath } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import { toStorageError } from '../storageError.ts';
import { connectWriter } from '../writer/connectWriter.ts';

/*
 * A backup takes the library's place in two steps. First a copy of it is made, checked and brought to this version's
 * schema beside the library, and named ready when all of that is on the disk. Then, with the folder's lock held and
 * nothing open, names are changed: a kill between any two of them leaves the copy ready, and the next start goes on.
 */

/** Pages copied before other work gets its turn. */
const pagesPerTurn = 256;
const besideDatabase = ['', '-wal', '-shm'];

function placesOf(home: string) {
  const library = join(home, 'library.db');
  return {
    library,
    part: `${library}.restoring`,
    ready: `${library}.to-restore`,
    replaced: `${library}.before-restore`,
    /** There once the library that was restored has been opened. */
    opened: `${library}.before-restore-opened`,
  };
}

/**
 * Makes a checked copy of a backup, which takes the library's place at the next start. Whatever ends it before it is
 * done, nothing changes.
 *
 * @returns how many documents it holds
 * @throws AppError `file_not_found`; `storage_corrupt` when it is no backup, is damaged or was written by a newer version;
 *   `storage_full`, `cancelled`
 */
export async function prepareRestore(args: {
  home: string;
  file: string;
  workers: WorkerHost;
  signal?: AbortSignal | undefined;
}): Promise<{ documents: number }> {
  const { home, file } = args;
  if (!existsSync(file)) throw new AppError('file_not_found', `There is no file ${file}.`);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const { part, ready } = placesOf(home);
  try {
    await removePart(part);
    await copyDatabase(file, part, args.signal);
    const checked = await checkCopy(part, args.workers, file);
    throwIfAborted(args.signal);
    await flush(part);
    await rename(part, ready);
    await flush(home);
    return checked;
  } catch (error) {
    throw toRestoreError(error, file);
  } finally {
    await removePart(part);
  }
}

/**
 * Puts what is ready in the library's place, and the library aside. Needs the folder's lock.
 *
 * @returns whether there was anything ready
 */
export function swapRestored(home: string): boolean {
  const { library, ready, replaced, opened } = placesOf(home);
  if (!existsSync(ready)) return false;
  if (existsSync(library)) {
    foldLog(library);
    for (const suffix of besideDatabase) rmSync(replaced + suffix, { force: true });
    rmSync(opened, { force: true });
    renameSync(library, replaced);
  }
  // Another library's log beside a database would be taken for its own.
  for (const suffix of ['-wal', '-shm'])
    if (existsSync(library + suffix)) renameSync(library + suffix, replaced + suffix);
  renameSync(ready, library);
  return true;
}

/** Called when the library has been opened: what a restore replaced is kept until the start after the first. */
export function forgetReplaced(home: string): void {
  const { replaced, opened, part } = placesOf(home);
  for (const suffix of besideDatabase) rmSync(part + suffix, { force: true });
  if (!existsSync(replaced)) rmSync(opened, { force: true });
  else if (!existsSync(opened)) writeFileSync(opened, '');
  else {
    for (const suffix of besideDatabase) rmSync(replaced + suffix, { force: true });
    rmSync(opened, { force: true });
  }
}

/**
 * Puts a backup in the place of a library that no engine has open, at once. What was there is kept beside it.
 *
 * @returns where the replaced library lies; null when there was none
 * @throws AppError `storage_locked`, and what `prepareRestore` throws
 */
export async function restoreLibrary(args: {
  home: string;
  file: string;
  workers: WorkerHost;
  signal?: AbortSignal | undefined;
}): Promise<{ documents: number; replaced: string | null }> {
  const { home } = args;
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const lock = openLock(join(home, 'engine.lock'));
  if (!lock)
    throw new AppError('storage_locked', 'Adiuva is running on this data folder; close it before restoring.');
  try {
    const { documents } = await prepareRestore(args);
    const { library, replaced } = placesOf(home);
    const isReplaced = existsSync(library);
    swapRestored(home);
    return { documents, replaced: isReplaced ? replaced : null };
  } finally {
    lock.release();
  }
}

/** Through SQLite, so that a library that is in use is copied as it was at one moment. */
async function copyDatabase(file: string, part: string, signal: AbortSignal | undefined): Promise<void> {
  let source: SqliteDatabase;
  try {
    source = openDatabase(file, { readonly: true });
  } catch (error) {
    // On a disk that cannot be written, SQLite has no place for what it keeps beside a database.
    if (!isSqliteError(error) || !error.code.startsWith('SQLITE_CANTOPEN')) throw error;
    await copyFile(file, part);
    return;
  }
  try {
    requireOurs(source, file);
    source.exec('BEGIN');
    source.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get();
    await source.backup(part, {
      progress() {
        throwIfAborted(signal);
        return pagesPerTurn;
      },
    });
  } finally {
    source.close();
  }
}

function requireOurs(database: SqliteDatabase, file: string): void {
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw new AppError(
      'storage_corrupt',
      `${file} was written by a newer version of Adiuva; update the app to restore it.`,
    );
  }
  const tables = database
    .prepare(
      "SELECT count(*) FROM sqlite_schema WHERE name IN ('knowledge_bases', 'documents', 'chunk_terms')",
    )
    .pluck()
    .get();
  if (version < 1 || tables !== 3) throw notABackup(file, new Error(`version ${version}`));
}

/** Opened as a library is, on a thread of its own: its schema becomes this version's, and all of it is looked through. */
async function checkCopy(part: string, workers: WorkerHost, file: string): Promise<{ documents: number }> {
  const copy = openDatabase(part, { readonly: true });
  try {
    requireOurs(copy, file);
  } finally {
    copy.close();
  }
  const connection = connectWriter(workers.start('storage', { init: { path: part } }));
  try {
    await connection.ready;
    const { problems } = await connection.writer.checkIntegrity({});
    if (problems.length > 0)
      throw new AppError('storage_corrupt', `${file} is damaged (${problems[0]}); nothing was restored.`);
    const reader = openDatabase(part, { readonly: true });
    try {
      return { documents: readTotals(reader).documents };
    } finally {
      reader.close();
    }
  } finally {
    await connection.close();
  }
}

/** What is renamed next must be on the disk itself. */
async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null);
  // A folder cannot be opened everywhere; where it cannot, its names are written with it.
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

async function removePart(part: string): Promise<void> {
  for (const path of [...besideDatabase.map((suffix) => part + suffix), migrationCopyPath(part)])
    await rm(path, { force: true });
}

/** So that one file holds everything. A damaged library, the likely reason for a restore, is kept as it lies. */
function foldLog(path: string): void {
  let current: SqliteDatabase | undefined;
  try {
    current = openDatabase(path);
    current.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // Its log goes with it.
  } finally {
    current?.close();
  }
}

/** What says nothing of the file is a defect of the file: SQLite met something in it that it does not understand. */
function toRestoreError(error: unknown, file: string): AppError {
  const known = toStorageError(error);
  if (!(known instanceof AppError)) return notABackup(file, error);
  const isOfTheFile = known.code === 'storage_corrupt' || known.code === 'internal';
  return isOfTheFile && !known.message.includes(file) ? notABackup(file, error) : known;
}

function notABackup(file: string, cause: unknown): AppError {
  return new AppError('storage_corrupt', `${file} is not a backup that this version of Adiuva can read.`, {
    cause,
  });
}
