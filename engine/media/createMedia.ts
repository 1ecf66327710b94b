import type { DecodedMedia, MediaInfo } from '@adiuva/contracts/workers';
import { loadDecoder, type MediaDecoder } from '@adiuva/native/media';
import { decodeRecording } from './decodeRecording.ts';
import { describeRecording } from './describeRecording.ts';
import { measureDuration, type OpenedMedia, requireSound, withMedia } from './openMedia.ts';
import { drawCover, type MediaPicture } from './pictures/drawCover.ts';
import { drawPoster } from './pictures/drawPoster.ts';
import { findFfmpeg } from './source/findFfmpeg.ts';
import { writeWave } from './writeWave.ts';

export interface MediaOptions {
  /** False: the decoders that the product carries and nothing else. Absent: ffmpeg as PATH leads to it. */
  ffmpeg?: boolean | undefined;
}

export interface MediaHooks {
  /** Aborting ends the work within a second or so of sound with `cancelled`. */
  signal?: AbortSignal | undefined;
  /** Something was read; called often. */
  onAlive?: (() => void) | undefined;
  onProgress?: ((progress: { doneMs: number; totalMs: number | null }) => void) | undefined;
}

interface DecodeInput {
  path: string;
  folder: string;
  maxBytes?: number | undefined;
  tracks?: readonly number[] | undefined;
  noiseReduction?: boolean | undefined;
}

/**
 * Reads recordings: what they are, what is heard, what is seen. Every method throws AppErrors that name the file; see
 * README.md for which.
 */
export interface Media {
  probe(input: { path: string; maxBytes?: number | undefined }, hooks?: MediaHooks): Promise<MediaInfo>;
  decode(input: DecodeInput, hooks?: MediaHooks): Promise<DecodedMedia>;
  cover(input: { path: string; maxSize: number }, hooks?: MediaHooks): Promise<MediaPicture>;
  poster(
    input: { path: string; atMs?: number | undefined; maxSize: number },
    hooks?: MediaHooks,
  ): Promise<MediaPicture>;
  playable(
    input: { path: string; track?: number | undefined; file: string },
    hooks?: MediaHooks,
  ): Promise<{ mediaType: string; bytes: number; durationMs: number }>;
  /** The ffmpeg that is used where it can be. */
  ffmpeg(): Promise<string | undefined>;
}

export function createMedia({ ffmpeg: mayUse = true }: MediaOptions = {}): Media {
  let decoder: Promise<MediaDecoder> | undefined;
  let program: Promise<string | undefined> | undefined;

  function ffmpeg(): Promise<string | undefined> {
    program ??= mayUse ? findFfmpeg() : Promise.resolve(undefined);
    return program;
  }
  async function open<T>(
    path: string,
    maxBytes: number | undefined,
    { signal, onAlive }: MediaHooks,
    work: (media: OpenedMedia) => Promise<T>,
  ): Promise<T> {
    decoder ??= loadDecoder();
    return withMedia(path, maxBytes, { decoder: await decoder, signal, onAlive }, work);
  }

  return {
    ffmpeg,
    probe: ({ path, maxBytes }, hooks = {}) =>
      open(path, maxBytes, hooks, async (media) => {
        requireSound(media);
        return {
          ...describeRecording(media.description),
          durationMs: await measureDuration(media, hooks.signal),
        };
      }),
    decode: ({ path, maxBytes, ...input }, hooks = {}) =>
      open(path, maxBytes, hooks, async (media) =>
        decodeRecording(media, { ...input, ...(await workOf(hooks)) }),
      ),
    cover: ({ path, maxSize }, hooks = {}) =>
      open(path, undefined, hooks, (media) => drawCover(media, maxSize)),
    poster: ({ path, atMs, maxSize }, hooks = {}) =>
      open(path, undefined, hooks, async (media) =>
        drawPoster(media, { atMs, maxSize, ffmpeg: await ffmpeg(), signal: hooks.signal }),
      ),
    playable: ({ path, track, file }, hooks = {}) =>
      open(path, undefined, hooks, async (media) =>
        writeWave(media, { track, file, ...(await workOf(hooks)) }),
      ),
  };

  async function workOf({ signal, onAlive, onProgress }: MediaHooks) {
    return {
      ffmpeg: await ffmpeg(),
      signal,
      onAlive: () => onAlive?.(),
      onProgress: (progress: { doneMs: number; totalMs: number | null }) => onProgress?.(progress),
    };
  }
}
