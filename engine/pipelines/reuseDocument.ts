import { access } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import type { RunningJob } from '#jobs';
import type { DocumentIdentity, DocumentRecord, Storage } from '#storage';
import type { RecordingHearing } from './transcribeRecordings.ts';

interface ReuseDeps {
  storage: Storage;
  recordings: Pick<RecordingHearing, 'partsOf'>;
}

/** True when the library already holds this content, here or at a path the file was moved from; then it is there now. */
export async function reuseDocument(
  deps: ReuseDeps,
  job: Pick<RunningJob<unknown>, 'lease'>,
  identity: DocumentIdentity,
): Promise<boolean> {
  const { storage } = deps;
  const { kbId, path, preset, stamp, contentHash, pipelineVersion } = identity;
  if (contentHash === null) return false;
  const twins = storage.read.readTwins({ kbId, path, contentHash, preset, pipelineVersion });
  const own = twins.find((document) => document.path === path);
  if (own) {
    if (!(await isAsHeard(deps, own, contentHash))) return false;
    await storage.write.refreshStamp({ lease: job.lease, id: own.id, path, stamp });
    return true;
  }
  for (const twin of twins) {
    if (extname(twin.path) !== extname(path) || (await exists(twin.path)) || (await isAway(storage, twin)))
      continue;
    if (!(await isAsHeard(deps, twin, contentHash))) return false;
    await storage.write.moveDocument({ lease: job.lease, id: twin.id, fromPath: twin.path, path, stamp });
    return true;
  }
  return false;
}

/** False for a recording that is indexed by other words, or under other names, than its transcript has by now. */
async function isAsHeard(
  { storage, recordings }: ReuseDeps,
  document: DocumentRecord,
  contentHash: string,
): Promise<boolean> {
  if (!/^(?:audio|video)\//.test(document.mediaType ?? '')) return true;
  const parts = await recordings.partsOf(contentHash);
  if (parts?.length !== document.partCount) return false;
  return parts.every(({ text }, ordinal) => {
    const [stored] = storage.read.readParts(document.rowId, ordinal);
    return stored?.text === text;
  });
}

/** True when its whole folder is away (an unplugged disk): then it has not moved. */
async function isAway(storage: Storage, { kbId, path }: DocumentRecord): Promise<boolean> {
  for (const folder of storage.read.listWatchedFolders()) {
    if (folder.kbId !== kbId || !path.startsWith(folder.path + sep)) continue;
    if (folder.error?.code === 'folder_missing' || !(await exists(folder.path))) return true;
  }
  return false;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
