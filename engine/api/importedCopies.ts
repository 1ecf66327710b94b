import { lstat, rm, rmdir } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { findIndexJobs } from '#pipelines';
import type { Storage } from '#storage';

/** As the host's uploads name the folder of a dropped file: by its content. */
const ownFolder = /^[\da-f]{24}$/;

/**
 * Deletes the copies that were made of files dropped on the page, once no document is left of them. Nothing outside
 * `imports/` of the data folder is touched, and there nothing but a plain file in a folder of its own.
 */
export async function removeImportedCopies(
  { home, storage }: { home: string; storage: Storage },
  paths: readonly string[],
): Promise<void> {
  const imports = join(home, 'imports');
  for (const path of new Set(paths)) {
    const steps = relative(imports, path).split(sep);
    if (steps.length !== 2 || !ownFolder.test(steps[0] ?? '') || isStillUsed(storage, path)) continue;
    const found = await lstat(path).catch(() => null);
    if (!found?.isFile()) continue;
    await rm(path, { force: true });
    // Another name of the same content may stand beside it.
    await rmdir(dirname(path)).catch(() => undefined);
  }
}

/** In another knowledge base, or on its way into one. */
function isStillUsed(storage: Storage, path: string): boolean {
  const { read } = storage;
  if (read.listDocumentsUnder({ under: path, separator: sep, after: null, limit: 1 }).length > 0) return true;
  return read.listKnowledgeBases().some(({ id }) => findIndexJobs(read, id, path).length > 0);
}
