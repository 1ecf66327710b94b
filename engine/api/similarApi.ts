import type { DocumentSummary, libraryRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { AppError, mayRead, type Principal } from '#base';
import type { Retriever } from '#retrieval';
import type { Storage } from '#storage';
import { toSummary } from './documentsApi.ts';

const defaultLimit = 10;
/** Copies that are shown. */
const mostCopies = 50;

/** Documents like another one. A caller sees what its grants say; for the rest a document does not exist. */
export function createSimilarApi({
  storage,
  retriever,
}: {
  storage: Storage;
  retriever: Pick<Retriever, 'similar'>;
}): Pick<Handlers<typeof libraryRpc, Principal>, 'library.similar'> {
  const { read } = storage;

  function summaries(rowIds: readonly number[], caller: Principal): Map<number, DocumentSummary> {
    const tags = read.readTagsOf(rowIds);
    return new Map(
      read
        .readListed(rowIds)
        .filter(({ kb }) => mayRead(caller, kb))
        .map(({ memberCount, ...document }) => [
          document.rowId,
          toSummary(document, memberCount, tags.get(document.rowId) ?? []),
        ]),
    );
  }

  return {
    async 'library.similar'({ id, limit = defaultLimit }, { caller, signal }) {
      const document = read.readDocument(id);
      if (!document || !mayRead(caller, document.kb))
        throw new AppError('not_found', `There is no document ${id}.`);
      const { rowId, contentHash } = document;
      const copies = contentHash === null ? [] : read.findCopies({ rowId, contentHash });
      const ranked = await retriever.similar({ document: rowId, passedOver: copies, limit }, caller, signal);
      const shown = summaries(
        ranked.map((each) => each.document),
        caller,
      );
      return {
        documents: ranked.flatMap((each) => {
          const summary = shown.get(each.document);
          return summary ? [{ document: summary, score: each.score }] : [];
        }),
        copies: [...summaries(copies, caller).values()].slice(0, mostCopies),
      };
    },
  };
}
