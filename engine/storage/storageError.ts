import { isSqliteError } from '@adiuva/native/sqlite';
import { AppError } from '#base';

/** What SQLite threw, in the product's words; anything else as it is. */
export function toStorageError(error: unknown): unknown {
  if (!isSqliteError(error)) return error;
  const { code } = error;
  if (code.startsWith('SQLITE_FULL')) {
    return new AppError(
      'storage_full',
      'The disk with the data folder is full; free some space and try again.',
      { cause: error },
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new AppError('storage_corrupt', 'The library is damaged; restore it from a backup.', {
      cause: error,
    });
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError('storage_locked', 'Another process is using this data folder.', { cause: error });
  }
  return new AppError('internal', `The library could not be read or written (${code}: ${error.message}).`, {
    cause: error,
  });
}
