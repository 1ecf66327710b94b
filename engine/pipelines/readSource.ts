import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { AppError, throwIfAborted } from '#base';
import type { DocumentRecord, FileStamp } from '#storage';
import { hashHandle, isSameStamp, toFileError, toFileStamp } from './fileStamp.ts';

/** A document as far as its file goes. */
export type Source = FileStamp & Pick<DocumentRecord, 'path' | 'contentHash'>;

export interface SourceReader {
  /**
   * Bytes `[start, end)` of a document's file, or fewer at its end; `size` is that of the file.
   *
   * @throws AppError `file_not_found`, `file_unreadable`; `file_changed` when the file is not the one that was read;
   *   `cancelled`
   */
  read(
    source: Source,
    range: { start: number; end: number },
    signal: AbortSignal,
  ): Promise<{ size: number; bytes: Buffer }>;
}

/** Files whose content was compared; each is compared anew when anything about it changes. */
const mostProven = 500;

/**
 * Reads files of documents as they were when they were read. A file whose size, times and identity are what the library
 * knows is the same; one that was only touched, copied back or moved to another disk is known by its content.
 */
export function createSourceReader(): SourceReader {
  const proven = new LRUCache<string, Promise<boolean>>({ max: mostProven });

  async function isWhatWasRead(file: FileHandle, source: Source, now: FileStamp): Promise<boolean> {
    if (isSameStamp(source, now)) return true;
    if (source.size !== now.size) return false;
    // Never hashed (it was too large, or failed): then its times decide.
    if (source.contentHash === null) return source.mtimeMs === now.mtimeMs;
    const key = JSON.stringify([source.path, source.contentHash, now]);
    let comparison = proven.get(key);
    if (!comparison) {
      // Several ranges of one file are asked for at once: they wait for one comparison, whoever gives up.
      comparison = hashHandle(file).then((hash) => hash === source.contentHash);
      proven.set(key, comparison);
      comparison.catch(() => proven.delete(key));
    }
    return comparison;
  }

  return {
    async read(source, { start, end }, signal) {
      const { path } = source;
      try {
        // Non-blocking, so that a pipe that took the file's place cannot hold us.
        await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
        const stats = await file.stat();
        const stamp = toFileStamp(stats);
        if (!stats.isFile() || !(await isWhatWasRead(file, source, stamp))) throw changed(path);
        throwIfAborted(signal);
        const bytes = await readRange(file, start, Math.min(end, stamp.size));
        // What was written in the meantime may be half of what was read.
        if (!isSameStamp(stamp, toFileStamp(await file.stat()))) throw changed(path);
        return { size: stamp.size, bytes };
      } catch (error) {
        throw toFileError(error, path);
      }
    },
  };
}

async function readRange(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(0, end - start));
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function changed(path: string): AppError {
  return new AppError(
    'file_changed',
    `${path} is another file than the one that is in the library; add it again to see what it is now.`,
  );
}
