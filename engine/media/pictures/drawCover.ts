import { type Bitmap, drawPicture, encodeBitmap } from '@adiuva/native/images';
import { coverStream } from '../describeRecording.ts';
import { pictureMissing } from '../mediaErrors.ts';
import type { OpenedMedia } from '../openMedia.ts';

/** A picture as a browser shows it. */
export interface MediaPicture {
  bytes: Uint8Array<ArrayBuffer>;
  mediaType: string;
}

/** What a stranger's picture may have; more is refused before it is decoded. */
export const maxPixels = 100_000_000;

/** The picture that a recording carries, scaled. @throws AppError `unavailable` */
export async function drawCover(
  { name, description, reader }: OpenedMedia,
  maxSize: number,
): Promise<MediaPicture> {
  const stream = coverStream(description);
  const bytes = stream && reader().picture(stream.index);
  if (!bytes || bytes.length === 0) throw pictureMissing(name, 'picture of its own');
  const bitmap = await drawPicture(bytes, { maxSize, maxPixels }).catch(() => {
    throw pictureMissing(name, 'picture of its own');
  });
  return toPicture(bitmap);
}

export async function toPicture(bitmap: Bitmap): Promise<MediaPicture> {
  return { bytes: new Uint8Array(await encodeBitmap(bitmap, 'webp')), mediaType: 'image/webp' };
}
