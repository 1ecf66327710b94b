import type { OpenedMedia } from '../player/player.ts';
import { blobMedia } from './blobMedia.ts';
import { type MediaFile, type MediaPlan, mediaFile } from './mediaPlan.ts';
import { mp3Plan } from './mp3Plan.ts';
import { mp4Plan } from './mp4Plan.ts';
import { mostBytes, type ReadRange } from './readRanges.ts';
import { streamMedia } from './streamMedia.ts';
import { wavPlan } from './wavPlan.ts';

interface OpenMediaOptions {
  durationMs: number;
  read: ReadRange;
  signal: AbortSignal;
  /** 0 to 1, of a file that is fetched whole. */
  onLoaded(fraction: number): void;
  /** What goes wrong once it plays. */
  onError(error: unknown): void;
}

const plans: Readonly<Record<string, (file: MediaFile, signal: AbortSignal) => Promise<MediaPlan | null>>> = {
  'audio/mpeg': mp3Plan,
  'audio/mp4': mp4Plan,
  'audio/x-m4a': mp4Plan,
  'audio/wav': wavPlan,
  'video/mp4': mp4Plan,
};

/** Smaller than this a file is here as soon as a part of it. */
const smallBytes = 2 * mostBytes;

/**
 * Opens what is to be played. Where the browser takes a stretch at a time and the file can be cut (MP3, MP4, WAV), it
 * comes in stretches; otherwise it is fetched whole.
 * @throws AppError what the engine says of the file; `cancelled` once `signal` has aborted
 */
export async function openMedia(options: OpenMediaOptions): Promise<OpenedMedia> {
  const { durationMs, read, signal, onLoaded, onError } = options;
  const first = await read(0, mostBytes, signal);
  if (first.size > smallBytes && typeof MediaSource === 'function') {
    const file = mediaFile(first, durationMs, read, mostBytes);
    const plan = await planOf(file, signal);
    if (plan && MediaSource.isTypeSupported(plan.type)) return streamMedia(plan, onError);
  }
  return blobMedia(first, read, signal, onLoaded);
}

/** A file that is not what it seems is played as it is. @throws AppError what the engine says */
async function planOf(file: MediaFile, signal: AbortSignal): Promise<MediaPlan | null> {
  try {
    return (await plans[file.mediaType]?.(file, signal)) ?? null;
  } catch (error) {
    // A table that points out of its file.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
