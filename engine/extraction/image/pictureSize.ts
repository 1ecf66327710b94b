import { fileBomb, pictureTooLarge } from '../fileErrors.ts';

/** Of a picture that libvips reads in bands; 100 megapixels are more than any camera for hand use makes. */
export const maxPixels = 100_000_000;
/** Of a picture that is decoded as a whole: room for it and one copy within a gigabyte. */
const maxBytesAtOnce = 256_000_000;
export const maxPixelsAtOnce = maxBytesAtOnce / 4;

/** Bytes of pixels to bytes of file. A blank page of a scanner packs 1,000 to 1. */
const bombRatio = 2_000;

/**
 * @param atOnce for a picture that is decoded as a whole
 * @throws AppError `file_too_large`, or `file_bomb` where so large a picture stands in next to nothing
 */
export function requireDrawableSize(
  name: string,
  { width, height }: { width: number; height: number },
  fileBytes: number,
  atOnce?: { bytesPerPixel: number },
): void {
  const most = atOnce ? Math.min(maxPixels, maxBytesAtOnce / Math.max(3, atOnce.bytesPerPixel)) : maxPixels;
  if (width * height <= most) return;
  if (width * height * 3 > fileBytes * bombRatio)
    throw fileBomb(
      name,
      `its ${fileBytes.toLocaleString('en')} bytes say that it is ${sizeOf(width, height)} pixels large`,
    );
  throw pictureTooLarge(name, sizeOf(width, height), most);
}

function sizeOf(width: number, height: number): string {
  return `${width.toLocaleString('en')} × ${height.toLocaleString('en')}`;
}
