import type { OutputOf } from '@adiuva/contracts';
import type { DocumentSummary, libraryRpc } from '@adiuva/contracts/rpc';
import type { Handlers } from '@adiuva/wire';
import { z } from 'zod';
import { AppError, mayRead, type Principal, readableKnowledgeBases, yieldToEventLoop } from '#base';
import type { DocumentCursor, DocumentRecord, ListedDocument, Storage } from '#storage';
import { checkFilters } from './checkFilters.ts';

type StoredChunk = OutputOf<(typeof libraryRpc)['library.show']>['chunkList'][number];
type StoredPart = OutputOf<(typeof libraryRpc)['library.parts']>['parts'][number];
type Reading = 'library.list' | 'library.show' | 'library.parts';

/** Rows read in one go; more would hold the event loop. */
const listPage = 500;

/** The library, looked at. A caller sees what its grants say; for the rest a document does not exist. */
export function createDocumentsApi({
  storage,
}: {
  storage: Storage;
}): Pick<Handlers<typeof libraryRpc, Principal>, Reading> {
  function requireDocument(id: string, caller: Principal): DocumentRecord {
    const document = storage.read.readDocument(id);
    if (!document || !mayRead(caller, document.kb))
      throw new AppError('not_found', `There is no document ${id}.`);
    return document;
  }

  function toSummaries(documents: readonly ListedDocument[]): DocumentSummary[] {
    const tags = storage.read.readTagsOf(documents.map(({ rowId }) => rowId));
    return documents.map(({ memberCount, ...document }) =>
      toSummary(document, memberCount, tags.get(document.rowId) ?? []),
    );
  }

  return {
    async 'library.list'(input, { caller, signal }) {
      const {
        status,
        missing,
        sort = 'path',
        descending = false,
        limit = 1000,
        offset = 0,
        after,
        ...filters
      } = input;
      checkFilters(storage, filters, caller);
      const list = { knowledgeBases: readableKnowledgeBases(caller), filters, status, isMissing: missing };
      const order = { sort, isDescending: descending };
      const found: ListedDocument[] = [];
      let cursor = after === undefined ? null : readCursor(after);
      let isLast = false;
      let total: number | undefined;
      // What is on its way out stands in the indexes still, and would be stepped over for each page.
      if (cursor === null && (offset > 0 || storage.read.isClearing())) {
        const jump = storage.read.listRowIds({ ...list, ...order, offset, limit });
        total = jump.total;
        for (let start = 0; start < jump.rowIds.length && !signal.aborted; start += listPage) {
          found.push(...storage.read.readListed(jump.rowIds.slice(start, start + listPage), sort));
          if (start > 0) await yieldToEventLoop();
        }
        isLast = offset + limit >= total;
      } else {
        while (found.length < limit && !isLast && !signal.aborted) {
          const size = Math.min(listPage, limit - found.length);
          const skip = found.length === 0 ? offset : 0;
          const at = { after: cursor, offset: skip, limit: size };
          const page = storage.read.listDocuments({ ...list, ...order, ...at });
          found.push(...page);
          cursor = page.at(-1)?.cursor ?? cursor;
          isLast = page.length < size;
          if (found.length < limit && !isLast) await yieldToEventLoop();
        }
      }
      const last = found.at(-1)?.cursor ?? cursor;
      return {
        documents: toSummaries(found),
        total: total ?? storage.read.countListed(list),
        next: isLast || last === null ? null : writeCursor(last),
      };
    },
    async 'library.show'({ id, withChunks = true }, { caller }) {
      const document = requireDocument(id, caller);
      const chunkList: StoredChunk[] = [];
      for (
        let page = withChunks ? storage.read.readChunks(document.rowId, 0, listPage) : [];
        page.length > 0;
      ) {
        chunkList.push(...page.map((chunk) => ({ ...chunk, id: String(chunk.id) })));
        await yieldToEventLoop();
        page = storage.read.readChunks(document.rowId, chunkList.length, listPage);
      }
      const { rowId, members, metadata, contentHash } = document;
      const tags = storage.read.readTagsOf([rowId]).get(rowId) ?? [];
      return {
        ...toSummary(document, members.length, tags),
        metadata,
        contentHash,
        memberList: members,
        chunkList,
      };
    },
    async 'library.parts'({ id, part, within }, { caller }) {
      const document = requireDocument(id, caller);
      const first = within ? storage.read.findMemberPart(document.rowId, within) : part;
      if (first === null)
        throw new AppError('not_found', `Nothing was read of “${within?.at(-1)?.name}” in ${document.path}.`);
      const ordinals =
        first === undefined ? Array.from({ length: document.partCount }, (_, at) => at) : [first];
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
  };
}

const cursorSchema = z.tuple([z.union([z.string(), z.number()]), z.number().int()]);

/** Opaque to callers: where the page ended, in the order it was in. */
function writeCursor(cursor: DocumentCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string): DocumentCursor {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new AppError(
      'invalid_input',
      'This is not where a page of documents ended. Begin with the first page.',
    );
  }
}

export function toSummary(
  document: Omit<DocumentRecord, 'members'>,
  members: number,
  tags: string[],
): DocumentSummary {
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
    tags,
    members,
    warnings: document.warnings,
    ...(document.missingSince !== null && { missingSince: document.missingSince }),
    ...(document.errorCode && { error: { code: document.errorCode, message: document.errorMessage ?? '' } }),
  };
}
