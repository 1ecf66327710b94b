import { type Bitmap, drawPicture, readPictureInfo } from '@adiuva/native/images';
import { AppError } from '#base';
import type { Drawable } from '../drawable.ts';
import { fileMalformed, tooManyPages } from '../fileErrors.ts';
import type { Source } from '../format.ts';
import { decodeBmp, readBmpSize } from './decodeBmp.ts';
import { decodeHeic } from './decodeHeic.ts';
import { maxPixels, requireDrawableSize } from './pictureSize.ts';

/** A picture's header, its size checked. */
export interface PictureHeader {
  /** Pixels, as displayed. */
  width: number;
  height: number;
  pageCount: number;
  /** Where it is decoded as a whole. */
  atOnce?: { bytesPerPixel: number };
  exif?: Uint8Array;
  comments?: readonly { keyword: string; text: string }[];
}

/** More pages than any scanner's stack; finding each costs a look at all before it. */
const maxPages = 2_000;

/**
 * Reads what stands before the pixels.
 *
 * @throws AppError `file_malformed`, `file_too_large`, `file_bomb`
 */
export async function readPictureHeader(
  source: Pick<Source, 'name' | 'bytes' | 'mediaType'>,
): Promise<PictureHeader> {
  const { name, bytes, mediaType } = source;
  const header = mediaType === 'image/bmp' ? readBmpHeader(source) : await readHeader(source);
  requireDrawableSize(name, header, bytes.length, header.atOnce);
  if (header.pageCount > maxPages) throw tooManyPages(name, header.pageCount, maxPages);
  return header;
}

/** @throws AppError as `readPictureHeader` */
export async function openPicture(source: Source): Promise<Drawable> {
  const { name, bytes, mediaType } = source;
  const header = await readPictureHeader(source);
  let decoded: Promise<Bitmap> | undefined;
  const decode = () => {
    decoded ??= mediaType === 'image/bmp' ? decodeBmp(bytes) : decodeHeic(bytes);
    return decoded;
  };
  return {
    pageCount: header.pageCount,
    async draw(page, options) {
      if (page < 1 || page > header.pageCount)
        throw new AppError('not_found', `“${name}” has no page ${page}.`);
      try {
        const isDecodedByUs = mediaType === 'image/bmp' || isHeic(mediaType);
        const pixels = isDecodedByUs ? await decode() : bytes;
        return await drawPicture(pixels, { ...options, page: page - 1, maxPixels });
      } catch (error) {
        throw fileMalformed(name, 'a picture that can be drawn', error);
      }
    },
  };
}

function readBmpHeader({ name, bytes }: Pick<Source, 'name' | 'bytes'>): PictureHeader {
  const size = readBmpSize(bytes);
  if (!size) throw fileMalformed(name, 'a readable BMP picture');
  return { ...size, pageCount: 1, atOnce: { bytesPerPixel: 4 } };
}

async function readHeader({
  name,
  bytes,
  mediaType,
}: Pick<Source, 'name' | 'bytes' | 'mediaType'>): Promise<PictureHeader> {
  try {
    const { pageCount, isDecodedAtOnce, bytesPerPixel, ...info } = await readPictureInfo(bytes);
    return {
      ...info,
      // Frames of an animation and pictures beside the first in a HEIF are not pages of it.
      pageCount: mediaType === 'image/tiff' ? pageCount : 1,
      ...(isDecodedAtOnce && { atOnce: { bytesPerPixel: isHeic(mediaType) ? 4 : bytesPerPixel } }),
    };
  } catch (error) {
    throw fileMalformed(name, 'a readable picture', error);
  }
}

function isHeic(mediaType: string): boolean {
  return mediaType === 'image/heic' || mediaType === 'image/heif';
}
