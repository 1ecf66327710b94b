import type { DocumentSummary } from '@adiuva/contracts/rpc';
import type { Connection } from '../../client/index.ts';
import type { ListInput } from './libraryFilter.ts';
import { isSelected, type Selection } from './selection.ts';

export type Target = Pick<DocumentSummary, 'id' | 'path' | 'kb' | 'status'>;

/** Documents that something is to be done with; which they are is found out when it is done. */
export interface Targets {
  count: number;
  /** Where it is one alone. */
  single: DocumentSummary | null;
  read(signal?: AbortSignal): Promise<readonly Target[]>;
}

const pageSize = 2000;

export function oneTarget(document: DocumentSummary): Targets {
  return { count: 1, single: document, read: async () => [document] };
}

/** What is chosen in a view, also what is not on the screen. */
export function selectedTargets(
  client: Connection['client'],
  input: ListInput,
  selection: Selection,
  count: number,
): Targets {
  return {
    count,
    single: null,
    async read(signal) {
      const found: Target[] = [];
      if (selection.isAll) {
        let after: string | null = null;
        do {
          const page: { documents: DocumentSummary[]; next: string | null } = await client.call(
            'library.list',
            { ...input, limit: pageSize, ...(after !== null && { after }) },
            signal && { signal },
          );
          found.push(...page.documents.filter(({ id }) => isSelected(selection, id)).map(asTarget));
          after = page.next;
        } while (after !== null);
        return found;
      }
      const ids = [...selection.ids];
      for (let at = 0; at < ids.length; at += pageSize) {
        const { documents } = await client.call(
          'library.list',
          { ...input, documentIds: ids.slice(at, at + pageSize), limit: pageSize },
          signal && { signal },
        );
        found.push(...documents.map(asTarget));
      }
      return found;
    },
  };
}

function asTarget({ id, path, kb, status }: Target): Target {
  return { id, path, kb, status };
}

/** Does something with each, a few at a time. @returns how many it went well with, and the first failure */
export async function withEach<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
  atOnce = 4,
): Promise<{ done: number; error: unknown }> {
  let done = 0;
  let error: unknown = null;
  const left = [...items];
  const one = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      try {
        await work(item);
        done += 1;
      } catch (failure) {
        error ??= failure;
      }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { done, error };
}
