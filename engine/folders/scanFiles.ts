import { stat } from 'node:fs/promises';
import { type AppError, throwIfAborted } from '#base';
import { toFileError, toFileStamp } from '#pipelines';
import { createFileRules } from './fileRules.ts';
import { notRegular, type ScannedFile, walkFolder } from './walkFolder.ts';

export interface ScanRequest {
  paths: readonly string[];
  /** The data folder: what Adiuva keeps there is no document of anybody's. */
  ownFolder: string;
  signal: AbortSignal;
  /** Hears of each file that was itself among the paths. */
  onNamed(path: string): void;
}

/**
 * Every regular file at or under the paths, each once, some at a time. Inside folders the default rules hold; a path that
 * was named is taken as it is.
 *
 * @throws AppError `cancelled`; `file_not_found` when none of the paths is there
 */
export async function* scanFiles(request: ScanRequest): AsyncGenerator<ScannedFile[]> {
  const { ownFolder, signal } = request;
  const paths = new Set(request.paths);
  const folders = new Set<string>();
  const named = new Set<string>();
  let lastError: AppError | undefined;
  for (const path of paths) {
    throwIfAborted(signal);
    try {
      const stats = await stat(path);
      if (stats.isDirectory()) {
        folders.add(path);
        continue;
      }
      named.add(path);
      request.onNamed(path);
      yield [stats.isFile() ? { path, stamp: toFileStamp(stats) } : notRegular(path)];
    } catch (error) {
      lastError = toFileError(error, path);
      if (paths.size > 1) yield [{ path, stamp: null, error: lastError }];
    }
  }
  for (const root of folders) {
    const rules = createFileRules({ ignore: [], kinds: null });
    // A folder that was itself named comes on its own.
    const leaves = (path: string) => path === ownFolder || folders.has(path);
    try {
      for await (const files of walkFolder(
        { root, rules, leaves, mounts: [], signal },
        { unknown: [], mounts: [] },
      ))
        yield named.size === 0 ? files : files.filter(({ path }) => !named.has(path));
    } catch (error) {
      const known = toFileError(error, root);
      if (known.code === 'cancelled' || paths.size === 1) throw known;
      yield [{ path: root, stamp: null, error: known }];
    }
  }
  if (folders.size + named.size === 0 && lastError) throw lastError;
}
