import { lstat } from 'node:fs/promises';
import { sep } from 'node:path';
import { throwIfAborted } from '#base';
import type { DocumentAt, KnownDocument, Storage } from '#storage';

/** Documents of one write: others write in between. */
const documentsPerWrite = 200;
const statsAtOnce = 64;

/** Documents of a folder that its scan did not meet. */
export interface Absent {
  add(document: KnownDocument): void;
  /** @returns how many went out of sight */
  remove(signal: AbortSignal): Promise<number>;
}

/**
 * Takes documents out of sight whose files are gone, or that the folder's rules no longer take. What cannot be told
 * stays: below a folder that could not be listed, and a file that came after the scan. So does what somebody named.
 *
 * @param unknown folders below which absence proves nothing
 */
export function collectAbsent(
  deps: { storage: Storage; kbId: number; startedAt: number; now(): number },
  unknown: readonly string[],
): Absent {
  const absent: DocumentAt[] = [];

  async function isGone({ path }: DocumentAt): Promise<boolean> {
    try {
      const stats = await lstat(path);
      if (!stats.isFile()) return true;
      // It stood there during the scan, which passed it over.
      return stats.ctimeMs < deps.startedAt;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG';
    }
  }

  return {
    add({ id, path, isKept, missingSince }) {
      if (!isKept && missingSince === null) absent.push({ id, path });
    },
    async remove(signal) {
      const below = unknown.map((folder) => folder + sep);
      let gone = 0;
      for (let start = 0; start < absent.length; start += documentsPerWrite) {
        throwIfAborted(signal);
        const batch = absent
          .slice(start, start + documentsPerWrite)
          .filter(({ path }) => !below.some((prefix) => path.startsWith(prefix)));
        const named = deps.storage.read.namedAmong({
          kbId: deps.kbId,
          paths: batch.map(({ path }) => path),
        });
        const documents: DocumentAt[] = [];
        for (let at = 0; at < batch.length; at += statsAtOnce) {
          const some = batch.slice(at, at + statsAtOnce);
          const verdicts = await Promise.all(some.map(isGone));
          documents.push(...some.filter((_document, index) => verdicts[index]));
        }
        const leaving = await withoutNamed(documents, named);
        if (leaving.length > 0) {
          gone += (await deps.storage.write.markMissing({ documents: leaving, now: deps.now() })).gone;
        }
      }
      return gone;
    },
  };
}

async function withoutNamed(
  documents: readonly DocumentAt[],
  named: ReadonlySet<string>,
): Promise<DocumentAt[]> {
  const leaving: DocumentAt[] = [];
  for (const document of documents) {
    const isThere = named.has(document.path) && (await lstat(document.path).catch(() => null))?.isFile();
    if (!isThere) leaving.push(document);
  }
  return leaving;
}
