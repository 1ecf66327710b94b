import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { AppError, throwIfAborted } from '#base';
import type { FileStamp } from '#storage';

interface Stats {
  size: number | bigint;
  mtimeMs: number | bigint;
  ctimeMs: number | bigint;
  birthtimeMs: number | bigint;
  dev: number | bigint;
  ino: number | bigint;
}

export function toFileStamp(stats: Stats): FileStamp {
  return {
    size: Number(stats.size),
    mtimeMs: Number(stats.mtimeMs),
    ctimeMs: Number(stats.ctimeMs),
    inode: identityOf(stats),
  };
}

/**
 * What a file or folder is known by, whatever it is called: its number and when it was born, which together no other
 * file comes to have when the number is used again. A disk's own number is another each time it is plugged in, so it
 * counts only where the file system does not tell births.
 */
export function identityOf({ dev, ino, birthtimeMs }: Pick<Stats, 'dev' | 'ino' | 'birthtimeMs'>): string {
  return Number(birthtimeMs) > 0 ? `${ino}@${birthtimeMs}` : `${dev}:${ino}`;
}

/** False where another file may have come to the same identity. */
export function isSureIdentity(identity: string): boolean {
  return identity.includes('@');
}

/** Same size and time of change: what is on the disk is taken to be what was read. */
export function isSameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.inode === b.inode;
}

/** @throws AppError `file_not_found`, `file_unreadable` */
export async function readFileStamp(path: string): Promise<FileStamp> {
  try {
    return toFileStamp(await stat(path));
  } catch (error) {
    throw toFileError(error, path);
  }
}

/**
 * SHA-256 of a file's bytes as hex, read in pieces.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `cancelled`
 */
export async function hashFile(path: string, signal: AbortSignal): Promise<string> {
  try {
    // Non-blocking, so that a pipe that took the file's place cannot hold us.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if (!(await file.stat()).isFile())
      throw new AppError('file_unreadable', `${path} is not a regular file.`);
    return await hashHandle(file, signal);
  } catch (error) {
    throw toFileError(error, path);
  }
}

/** SHA-256 of an open file's bytes as hex, from its beginning, read in pieces. @throws AppError `cancelled` */
export async function hashHandle(file: FileHandle, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(256 * 1024);
  for (let position = 0; ; ) {
    throwIfAborted(signal);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
}

export function toFileError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('file_not_found', `${path} is not there (any more).`, { cause: error });
  }
  return new AppError(
    'file_unreadable',
    `${path} could not be read (${code ?? String(error)}); check its permissions.`,
    {
      cause: error,
    },
  );
}
