import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { throwIfAborted } from '#base';
import type { Content } from './content.ts';
import { fileChanged, fileEmpty, fileNotFound, fileUnreadable } from './fileErrors.ts';

const chunkBytes = 16 * 1024 * 1024;

export interface OpenedFile extends Content {
  /** All of it. @throws AppError `file_unreadable`, `file_changed`, `cancelled` */
  readAll(signal: AbortSignal | undefined): Promise<Uint8Array>;
  /**
   * @param mayGrow what was appended since is no change
   * @throws AppError `file_changed` when it is not the file any more that was opened
   */
  requireUnchanged(mayGrow?: boolean): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a regular file for reading. Pipes, sockets and devices are never opened, and a file that changes under the
 * read is an error rather than a mixture of two versions.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `file_empty`
 */
export async function openFile(path: string): Promise<OpenedFile> {
  const name = basename(path);
  // Looked at before it is opened: opening a device can have effects, and a pipe waits for its writer.
  requireRegular(name, await statOf(path, name));
  const handle = await openHandle(path, name);
  try {
    const before = await handle.stat();
    requireRegular(name, before);
    if (before.size === 0) throw fileEmpty(name);
    return {
      size: before.size,
      read: (offset, length) => readAt(handle, name, offset, Math.min(length, before.size - offset)),
      readAll: (signal) => readAll(handle, name, before.size, signal),
      async requireUnchanged(mayGrow = false) {
        const after = await handle.stat();
        if (mayGrow && after.size >= before.size) return;
        if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw fileChanged(name);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readAll(
  handle: FileHandle,
  name: string,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let offset = 0; offset < size; offset += chunkBytes) {
    throwIfAborted(signal);
    await readInto(handle, name, bytes.subarray(offset, offset + chunkBytes), offset);
  }
  return bytes;
}

async function readAt(handle: FileHandle, name: string, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(Math.max(0, length));
  await readInto(handle, name, bytes, offset);
  return bytes;
}

async function readInto(handle: FileHandle, name: string, target: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await handle
      .read(target, done, target.length - done, offset + done)
      .catch((error: unknown) => {
        throw fileUnreadable(name, 'the disk reported an error.', error);
      });
    if (bytesRead === 0) throw fileChanged(name);
    done += bytesRead;
  }
}

async function statOf(path: string, name: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    throw fromSystemError(error, name);
  });
}

async function openHandle(path: string, name: string): Promise<FileHandle> {
  // Non-blocking, for the pipe that took the file's place since it was looked at. Undefined on Windows.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  return open(path, flags).catch((error: unknown) => {
    throw fromSystemError(error, name);
  });
}

function requireRegular(name: string, stats: Stats): void {
  if (stats.isFile()) return;
  throw fileUnreadable(
    name,
    stats.isDirectory() ? 'it is a folder.' : 'it is not a file but a device or pipe.',
  );
}

function fromSystemError(error: unknown, name: string): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fileNotFound(name, error);
    case 'EACCES':
    case 'EPERM':
      return fileUnreadable(name, 'you have no permission to open it.', error);
    case 'ELOOP':
      return fileUnreadable(name, 'it is a link that leads back to itself.', error);
    case 'EBUSY':
      return fileUnreadable(name, 'another program has it locked.', error);
    default:
      return fileUnreadable(name, 'the system would not open it.', error);
  }
}
