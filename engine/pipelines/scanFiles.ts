import { isUtf8 } from 'node:buffer';
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
 * @param ownFolder the data folder: what Adiuva keeps there is no document of anybody's
 * @throws AppError `cancelled`; `file_not_found` when none of the paths is there
 */
export async function* scanFiles(
  paths: readonly string[],
  ownFolder: string,
  signal: AbortSignal,
): AsyncGenerator<ScannedFile> {
  const seen = new Set<string>();
  let isAnyThere = false;
  let lastError: AppError | undefined;
  for (const path of paths) {
    throwIfAborted(signal);
    try {
      const stats = await stat(path);
      isAnyThere = true;
      if (stats.isDirectory()) yield* scanFolder(path, ownFolder, signal, seen);
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
  ownFolder: string,
  signal: AbortSignal,
  seen: Set<string>,
): AsyncGenerator<ScannedFile> {
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    throwIfAborted(signal);
    let entries: Dirent<Buffer>[];
    try {
      // As bytes: a name that is not Unicode would come out changed, and two of them alike.
      entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
    } catch (error) {
      yield { path: folder, stamp: null, error: toFileError(error, folder) };
      continue;
    }
    entries.sort((a, b) => Buffer.compare(a.name, b.name));
    const files: string[] = [];
    for (const entry of entries) {
      const name = entry.name.toString();
      if (name.startsWith('.') || litter.test(name) || entry.isSymbolicLink()) continue;
      if (!isUtf8(entry.name)) {
        yield unreadableName(folder, entry.name);
        continue;
      }
      const path = join(folder, name);
      if (seen.has(path)) continue;
      if (entry.isDirectory()) {
        if (path !== ownFolder) folders.push(path);
      } else {
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

/** Shown with its odd bytes as `\\xNN`, so that each such file has an outcome of its own. */
function unreadableName(folder: string, name: Buffer): ScannedFile {
  const shown = [...name.toString('latin1')]
    .map((letter) => (letter > '~' ? `\\x${letter.charCodeAt(0).toString(16)}` : letter))
    .join('');
  const path = join(folder, shown);
  const error = new AppError(
    'file_unreadable',
    `${path} has a name that is not valid Unicode; rename it and add it again.`,
  );
  return { path, stamp: null, error };
}

function notRegular(path: string): ScannedFile {
  const error = new AppError(
    'file_unsupported',
    `${basename(path)} is not a regular file (a pipe, a socket or a device).`,
  );
  return { path, stamp: null, error };
}
