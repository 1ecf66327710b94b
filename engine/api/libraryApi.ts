import { sep } from 'node:path';
import type { OutputOf } from '@adiuva/contracts';
import type { DocumentSummary, libraryRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, mayWrite, type Principal, readableKnowledgeBases, yieldToEventLoop } from '#base';
import {
  defaultKnowledgeBase,
  documentsUnder,
  type IngestDeps,
  ingest,
  stopIndexing,
  syncFolder,
} from '#pipelines';
import type { DocumentRecord, PlacedDocument } from '#storage';
import { requireAbsolute } from './requireAbsolute.ts';

type StoredChunk = OutputOf<(typeof libraryRpc)['library.show']>['chunkList'][number];
type StoredPart = OutputOf<(typeof libraryRpc)['library.parts']>['parts'][number];

/** Rows read in one go; more would hold the event loop. */
const listPage = 500;
/** Documents of one write: others write in between. */
const removedAtOnce = 50;

export interface LibraryApiDeps extends IngestDeps {
  /** Tidies up after documents went or changed. */
  afterChange(): Promise<void>;
  /** A folder is watched from now on, or no longer; resolves when nothing works for the old state any more. */
  onWatchChange(): Promise<void>;
}

/** Documents in, out and looked at. A caller sees what its grants say; for the rest a document does not exist. */
export function createLibraryApi(deps: LibraryApiDeps): Handlers<typeof libraryRpc, Principal> {
  const { storage } = deps;

  function requireDocument(id: string, caller: Principal): DocumentRecord {
    const document = storage.read.readDocument(id);
    if (!document || !mayRead(caller, document.kb))
      throw new AppError('not_found', `There is no document ${id}.`);
    return document;
  }

  function namesOfKnowledgeBases(): string[] {
    const names = storage.read.listKnowledgeBases().map(({ name }) => name);
    // The first job of the default one runs before the row is there.
    return names.includes(defaultKnowledgeBase) ? names : [...names, defaultKnowledgeBase];
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
      }
    }
    return removed;
  }

  return {
    async 'library.ingest'({ paths, kb, preset }, { signal, emit, caller }) {
      const result = await ingest(deps, {
        paths: paths.map(requireAbsolute),
        kb: kb ?? defaultKnowledgeBase,
        preset: preset ?? null,
        principal: caller,
        signal,
        emit,
      });
      await deps.afterChange();
      return result;
    },
    async 'library.list'({ kb, status, limit = 1000, offset = 0 }, { caller, signal }) {
      const filter = { knowledgeBases: readableKnowledgeBases(caller), kb, status };
      const documents: DocumentSummary[] = [];
      let total = 0;
      while (documents.length < limit && !signal.aborted) {
        const size = Math.min(listPage, limit - documents.length);
        const page = storage.read.listDocuments({
          ...filter,
          limit: size,
          offset: offset + documents.length,
        });
        total = page.total;
        documents.push(...page.documents.map(toSummary));
        if (page.documents.length < size) break;
        await yieldToEventLoop();
      }
      return { documents, total };
    },
    async 'library.show'({ id }, { caller }) {
      const document = requireDocument(id, caller);
      const chunkList: StoredChunk[] = [];
      for (let page = storage.read.readChunks(document.rowId, 0, listPage); page.length > 0; ) {
        chunkList.push(...page.map((chunk) => ({ ...chunk, id: String(chunk.id) })));
        await yieldToEventLoop();
        page = storage.read.readChunks(document.rowId, chunkList.length, listPage);
      }
      return { ...toSummary(document), metadata: document.metadata, chunkList };
    },
    async 'library.parts'({ id, part }, { caller }) {
      const document = requireDocument(id, caller);
      const ordinals =
        part === undefined ? Array.from({ length: document.partCount }, (_, at) => at) : [part];
      const parts: StoredPart[] = [];
      for (const ordinal of ordinals) {
        parts.push(...storage.read.readParts(document.rowId, ordinal));
        if (ordinal % 16 === 15) await yieldToEventLoop();
      }
      return {
        id,
        path: document.path,
        mediaType: document.mediaType,
        title: document.title,
        total: document.partCount,
        parts,
      };
    },
    async 'library.remove'({ target }, { caller }) {
      if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not remove documents.`);
      const byId = storage.read.readDocument(target);
      const path = byId?.path ?? trimSeparator(target);
      const kbs = byId
        ? [byId.kb].filter((kb) => mayRead(caller, kb))
        : (readableKnowledgeBases(caller) ?? namesOfKnowledgeBases());
      const watches = byId
        ? 0
        : await storage.write.removeWatchedFolder({ path, kbs: readableKnowledgeBases(caller) });
      if (watches > 0) await deps.onWatchChange();
      const stopped = await stopIndexing(deps, { path, kbs, isFolder: !byId });
      const removed = await removeAll(byId ? documentsById(target, caller) : under(path, caller));
      if (removed + watches + stopped === 0) {
        throw new AppError('not_found', `Nothing in the library has the id or path ${target}.`);
      }
      await deps.afterChange();
      return { removed };
    },
    async 'library.watch'({ folder, kb = defaultKnowledgeBase, preset, once }, { signal, emit, caller }) {
      const path = trimSeparator(requireAbsolute(folder));
      const request = { kb, preset: preset ?? null, principal: caller, signal, emit };
      const result = await syncFolder(deps, path, request);
      if (!once) {
        const now = deps.clock.now();
        await storage.write.addWatchedFolder({ path, kb, preset: preset ?? 'default', now });
        await storage.write.markFolderScanned({ path, kb, now });
        await deps.onWatchChange();
      }
      await deps.afterChange();
      return result;
    },
    'library.knowledgeBases': (_input, { caller }) => ({
      knowledgeBases: storage.read.listKnowledgeBases().filter(({ name }) => mayRead(caller, name)),
    }),
  };
}

function trimSeparator(path: string): string {
  return path.length > 1 && path.endsWith(sep) ? path.slice(0, -1) : path;
}

function toSummary(document: DocumentRecord): DocumentSummary {
  return {
    id: document.id,
    path: document.path,
    kb: document.kb,
    status: document.status,
    mediaType: document.mediaType,
    title: document.title,
    author: document.author,
    language: document.language,
    size: document.size,
    modifiedAt: document.mtimeMs,
    indexedAt: document.indexedAt,
    parts: document.partCount,
    chunks: document.chunkCount,
    preset: document.preset,
    ...(document.errorCode && { error: { code: document.errorCode, message: document.errorMessage ?? '' } }),
  };
}
