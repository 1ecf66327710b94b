import { loadSharp } from './loadSharp.ts';

export interface PictureInfo {
  format: string;
  /** Pixels, as displayed: a picture turned by its EXIF orientation has them swapped. */
  width: number;
  height: number;
  /** 1 unless the file is a stack of pages or frames. */
  pageCount: number;
  /** Bytes a pixel takes when it is decoded as it lies there. */
  bytesPerPixel: number;
  /** It has to be decoded as a whole: interlaced, progressive, or of a format that knows no other way. */
  isDecodedAtOnce: boolean;
  /** The raw EXIF block, with or without its `Exif` mark. */
  exif?: Uint8Array;
  /** Texts that stand in the header by their keywords; PNG only. */
  comments?: readonly { keyword: string; text: string }[];
}

/**
 * Reads a picture's header; no pixel is decoded, so that its size is known before anything of that size is made.
 * JPEG, PNG, WebP, GIF, TIFF, HEIF, AVIF and SVG.
 *
 * @param page 0-based; pages of one file can differ in size
 * @throws Error with libvips' words when it is none of these or its header is broken
 */
export async function readPictureInfo(bytes: Uint8Array, page = 0): Promise<PictureInfo> {
  const sharp = await loadSharp();
  const metadata = await sharp(bytes, { limitInputPixels: false, page, pages: 1 }).metadata();
  const { exif, comments } = metadata;
  return {
    format: metadata.format,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    pageCount: metadata.pages ?? 1,
    bytesPerPixel: metadata.channels * (metadata.depth === 'ushort' ? 2 : 1),
    isDecodedAtOnce: metadata.isProgressive || ['webp', 'gif', 'heif', 'avif'].includes(metadata.format),
    ...(exif && { exif }),
    ...(comments && { comments }),
  };
}
