import type { tagsRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, mayWrite, type Principal, readableKnowledgeBases } from '#base';
import { documentsUnder } from '#folders';
import { type Storage, type TagName, tagName } from '#storage';
import { checkFilters } from './checkFilters.ts';

/** Documents of one write: others write in between. */
const atOnce = 500;

/** Tags on documents. A caller sees, gives and takes those of the documents it may read, and of no other. */
export function createTagsApi({ storage }: { storage: Storage }): Handlers<typeof tagsRpc, Principal> {
  /** @throws AppError `not_found` for a target that stands for nothing */
  async function resolve(targets: readonly string[], caller: Principal): Promise<number[]> {
    const documents = new Set<number>();
    for (const target of targets) {
      const before = documents.size;
      let isKnown = false;
      const byId = storage.read.readDocument(target);
      if (byId && mayRead(caller, byId.kb)) documents.add(byId.rowId);
      else
        for await (const page of documentsUnder(storage, { under: withoutSeparator(target) }))
          for (const { rowId, kb } of page) {
            if (!mayRead(caller, kb)) continue;
            isKnown = true;
            documents.add(rowId);
          }
      if (documents.size === before && !isKnown && !byId)
        throw new AppError('not_found', `Nothing in the library has the id or path ${target}.`);
    }
    return [...documents];
  }

  async function inBatches(
    documents: readonly number[],
    change: (batch: readonly number[]) => Promise<{ changed: number }>,
  ): Promise<{ documents: number; changed: number }> {
    let changed = 0;
    for (let start = 0; start < documents.length; start += atOnce)
      changed += (await change(documents.slice(start, start + atOnce))).changed;
    return { documents: documents.length, changed };
  }

  return {
    'tags.list'({ kb }, { caller }) {
      if (kb !== undefined) checkFilters(storage, { kb }, caller);
      const knowledgeBases = kb === undefined ? readableKnowledgeBases(caller) : [kb];
      return { tags: storage.read.listTags({ knowledgeBases }) };
    },
    async 'tags.add'({ targets, tags }, { caller }) {
      requireWriter(caller);
      const names = tags.map(tagName);
      const knowledgeBases = readableKnowledgeBases(caller);
      return inBatches(await resolve(targets, caller), (documents) =>
        storage.write.addTags({ documents, tags: names, knowledgeBases }),
      );
    },
    async 'tags.remove'({ targets, tags }, { caller }) {
      requireWriter(caller);
      const names = tags.map(tagName);
      for (const name of names) requireTag(name, caller);
      return inBatches(await resolve(targets, caller), (documents) =>
        storage.write.removeTags({ documents, tags: names }),
      );
    },
    async 'tags.rename'({ from, to }, { caller }) {
      requireWriter(caller);
      const [old, next] = [tagName(from), tagName(to)];
      requireTag(old, caller);
      const knowledgeBases = readableKnowledgeBases(caller);
      return storage.write.renameTag({ from: old, to: next, knowledgeBases });
    },
  };

  /** @throws AppError `not_found`, which names the tags there are */
  function requireTag({ name }: TagName, caller: Principal): void {
    checkFilters(storage, { tags: [name] }, caller);
  }
}

function requireWriter(caller: Principal): void {
  if (!mayWrite(caller)) throw new AppError('forbidden', `${caller.id} may not change tags.`);
}

function withoutSeparator(path: string): string {
  return path.length > 1 ? path.replace(/[\\/]$/u, '') : path;
}
