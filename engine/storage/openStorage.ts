import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, openLock, type SqliteDatabase } from '@adiuva/native/sqlite';
import { AppError } from '#base';
import type { WorkerHost } from '#ports';
import { backupLibrary } from './maintenance/index.ts';
import { forgetReplaced, prepareRestore, swapRestored } from './maintenance/restore.ts';
import { createReader, type StorageReader } from './reader.ts';
import { createSearchStore, type SearchStore } from './search/index.ts';
import { toStorageError } from './storageError.ts';
import { connectWriter } from './writer/connectWriter.ts';
import type { StorageWriter } from './writer/protocol.ts';

export interface Storage {
  /** Reads on the caller's thread, each a snapshot of what is committed. */
  read: StorageReader;
  search: SearchStore;
  /** Writes, each durable when its promise resolves. */
  write: StorageWriter;
  /** Calls back after every commit that changed what a search, or a list, can see. @returns how to stop it */
  onIndexChange(listener: () => void): () => void;
  /** Copies the library to a file while it is in use. @returns its size in bytes */
  backup(file: string): Promise<number>;
  /**
   * Lays a backup ready, which takes the library's place when it is next opened.
   *
   * @returns how many documents it holds
   * @throws AppError `file_not_found`, `storage_corrupt` when it is no whole backup, `storage_full`, `cancelled`
   */
  prepareRestore(file: string, signal?: AbortSignal): Promise<{ documents: number }>;
  close(): Promise<void>;
}

/**
 * Opens the library of a data folder: takes the folder's lock, starts the writing thread, migrates.
 *
 * @throws AppError `storage_locked` when another process owns the folder, `storage_corrupt`, `storage_full`
 */
export async function openStorage(home: string, workers: WorkerHost): Promise<Storage> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const lock = openLock(join(home, 'engine.lock'));
  if (!lock) {
    throw new AppError('storage_locked', `Another Adiuva process is using the data folder ${home}.`, {
      details: { home },
    });
  }
  const path = join(home, 'library.db');
  try {
    swapRestored(home);
  } catch (error) {
    lock.release();
    throw toStorageError(error);
  }
  const connection = connectWriter(workers.start('storage', { init: { path } }));
  let reader: SqliteDatabase;
  try {
    await connection.ready;
    reader = openDatabase(path, { readonly: true });
    forgetReplaced(home);
  } catch (error) {
    await connection.close();
    lock.release();
    throw toStorageError(error);
  }

  return {
    read: createReader(reader),
    search: createSearchStore(reader),
    write: connection.writer,
    onIndexChange: connection.onIndexChange,
    backup: (file) => backupLibrary(path, file),
    prepareRestore: (file, signal) => prepareRestore({ home, file, workers, signal }),
    async close() {
      reader.close();
      await connection.close();
      lock.release();
    },
  };
}
