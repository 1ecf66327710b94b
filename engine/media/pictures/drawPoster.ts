import { type Bitmap, drawPicture } from '@adiuva/native/images';
import { hasCode, throwIfAborted } from '#base';
import { demuxerOf } from '../describeRecording.ts';
import { videoStreams } from '../description.ts';
import { pictureMissing } from '../mediaErrors.ts';
import type { OpenedMedia } from '../openMedia.ts';
import { FfmpegFailure, runFfmpeg } from '../source/runFfmpeg.ts';
import { drawCover, type MediaPicture, maxPixels, toPicture } from './drawCover.ts';

export interface PosterOptions {
  /** The frame to show; the first that shows something, where it is not said. */
  atMs?: number | undefined;
  maxSize: number;
  ffmpeg: string | undefined;
  signal: AbortSignal | undefined;
}

/** Where frames are tried, as shares of the length: films begin black, and end so. */
const shares = [0.1, 0.25, 0.5, 0.03, 0];
/** Mean brightness above which a frame shows something, 0 to 255. */
const minBrightness = 24;

/**
 * A frame of a video, by the ffmpeg of this machine; without one, or where it fails, the cover.
 *
 * @throws AppError `unavailable`, `cancelled`
 */
export async function drawPoster(media: OpenedMedia, options: PosterOptions): Promise<MediaPicture> {
  const frame = await findFrame(media, options);
  if (frame) return toPicture(frame);
  return drawCover(media, options.maxSize).catch((error: unknown) => {
    throw hasCode(error, 'unavailable') ? pictureMissing(media.name, 'frame or picture') : error;
  });
}

async function findFrame(media: OpenedMedia, options: PosterOptions): Promise<Bitmap | undefined> {
  const { ffmpeg, atMs, maxSize, signal } = options;
  const stream = videoStreams(media.description)[0];
  if (ffmpeg === undefined || !stream) return undefined;
  const length = media.description.durationMs ?? 0;
  const times = atMs === undefined ? shares.map((share) => share * length) : [atMs];
  let best: { bitmap: Bitmap; brightness: number } | undefined;
  for (const time of times) {
    const bitmap = await readFrame(ffmpeg, media, stream.index, time, maxSize, signal);
    if (!bitmap) continue;
    const brightness = meanOf(bitmap.data);
    if (!best || brightness > best.brightness) best = { bitmap, brightness };
    if (brightness >= minBrightness) break;
  }
  return best?.bitmap;
}

async function readFrame(
  program: string,
  { path, description }: OpenedMedia,
  stream: number,
  atMs: number,
  maxSize: number,
  signal: AbortSignal | undefined,
): Promise<Bitmap | undefined> {
  const scale = `scale=w='min(${maxSize},iw)':h='min(${maxSize},ih)':force_original_aspect_ratio=decrease`;
  const input = {
    path,
    demuxer: demuxerOf(description),
    before: ['-ss', (atMs / 1000).toFixed(3)],
    after: [
      ...['-map', `0:${stream}`, '-an', '-sn', '-dn', '-frames:v', '1', '-vf', scale],
      ...['-f', 'image2pipe', '-c:v', 'png', 'pipe:1'],
    ],
  };
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of runFfmpeg(program, input, signal)) chunks.push(chunk);
    throwIfAborted(signal);
    return chunks.length > 0 ? await drawPicture(Buffer.concat(chunks), { maxSize, maxPixels }) : undefined;
  } catch (error) {
    throwIfAborted(signal);
    if (error instanceof FfmpegFailure) return undefined;
    throw error;
  }
}

function meanOf(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length > 0 ? sum / values.length : 0;
}
