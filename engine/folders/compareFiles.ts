import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import { identityOf, isSureIdentity } from '#pipelines';
import type { KnownDocument, Storage } from '#storage';
import { isUpToDate } from './ingest.ts';
import type { ScannedFile, StampedFile } from './walkFolder.ts';

/** A document whose file was found under another path. `isEdited`: it has to be read again. */
export interface FoundMove {
  document: KnownDocument;
  file: StampedFile;
  isEdited: boolean;
}

/** What some files of a scan are to the library. */
export interface Comparison {
  unreadable: { file: ScannedFile; document: KnownDocument | undefined }[];
  same: KnownDocument[];
  /** New, or not what the library holds. */
  changed: { file: StampedFile; document: KnownDocument | undefined }[];
  moved: FoundMove[];
}

/**
 * Sorts scanned files by what they are to the library. A file that a document is known to be, by what the file system
 * knows it by, and that has left the document's path, has moved.
 *
 * @param known the documents at the files' paths
 * @param taken ids of documents that are on the move already; those found are added
 */
export async function compareFiles(
  storage: Storage,
  kbId: number | null,
  files: readonly ScannedFile[],
  known: ReadonlyMap<string, KnownDocument>,
  taken: Set<string>,
  canHear: boolean,
): Promise<Comparison> {
  const comparison: Comparison = { unreadable: [], same: [], changed: [], moved: [] };
  const others: StampedFile[] = [];
  for (const file of files) {
    const document = known.get(file.path);
    if (!isStamped(file)) comparison.unreadable.push({ file, document });
    else if (document && isUpToDate(document, file.stamp, { preset: null, canHear }))
      comparison.same.push(document);
    else others.push(file);
  }
  const owners = ownersOf(storage, kbId, others);
  for (const file of others) {
    const document = known.get(file.path);
    const owner =
      document?.inode === file.stamp.inode
        ? undefined
        : owners.get(file.stamp.inode)?.find(({ id }) => !taken.has(id));
    if (owner && (await hasLeft(storage, owner, file.path))) {
      taken.add(owner.id);
      const { stamp } = file;
      // A rename leaves these alone; what else it changes is the time of the change itself.
      const isSame = isUpToDate({ ...owner, ctimeMs: stamp.ctimeMs }, stamp, { preset: null, canHear });
      // By another ending it may be read as another type.
      const isEdited = !isSame || extname(owner.path) !== extname(file.path);
      comparison.moved.push({ document: owner, file, isEdited });
    } else comparison.changed.push({ file, document });
  }
  return comparison;
}

function isStamped(file: ScannedFile): file is StampedFile {
  return file.stamp !== null;
}

function ownersOf(
  storage: Storage,
  kbId: number | null,
  files: readonly StampedFile[],
): Map<string, KnownDocument[]> {
  const identities = files.map(({ stamp }) => stamp.inode).filter(isSureIdentity);
  const owners = new Map<string, KnownDocument[]>();
  if (identities.length === 0 || kbId === null) return owners;
  for (const document of storage.read.readDocumentsByIdentity({ kbId, identities })) {
    owners.set(document.inode, [...(owners.get(document.inode) ?? []), document]);
  }
  return owners;
}

/**
 * True when the document's file is no longer at its path: nothing is, or a file that is known to have come from another
 * path. A file of unknown origin there has been put in its place, as editors do who keep the old one as a backup: then
 * the document stays where it is.
 */
async function hasLeft(storage: Storage, document: KnownDocument, to: string): Promise<boolean> {
  let there: string;
  try {
    const stats = await lstat(document.path);
    if (!stats.isFile()) return true;
    there = identityOf(stats);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR';
  }
  if (there !== document.inode) {
    return storage.read
      .readDocumentsByIdentity({ kbId: document.kbId, identities: [there] })
      .some(({ path }) => path !== document.path);
  }
  // Another link to the same file; or the same name in other letters, on a disk that does not tell them apart.
  const fold = (path: string) => path.normalize('NFC').toLowerCase();
  if (fold(document.path) !== fold(to)) return false;
  const names = await readdir(dirname(document.path)).catch(() => null);
  return names !== null && !names.includes(basename(document.path));
}
