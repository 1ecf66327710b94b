import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { throwIfAborted } from '#base';
import { fileChanged, fileEmpty, fileNotFound, fileTooLarge, fileUnreadable } from './fileErrors.ts';

const chunkBytes = 16 * 1024 * 1024;

/**
 * Reads a regular file whole. Pipes, sockets and devices are never opened for reading, and a file that changes
 * under the read is an error rather than a mixture of two versions.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `file_empty`, `file_too_large`, `file_changed`, `cancelled`
 */
export async function readFile(
  path: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const name = basename(path);
  // Looked at before it is opened: opening a device can have effects, and a pipe waits for its writer.
  requireRegular(name, await statOf(path, name));
  const handle = await openFile(path, name);
  try {
    const before = await handle.stat();
    requireRegular(name, before);
    if (before.size === 0) throw fileEmpty(name);
    if (before.size > maxBytes) throw fileTooLarge(name, before.size, maxBytes);
    const bytes = await readAll(handle, name, before.size, signal);
    const after = await handle.stat();
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw fileChanged(name);
    return bytes;
  } finally {
    await handle.close();
  }
}

async function readAll(
  handle: FileHandle,
  name: string,
  size: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  for (let offset = 0; offset < size; ) {
    throwIfAborted(signal);
    const { bytesRead } = await handle
      .read(bytes, offset, Math.min(chunkBytes, size - offset), offset)
      .catch((error: unknown) => {
        throw fileUnreadable(name, 'the disk reported an error.', error);
      });
    if (bytesRead === 0) throw fileChanged(name);
    offset += bytesRead;
  }
  return bytes;
}

async function statOf(path: string, name: string): Promise<Stats> {
  return stat(path).catch((error: unknown) => {
    throw fromSystemError(error, name);
  });
}

async function openFile(path: string, name: string): Promise<FileHandle> {
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
