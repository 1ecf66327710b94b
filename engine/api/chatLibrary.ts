import { basename } from 'node:path';
import type { Citation } from '@adiuva/contracts/rpc';
import { AppError, locateStretch, mayRead, type Principal, yieldToEventLoop } from '#base';
import type { ChatLibrary, Passage } from '#chat';
import type { DocumentRecord, Storage } from '#storage';
import { checkFilters } from './checkFilters.ts';

/** Chunks read in one go; their boxes make more of them slow to parse. */
const chunkPage = 200;

/** What chat asks of the library beside a search. */
export function createChatLibrary(storage: Storage): ChatLibrary {
  function requireDocument(id: string, principal: Principal, name?: string): DocumentRecord {
    const document = storage.read.readDocument(id);
    if (!document || !mayRead(principal, document.kb))
      throw new AppError(
        'not_found',
        name === undefined ? `There is no document ${id}.` : `“${name}” is not in the library any more.`,
      );
    return document;
  }

  return {
    checkScope({ knowledgeBases, documentIds }, principal) {
      for (const kb of knowledgeBases) checkFilters(storage, { kb }, principal);
      for (const id of documentIds) requireDocument(id, principal);
    },
    attachments: (documents, principal) =>
      documents.map(({ documentId, name }) => {
        const document = requireDocument(documentId, principal, name);
        requireRead(document);
        return { documentId, name: basename(document.path), mediaType: document.mediaType };
      }),
    async readWhole(documentIds, maxLength) {
      const passages: Passage[] = [];
      let left = maxLength;
      for (const id of documentIds) {
        const document = storage.read.readDocument(id);
        if (!document) continue;
        const read = await readDocument(storage, document, left);
        if (!read) return null;
        for (const { text } of read) left -= text.length;
        passages.push(...read);
      }
      return passages;
    },
    narrow: (citations) => citations.map((citation) => narrowed(storage, citation)),
  };
}

/** As it is where its document was read anew, or removed, in the meantime. */
function narrowed(storage: Storage, citation: Citation): Citation {
  const { documentId, locator, quote } = citation;
  const document = storage.read.readDocument(documentId);
  const [part] = document ? storage.read.readParts(document.rowId, locator.part) : [];
  if (!part || part.text.slice(locator.start, locator.end) !== quote) return citation;
  return { ...citation, locator: locateStretch(part, locator.part, locator.start, locator.end) };
}

/** @throws AppError that says what became of a document that cannot be asked */
function requireRead(document: DocumentRecord): void {
  const name = `“${basename(document.path)}”`;
  if (document.missingSince !== null)
    throw new AppError('not_found', `The file of ${name} is gone from ${document.path}.`);
  if (document.status === 'pending')
    throw new AppError('unavailable', `${name} is still being read; ask again in a moment.`);
  if (document.status !== 'indexed')
    throw new AppError(
      document.errorCode ?? 'file_no_text',
      `${name} could not be read: ${document.errorMessage ?? 'it holds no text.'}`,
    );
}

/** The chunks of a document without what each repeats of the one before; null where they are longer than `maxLength`. */
async function readDocument(
  storage: Storage,
  document: DocumentRecord,
  maxLength: number,
): Promise<Passage[] | null> {
  const { id, rowId, path, title } = document;
  const passages: Passage[] = [];
  let length = 0;
  let reached = { part: -1, end: 0 };
  for (let from = 0; ; from += chunkPage) {
    const page = storage.read.readChunks(rowId, from, chunkPage);
    for (const chunk of page) {
      const { locator } = chunk;
      const start = locator.part === reached.part ? Math.max(locator.start, reached.end) : locator.start;
      if (start >= locator.end) continue;
      // A chunk ends with its stretch of the part; the head of a table may come before.
      const text = start === locator.start ? chunk.text : chunk.text.slice(start - locator.end);
      passages.push({
        documentId: id,
        chunkId: String(chunk.id),
        path,
        title,
        text,
        locator: { ...locator, start },
        score: 1,
      });
      length += text.length;
      if (length > maxLength) return null;
      reached = { part: locator.part, end: locator.end };
    }
    if (page.length < chunkPage) return passages;
    await yieldToEventLoop();
  }
}
