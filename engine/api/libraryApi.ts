import { sep } from 'node:path';
import type { libraryRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, mayWrite, type Principal } from '#base';
import { defaultKnowledgeBase, documentsUnder, type IngestDeps, ingest, stopIndexing } from '#folders';
import type { PlacedDocument } from '#storage';
import { createContentApi } from './contentApi.ts';
import { createDocumentsApi } from './documentsApi.ts';
import { trimSeparator } from './foldersApi.ts';
import { removeImportedCopies } from './importedCopies.ts';
import { createKnowledgeBasesApi } from './knowledgeBasesApi.ts';
import { requireAbsolute } from './requireAbsolute.ts';

/** Documents of one write: others write in between. */
const removedAtOnce = 50;

export interface LibraryApiDeps extends IngestDeps {
  /** Tidies up after documents went or changed. */
  afterChange(): Promise<void>;
  /** A folder is watched from now on, or no longer; resolves when nothing works for the old state any more. */
  onWatchChange(): Promise<void>;
}

/** Documents in, out and looked at. A caller sees what its grants say; for the rest a document does not exist. */
export function createLibraryApi(
  deps: LibraryApiDeps,
): Omit<Handlers<typeof libraryRpc, Principal>, 'library.similar'> {
  const { storage } = deps;

  function numbersOfKnowledgeBases(caller: Principal): number[] {
    const bases = storage.read.listKnowledgeBases().filter(({ name }) => mayRead(caller, name));
    return bases.map(({ id }) => id);
  }

  async function* documentsById(id: string, caller: Principal): AsyncGenerator<PlacedDocument[]> {
    const document = storage.read.readDocument(id);
    if (document && mayRead(caller, document.kb)) yield [document];
  }

  async function* under(path: string, caller: Principal): AsyncGenerator<PlacedDocument[]> {
    for await (const documents of documentsUnder(storage, { under: path }))
      yield documents.filter(({ kb }) => mayRead(caller, kb));
  }

  async function removeAll(pages: AsyncIterable<PlacedDocument[]>): Promise<number> {
    let removed = 0;
    for await (const page of pages) {
      for (let start = 0; start < page.length; start += removedAtOnce) {
        const documents = page.slice(start, start + removedAtOnce);
        removed += (await storage.write.removeDocuments({ documents })).removed;
        await removeImportedCopies(
          deps,
          documents.map(({ path }) => path),
        );
      }
    }
    return removed;
  }

  /** The folder itself, and what is watched below it: all of it goes. */
  async function endWatches(path: string, caller: Principal): Promise<number> {
    const ids = storage.read
      .listWatchedFolders()
      .filter((folder) => mayRead(caller, folder.kb) && isAtOrUnder(folder.path, path))
      .map(({ id }) => id);
    if (ids.length === 0) return 0;
    const ended = await storage.write.removeWatchedFolders({ ids });
    await deps.onWatchChange();
    return ended;
  }

  /** What lies in a watched folder would come back with its next scan. */
  async function exclude(path: string, kbIds: readonly number[], isDocument: boolean): Promise<void> {
    const folderIds = storage.read
      .listWatchedFolders()
      .filter((folder) => kbIds.includes(folder.kbId) && isAtOrUnder(path, folder.path))
      .map(({ id }) => id);
    if (folderIds.length === 0) return;
    const [first] = storage.read.listDocumentsUnder({ under: path, separator: sep, after: null, limit: 1 });
    if (!first) return;
    const isFolder = !isDocument && first.path !== path;
    await storage.write.excludePath({ folderIds, path, isFolder, now: deps.clock.now() });
  }

  return {
    async 'library.ingest'({ paths, kb, preset, outcomes }, { signal, emit, caller }) {
      const result = await ingest(deps, {
        paths: paths.map(requireAbsolute),
        kb: kb ?? defaultKnowledgeBase,
        preset: preset ?? null,
        principal: caller,
        signal,
        emit,
        ...(outcomes && { outcomes }),
      });
      await deps.afterChange();
      return result;
    },
    async 'library.remove'({ target }, { caller }) {
      if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not remove documents.`);
      const byId = storage.read.readDocument(target);
      const path = byId?.path ?? trimSeparator(target);
      const kbIds = byId
        ? [byId].filter(({ kb }) => mayRead(caller, kb)).map(({ kbId }) => kbId)
        : numbersOfKnowledgeBases(caller);
      const watches = byId ? 0 : await endWatches(path, caller);
      await exclude(path, kbIds, byId !== null);
      const stopped = await stopIndexing(deps, { path, kbIds, isFolder: !byId });
      const removed = await removeAll(byId ? documentsById(target, caller) : under(path, caller));
      if (removed + watches + stopped === 0) {
        throw new AppError('not_found', `Nothing in the library has the id or path ${target}.`);
      }
      await deps.afterChange();
      return { removed };
    },
    async 'library.keep'({ target }, { caller }) {
      if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not keep documents.`);
      const isId = storage.read.readDocument(target) !== null;
      const pages = isId ? documentsById(target, caller) : under(trimSeparator(target), caller);
      let kept = 0;
      for await (const page of pages) {
        const documents = page.map(({ id, path }) => ({ id, path }));
        kept += await storage.write.keepDocuments({ documents });
      }
      if (kept === 0) throw new AppError('not_found', `No file of ${target} is gone.`);
      return { kept };
    },
    ...createKnowledgeBasesApi(deps),
    ...createDocumentsApi({ storage }),
    ...createContentApi({ storage }),
  };
}

function isAtOrUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
