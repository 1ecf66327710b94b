import type { Connection } from '../../../../client/index.ts';

export const mostBytes = 1_048_576;
/** While one is decoded the next ones are on their way. */
const atOnce = 4;

export interface MediaRange {
  size: number;
  mediaType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Reads bytes `[start, end)` of what is played, at most 1 MiB. */
export type ReadRange = (start: number, end: number, signal: AbortSignal) => Promise<MediaRange>;

export function rangeReader(client: Connection['client'], documentId: string): ReadRange {
  return async (start, end, signal) => {
    const { size, mediaType, data } = await client.call(
      'recordings.media',
      { documentId, start, end },
      { signal },
    );
    return { size, mediaType, bytes: fromBase64(data) };
  };
}

/** The ranges from `start` to `end` in their order, several of them asked for ahead. */
export async function* readAhead(
  read: ReadRange,
  start: number,
  end: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const coming: Promise<MediaRange>[] = [];
  let next = start;
  const ask = () => {
    if (next >= end) return;
    const until = Math.min(end, next + mostBytes);
    const range = read(next, until, signal);
    // Who waits for it hears of its failure; nobody may come to wait.
    range.catch(() => undefined);
    coming.push(range);
    next = until;
  };
  for (let count = 0; count < atOnce; count += 1) ask();
  for (let range = coming.shift(); range; range = coming.shift()) {
    const { bytes } = await range;
    ask();
    yield bytes;
  }
}

type FromBase64 = (text: string) => Uint8Array<ArrayBuffer>;

/** The browser's own is ten times as fast where it is there. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const own = (Uint8Array as unknown as { fromBase64?: FromBase64 }).fromBase64;
  if (own) return own.call(Uint8Array, text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}
