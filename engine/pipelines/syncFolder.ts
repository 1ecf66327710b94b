import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { IngestResult } from '@adiuva/contracts/rpc';
import { AppError, throwIfAborted } from '#base';
import type { PlacedDocument } from '#storage';
import { toFileError } from './fileStamp.ts';
import { type IngestDeps, type IngestRequest, ingest } from './ingest.ts';
import { documentsUnder } from './removeFromLibrary.ts';

const statsAtOnce = 64;

/**
 * Brings the library in line with a folder: what is new or changed is indexed, what moved keeps its document,
 * what is gone goes. A folder that is itself gone (an unplugged disk) is an error and takes nothing with it.
 *
 * @throws AppError as `ingest` does; `file_not_found` when the folder is not there
 */
export async function syncFolder(
  deps: IngestDeps,
  folder: string,
  request: Omit<IngestRequest, 'paths'>,
): Promise<IngestResult> {
  await requireFolder(folder);
  const present = new Set<string>();
  const result = await ingest(deps, { ...request, paths: [folder], onScanned: (path) => present.add(path) });
  await requireFolder(folder);
  // Below a folder that could not be listed, absence proves nothing.
  const unreadable = result.documents
    .filter(({ error }) => error?.code === 'file_unreadable')
    .map(({ path }) => path + sep);
  let removed = 0;
  for await (const documents of documentsUnder(deps.storage, { under: folder, kb: request.kb })) {
    throwIfAborted(request.signal);
    const absent = documents.filter(
      ({ path }) => !present.has(path) && !unreadable.some((prefix) => path.startsWith(prefix)),
    );
    if (absent.length === 0) continue;
    const gone = await withoutExisting(absent);
    if (gone.length > 0) removed += (await deps.storage.write.removeDocuments({ documents: gone })).removed;
  }
  return removed > 0 ? { ...result, totals: { ...result.totals, removed } } : result;
}

/** A file that came after the scan, or that it passes over but somebody named, is not gone. */
async function withoutExisting(documents: readonly PlacedDocument[]): Promise<PlacedDocument[]> {
  const gone: PlacedDocument[] = [];
  for (let start = 0; start < documents.length; start += statsAtOnce) {
    const batch = documents.slice(start, start + statsAtOnce);
    const isThere = await Promise.all(
      batch.map(({ path }) =>
        stat(path).then(
          (stats) => stats.isFile(),
          () => false,
        ),
      ),
    );
    gone.push(...batch.filter((_document, index) => !isThere[index]));
  }
  return gone;
}

async function requireFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    throw toFileError(error, folder);
  }
  throw new AppError('invalid_input', `${folder} is not a folder.`);
}
