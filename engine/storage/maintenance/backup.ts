import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
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
    makeFolder(dirname(file));
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

/** Level by level: Node's own recursion never ends where a folder is there but takes no folders, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder);
}
