import { stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { IngestResult } from '@adiuva/contracts/rpc';
import { AppError } from '#base';
import { toFileError } from './fileStamp.ts';
import { type IngestDeps, type IngestRequest, ingest } from './ingest.ts';

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
  const gone = deps.storage.read
    .listDocumentsUnder({ under: folder, kb: request.kb, separator: sep })
    .filter(({ path }) => !present.has(path));
  const unreadable = result.documents
    .filter(({ error }) => error?.code === 'file_unreadable')
    .map(({ path }) => path + sep);
  // Below a folder that could not be listed, absence proves nothing.
  const rowIds = gone
    .filter(({ path }) => !unreadable.some((prefix) => path.startsWith(prefix)))
    .map(({ rowId }) => rowId);
  if (rowIds.length === 0) return result;
  const { removed } = await deps.storage.write.removeDocuments({ rowIds });
  return { ...result, totals: { ...result.totals, removed } };
}

async function requireFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    throw toFileError(error, folder);
  }
  throw new AppError('invalid_input', `${folder} is not a folder.`);
}
