import type { OpenedMedia } from '../player/player.ts';
import { blobMedia } from './blobMedia.ts';
import { mostBytes, type ReadRange } from './readRanges.ts';

/**
 * Opens what is to be played, a range of bytes at a time.
 * @throws AppError what the engine says of the file; `cancelled` once `signal` has aborted
 */
export async function openMedia(
  read: ReadRange,
  signal: AbortSignal,
  onLoaded: (fraction: number) => void,
): Promise<OpenedMedia> {
  const first = await read(0, mostBytes, signal);
  return blobMedia(first, read, signal, onLoaded);
}
