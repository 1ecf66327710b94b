import type { Sharp, SharpOptions } from 'sharp';
import { loadSharp } from './loadSharp.ts';

/** Pixels in rows from the top, `channels` bytes each: grey, red-green-blue, or that with alpha. */
export interface Bitmap {
  data: Uint8Array;
  width: number;
  height: number;
  channels: 1 | 3 | 4;
}

export interface DrawOptions {
  /** 0-based; 0 unless told. */
  page?: number;
  /** Pixels of the longer side; a smaller picture is not enlarged unless `enlarge` allows it. */
  maxSize: number;
  /** How many times its own size a picture may become on the way to `maxSize`; 1 unless told. */
  enlarge?: number;
  /** One byte a pixel. */
  grey?: boolean;
  /** Of the picture as it lies in the file; what has more is refused before it is decoded. */
  maxPixels: number;
  /** Dots per inch for drawings; they have no pixels of their own. */
  density?: number;
}

export type PictureEncoding = 'png' | 'webp';

/**
 * Decodes and scales a picture, upright as its EXIF orientation says, on white. A picture that is cut short is drawn
 * as far as it goes.
 *
 * @param source a file, or pixels
 * @throws Error with libvips' words when it cannot be read or is larger than allowed
 */
export async function drawPicture(source: Uint8Array | Bitmap, options: DrawOptions): Promise<Bitmap> {
  const { maxSize, enlarge = 1, maxPixels, page = 0, density, grey = false } = options;
  let pipeline = await open(source, {
    limitInputPixels: maxPixels,
    failOn: 'none',
    page,
    pages: 1,
    ...(density !== undefined && { density }),
  });
  const own = await pipeline.metadata();
  const longer = Math.max(own.width, own.height);
  const size = Math.max(1, Math.min(maxSize, Math.round(longer * enlarge)));
  pipeline = pipeline.autoOrient();
  pipeline = pipeline.resize({
    width: size,
    height: size,
    fit: 'inside',
    kernel: enlarge > 1 ? 'cubic' : 'lanczos3',
  });
  pipeline = pipeline.flatten({ background: '#ffffff' });
  pipeline = grey ? pipeline.toColourspace('b-w') : pipeline.toColourspace('srgb');
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: channelsOf(info.channels) };
}

/** Turns about the centre, clockwise; the picture grows so that all of it stays, on white. */
export async function rotateBitmap(bitmap: Bitmap, degrees: number): Promise<Bitmap> {
  const pipeline = await open(bitmap, { limitInputPixels: false });
  const turned = pipeline.rotate(degrees, { background: '#ffffff' });
  const asBefore = bitmap.channels === 1 ? turned.toColourspace('b-w') : turned;
  const { data, info } = await asBefore.raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: channelsOf(info.channels) };
}

/** @throws Error with libvips' words */
export async function encodeBitmap(bitmap: Bitmap, encoding: PictureEncoding): Promise<Uint8Array> {
  const pipeline = await open(bitmap, { limitInputPixels: false });
  if (encoding === 'webp') return pipeline.webp({ quality: 82, effort: 3 }).toBuffer();
  return pipeline.png({ compressionLevel: 6 }).toBuffer();
}

async function open(source: Uint8Array | Bitmap, options: SharpOptions): Promise<Sharp> {
  const library = await loadSharp();
  if (source instanceof Uint8Array) return library(source, options);
  const { data, width, height, channels } = source;
  return library(data, { ...options, raw: { width, height, channels } });
}

function channelsOf(count: number): Bitmap['channels'] {
  if (count === 1 || count === 3 || count === 4) return count;
  throw new Error(`A picture of ${count} channels.`);
}
