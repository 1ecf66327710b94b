import type { OpenedMedia } from '../player/player.ts';
import { type MediaRange, type ReadRange, readAhead } from './readRanges.ts';

/**
 * The whole file behind an address of this page. Each piece becomes a blob at once: the browser keeps those outside of
 * the page's memory, on the disk where they are large.
 */
export async function blobMedia(
  first: MediaRange,
  read: ReadRange,
  signal: AbortSignal,
  onLoaded: (fraction: number) => void,
): Promise<OpenedMedia> {
  const { size, mediaType } = first;
  const pieces = [new Blob([first.bytes])];
  let received = first.bytes.length;
  for await (const bytes of readAhead(read, received, size, signal)) {
    pieces.push(new Blob([bytes]));
    received += bytes.length;
    onLoaded(received / size);
  }
  const url = URL.createObjectURL(new Blob(pieces, { type: mediaType }));
  return { url, close: () => URL.revokeObjectURL(url) };
}
