import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, throwIfAborted } from '#base';
import type { FileStamp } from '#storage';
import { toFileError, toFileStamp } from './fileStamp.ts';

/** A file that a scan met. `error` where it could not be looked at. */
export interface ScannedFile {
  path: string;
  stamp: FileStamp | null;
  error?: AppError;
}

/** What operating systems and editors leave beside people's files. */
const litter = /^(?:Thumbs\.db|desktop\.ini|~\$.*|Icon\r)$/i;

/**
 * Every regular file at or under the paths, each once, in the order of the disk. Hidden entries inside folders
 * are passed over, links inside folders are not followed; a path that was named is taken as it is.
 *
 * @throws AppError `cancelled`; `file_not_found` when none of the paths is there
 */
export async function* scanFiles(paths: readonly string[], signal: AbortSignal): AsyncGenerator<ScannedFile> {
  const seen = new Set<string>();
  let isAnyThere = false;
  let lastError: AppError | undefined;
  for (const path of paths) {
    throwIfAborted(signal);
    try {
      const stats = await stat(path);
      isAnyThere = true;
      if (stats.isDirectory()) yield* scanFolder(path, signal, seen);
      else if (!seen.has(path)) {
        seen.add(path);
        yield stats.isFile() ? { path, stamp: toFileStamp(stats) } : notRegular(path);
      }
    } catch (error) {
      const known = toFileError(error, path);
      if (known.code === 'cancelled') throw known;
      lastError = known;
      if (paths.length > 1) yield { path, stamp: null, error: known };
    }
  }
  if (!isAnyThere && lastError) throw lastError;
}

async function* scanFolder(
  root: string,
  signal: AbortSignal,
  seen: Set<string>,
): AsyncGenerator<ScannedFile> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    throwIfAborted(signal);
    let entries: Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      yield { path: folder, stamp: null, error: toFileError(error, folder) };
      continue;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const files: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || litter.test(entry.name) || entry.isSymbolicLink() || seen.has(path))
        continue;
      if (entry.isDirectory()) folders.push(path);
      else {
        seen.add(path);
        files.push(path);
      }
    }
    yield* statAll(files);
  }
}

/** Stats in bounded company: a folder of 100,000 files is mostly waiting for the disk. */
async function* statAll(paths: readonly string[]): AsyncGenerator<ScannedFile> {
  const batch = 64;
  for (let start = 0; start < paths.length; start += batch) {
    yield* await Promise.all(paths.slice(start, start + batch).map(statOne));
  }
}

async function statOne(path: string): Promise<ScannedFile> {
  try {
    const stats = await lstat(path);
    return stats.isFile() ? { path, stamp: toFileStamp(stats) } : notRegular(path);
  } catch (error) {
    return { path, stamp: null, error: toFileError(error, path) };
  }
}

function notRegular(path: string): ScannedFile {
  const error = new AppError(
    'file_unsupported',
    `${basename(path)} is not a regular file (a pipe, a socket or a device).`,
  );
  return { path, stamp: null, error };
}
