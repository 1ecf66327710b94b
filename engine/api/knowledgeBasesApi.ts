import { sep } from 'node:path';
import type { libraryRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, mayWrite, type Principal, yieldToEventLoop } from '#base';
import { defaultKnowledgeBase, requireWrite, stopIndexing, stopIndexingInto } from '#folders';
import type { JobRunner } from '#jobs';
import { findIndexJobs, indexJobKey } from '#pipelines';
import type { Clock } from '#ports';
import type { JobRecord, PlacedDocument, Storage } from '#storage';

type Methods =
  | 'library.knowledgeBases'
  | 'library.createKnowledgeBase'
  | 'library.renameKnowledgeBase'
  | 'library.removeKnowledgeBase'
  | 'library.move';

export interface KnowledgeBasesApiDeps {
  storage: Storage;
  runner: JobRunner;
  clock: Clock;
  /** Takes the documents of removed knowledge bases out, and tidies up; resolves when nothing is left of them. */
  afterChange(): Promise<void>;
  /** Folders are watched no longer, or otherwise; resolves when nothing works for the old state any more. */
  onWatchChange(): Promise<void>;
}

/** Documents of one write: others write in between. */
const movedAtOnce = 200;

/** Knowledge bases: made, named, emptied, filled from others. A caller sees and changes those it was granted. */
export function createKnowledgeBasesApi(
  deps: KnowledgeBasesApiDeps,
): Pick<Handlers<typeof libraryRpc, Principal>, Methods> {
  const { storage } = deps;

  /** @throws AppError `forbidden`; `not_found`, which is what one looks like that the caller may not see */
  function require(name: string, caller: Principal): { id: number; name: string } {
    if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not change knowledge bases.`);
    const found = storage.read.findKnowledgeBase(name);
    if (!found || !mayRead(caller, found.name))
      throw new AppError('not_found', `There is no knowledge base named “${name}”.`);
    return found;
  }

  /** @throws AppError `not_found`; `forbidden` */
  async function findAll(ids: readonly string[], caller: Principal): Promise<PlacedDocument[]> {
    const found: PlacedDocument[] = [];
    for (let start = 0; start < ids.length; start += movedAtOnce) {
      const some = ids.slice(start, start + movedAtOnce);
      const places = storage.read.readPlaces(some).filter(({ kb }) => mayRead(caller, kb));
      const there = new Set(places.map(({ id }) => id));
      const gone = some.find((id) => !there.has(id));
      if (gone !== undefined) throw new AppError('not_found', `There is no document ${gone}.`);
      found.push(...places);
      await yieldToEventLoop();
    }
    return found;
  }

  /** @throws AppError `conflict` for one that the next scan would bring back to where it was */
  function requireUnwatched(documents: readonly PlacedDocument[], to: string): void {
    const folders = storage.read.listWatchedFolders();
    for (const { path, kbId, kb } of documents) {
      const folder = folders.find((each) => each.kbId === kbId && path.startsWith(within(each.path)));
      if (!folder) continue;
      throw new AppError(
        'conflict',
        `${path} lies in the watched folder ${folder.path} and would come back into “${kb}” at its next scan. To move what is in the folder, watch it in “${to}” and end its watch in “${kb}”.`,
        { details: { path, folder: folder.path } },
      );
    }
  }

  /** @throws AppError `conflict` */
  async function requireFree(
    documents: readonly PlacedDocument[],
    target: { id: number; name: string },
  ): Promise<void> {
    const seen = new Set<string>();
    for (let start = 0; start < documents.length; start += movedAtOnce) {
      const paths = documents.slice(start, start + movedAtOnce).map(({ path }) => path);
      const taken = storage.read.pathsTaken({ kbId: target.id, paths });
      const twice = paths.find((path) => seen.has(path) || !seen.add(path));
      const path = taken[0] ?? twice;
      if (path !== undefined) {
        throw new AppError(
          'conflict',
          `“${target.name}” has a document at ${path} already; nothing was moved. Remove one of the two.`,
          { details: { path } },
        );
      }
      await yieldToEventLoop();
    }
  }

  /** Takes what is on its way for documents out of the queue. */
  async function takeJobs(documents: readonly PlacedDocument[]): Promise<JobRecord[]> {
    const taken: JobRecord[] = [];
    for (const { path, kbId } of documents) {
      const [id] = findIndexJobs(storage.read, kbId, path);
      const job = id === undefined ? null : storage.read.readJob(id);
      if (!job) continue;
      taken.push(job);
      await stopIndexing(deps, { path, kbIds: [kbId], isFolder: false });
    }
    return taken;
  }

  /** A reading that is under way ends in the knowledge base that it began for, so it begins anew. */
  async function moveSome(documents: readonly PlacedDocument[], kbId: number): Promise<number> {
    const jobs = await takeJobs(documents);
    let isMoved = false;
    try {
      const { moved } = await storage.write.moveToKnowledgeBase({ documents, kbId });
      isMoved = true;
      return moved;
    } finally {
      const again = jobs.map(({ kind, key, subject, priority, payload }) => ({
        ...{ kind, subject, priority },
        key: isMoved ? indexJobKey(kbId, subject) : key,
        payload: isMoved ? { ...(payload as object), kbId } : payload,
      }));
      if (again.length > 0) await deps.runner.enqueue(again);
    }
  }

  return {
    'library.knowledgeBases': (_input, { caller }) => ({
      knowledgeBases: storage.read
        .listKnowledgeBases()
        .filter(({ name }) => mayRead(caller, name))
        .map(({ name, documents }) => ({ name, documents })),
    }),
    async 'library.createKnowledgeBase'({ name }, { caller }) {
      requireWrite(caller, name);
      const created = await storage.write.createKnowledgeBase({ name, now: deps.clock.now() });
      return { name: created.name };
    },
    async 'library.renameKnowledgeBase'({ from, to }, { caller }) {
      const { id } = require(from, caller);
      requireWrite(caller, to);
      const renamed = await storage.write.renameKnowledgeBase({ id, name: to });
      return { name: renamed.name };
    },
    async 'library.removeKnowledgeBase'({ name }, { caller }) {
      const { id } = require(name, caller);
      const { removed } = await storage.write.removeKnowledgeBase({ id, now: deps.clock.now() });
      await deps.onWatchChange();
      await stopIndexingInto(deps, id);
      await deps.afterChange();
      return { removed };
    },
    async 'library.move'({ ids, kb }, { caller }) {
      if (kb.toLowerCase() === defaultKnowledgeBase && mayRead(caller, kb))
        await storage.write.ensureKnowledgeBase({ name: kb });
      const target = require(kb, caller);
      const documents = (await findAll([...new Set(ids)], caller)).filter(({ kbId }) => kbId !== target.id);
      requireUnwatched(documents, target.name);
      await requireFree(documents, target);
      let moved = 0;
      for (let start = 0; start < documents.length; start += movedAtOnce) {
        moved += await moveSome(documents.slice(start, start + movedAtOnce), target.id);
      }
      return { moved };
    },
  };
}

function within(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
