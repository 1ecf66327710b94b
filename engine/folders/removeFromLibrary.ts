import { sep } from 'node:path';
import { yieldToEventLoop } from '#base';
import type { JobRunner } from '#jobs';
import { findIndexJobs, findIndexJobsBetween, indexJobKey } from '#pipelines';
import type { PlacedDocument, Storage } from '#storage';

/** Rows read, and documents removed, in one go: a folder of 100,000 must hold up nobody. */
const page = 1000;

/** Every document at or under a path, a page at a time. A page may be removed before the next is asked for. */
export async function* documentsUnder(
  storage: Storage,
  filter: { under: string; kbId?: number },
): AsyncGenerator<PlacedDocument[]> {
  let after: PlacedDocument | null = null;
  for (;;) {
    const documents: PlacedDocument[] = storage.read.listDocumentsUnder({
      ...filter,
      separator: sep,
      after,
      limit: page,
    });
    const last: PlacedDocument | undefined = documents.at(-1);
    if (!last) return;
    after = last;
    yield documents;
    await yieldToEventLoop();
  }
}

/** Stops what would bring a file, or what is under a folder, back into the library. @returns how many jobs */
export async function stopIndexing(
  deps: { storage: Storage; runner: JobRunner },
  { path, kbIds, isFolder }: { path: string; kbIds: readonly number[]; isFolder: boolean },
): Promise<number> {
  const inside = path.endsWith(sep) ? path : path + sep;
  const afterInside = inside.slice(0, -1) + String.fromCharCode(sep.charCodeAt(0) + 1);
  const ids = kbIds.flatMap((kbId) => {
    const { read } = deps.storage;
    const below = () => findIndexJobsBetween(read, indexJobKey(kbId, inside), indexJobKey(kbId, afterInside));
    return [...findIndexJobs(read, kbId, path), ...(isFolder ? below() : [])];
  });
  await cancelInTurns(deps.runner, ids);
  return ids.length;
}

/** Stops all that is on its way into a knowledge base. */
export async function stopIndexingInto(
  deps: { storage: Storage; runner: JobRunner },
  kbId: number,
): Promise<void> {
  const from = indexJobKey(kbId, '');
  // The letter after the one that stands before the path.
  const ids = findIndexJobsBetween(deps.storage.read, from, from.replace('\n', '\v'));
  await cancelInTurns(deps.runner, ids);
}

const cancelledAtOnce = 200;

async function cancelInTurns(runner: JobRunner, ids: readonly number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += cancelledAtOnce)
    await runner.cancelAll(ids.slice(start, start + cancelledAtOnce));
}
