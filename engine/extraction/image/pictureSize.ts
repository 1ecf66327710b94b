import { fileBomb, pictureTooLarge } from '../fileErrors.ts';

/** Of a picture that libvips reads in bands; 100 megapixels are more than any camera for hand use makes. */
export const maxPixels = 100_000_000;
/** Of a picture that is decoded as a whole, four bytes a pixel, and copied once. */
export const maxPixelsAtOnce = 64_000_000;

/** Bytes of pixels to bytes of file. A blank page of a scanner packs 1,000 to 1. */
const bombRatio = 2_000;

/** @throws AppError `file_too_large`, or `file_bomb` where so large a picture stands in next to nothing */
export function requireDrawableSize(
  name: string,
  { width, height }: { width: number; height: number },
  fileBytes: number,
  most = maxPixels,
): void {
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
