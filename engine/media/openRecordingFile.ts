import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { AppError } from '#base';

/** A recording on the disk, for a decoder that cannot wait. */
export interface RecordingFile {
  /** Bytes. */
  readonly size: number;
  /** Fills `target` from `offset` on, and says how many bytes there were. @throws AppError `file_unreadable` */
  readNow(offset: number, target: Uint8Array): number;
  close(): void;
}

/**
 * Opens a regular file. Devices and pipes are never opened: that can have effects, and a pipe waits for its writer.
 *
 * @throws AppError `file_not_found`, `file_unreadable`, `file_empty`, `file_too_large`
 */
export function openRecordingFile(path: string, maxBytes = Number.POSITIVE_INFINITY): RecordingFile {
  const name = basename(path);
  if (!asked(name, () => statSync(path)).isFile())
    throw unreadable(name, 'it is no file, but a folder or device.');
  // Undefined on Windows.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
  const descriptor = asked(name, () => openSync(path, flags));
  try {
    const stats = asked(name, () => fstatSync(descriptor));
    if (!stats.isFile()) throw unreadable(name, 'it is no file any more.');
    requireSize(name, stats.size, maxBytes);
    return {
      size: stats.size,
      readNow: (offset, target) => asked(name, () => readSync(descriptor, target, 0, target.length, offset)),
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function requireSize(name: string, bytes: number, maxBytes: number): void {
  if (bytes === 0) throw new AppError('file_empty', `“${name}” is empty: there is nothing in it to hear.`);
  if (bytes <= maxBytes) return;
  const megabytes = (count: number) => `${Math.ceil(count / 1024 ** 2).toLocaleString('en')} MB`;
  throw new AppError(
    'file_too_large',
    `“${name}” has ${megabytes(bytes)}, more than the ${megabytes(maxBytes)} allowed for a recording. Cut it, or raise the limit.`,
    { details: { bytes, maxBytes } },
  );
}

function unreadable(name: string, why: string, cause?: unknown): AppError {
  return new AppError('file_unreadable', `“${name}” could not be read: ${why}`, { cause });
}

/** What the system says of a file, as a person would say it. */
function asked<T>(name: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new AppError(
        'file_not_found',
        `“${name}” is not there any more. It may have been moved or deleted.`,
        {
          cause: error,
        },
      );
    const isForbidden = code === 'EACCES' || code === 'EPERM' || code === 'ERR_ACCESS_DENIED';
    throw unreadable(
      name,
      isForbidden ? 'you have no permission to open it.' : `the system said ${code}.`,
      error,
    );
  }
}
