import type { Locator } from '@adiuva/contracts';
import { AppError } from '#base';
import type { EngineClient } from './engineClient.ts';

export interface Passage {
  part: number;
  chunkId?: string;
  locator: Locator;
  text: string;
}

export interface ReadPassages {
  documentId: string;
  path: string;
  title: string | null;
  mediaType: string | null;
  totalParts: number;
  passages: Passage[];
  next: { part?: number; offset?: number; fromChunk?: number } | null;
}

/**
 * Parts from `part` on, asked for one by one so that a long document never travels whole. Each passage's locator
 * points at exactly its text.
 */
export async function readParts(
  client: EngineClient,
  request: { documentId: string; part: number; offset: number; maxLength: number },
  signal: AbortSignal,
): Promise<ReadPassages> {
  const { documentId: id, maxLength } = request;
  const passages: Passage[] = [];
  let left = maxLength;
  let { part, offset } = request;
  for (;;) {
    const { parts, total, path, title, mediaType } = await client.call(
      'library.parts',
      { id, part },
      { signal },
    );
    const document = { documentId: id, path, title, mediaType, totalParts: total };
    const [found] = parts;
    if (!found && total > 0 && passages.length === 0)
      throw new AppError(
        'not_found',
        `The document has ${total} parts, counted from 0; there is no part ${part}.`,
      );
    if (!found) return { ...document, passages, next: null };
    const end = sliceEnd(found.text, offset, left);
    const text = found.text.slice(offset, end);
    if (text !== '' || found.text === '') {
      const start = found.locator.start + offset;
      passages.push({ part, locator: { ...found.locator, start, end: start + text.length }, text });
    }
    left -= text.length;
    if (end < found.text.length) return { ...document, passages, next: { part, offset: end } };
    if (part + 1 >= total) return { ...document, passages, next: null };
    part += 1;
    offset = 0;
    if (left <= 0) return { ...document, passages, next: { part, offset } };
  }
}

/** Chunks `from` to `to`, both included, as they were indexed. */
export async function readChunks(
  client: EngineClient,
  request: { documentId: string; from: number; to: number | undefined; maxLength: number },
  signal: AbortSignal,
): Promise<ReadPassages> {
  const shown = await client.call('library.show', { id: request.documentId }, { signal });
  const { path, title, mediaType, parts: totalParts } = shown;
  const document = { documentId: request.documentId, path, title, mediaType, totalParts };
  const wanted = shown.chunkList
    .filter(({ ordinal }) => ordinal >= request.from && ordinal <= (request.to ?? Number.POSITIVE_INFINITY))
    .sort((a, b) => a.ordinal - b.ordinal);
  const passages: Passage[] = [];
  let left = request.maxLength;
  for (const { id, ordinal, text, locator } of wanted) {
    // The first comes whole even where it is longer, so that reading always moves on.
    if (passages.length > 0 && text.length > left)
      return { ...document, passages, next: { fromChunk: ordinal } };
    passages.push({ part: locator.part, chunkId: id, locator, text });
    left -= text.length;
  }
  if (passages.length === 0)
    throw new AppError(
      'not_found',
      `The document has ${shown.chunks} chunks, counted from 0; none is in that range.`,
    );
  return { ...document, passages, next: null };
}

/** Never in the middle of a surrogate pair. */
function sliceEnd(text: string, offset: number, length: number): number {
  const end = Math.min(text.length, offset + Math.max(0, length));
  if (end <= offset || end >= text.length) return Math.max(end, Math.min(offset, text.length));
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}
