import { unzipSync, zipSync } from 'fflate';
import { AppError } from '#base';
import { fileMalformed } from '../fileErrors.ts';

/** A document of 10,000 pages stays well under these; a bomb does not. */
const maxEntries = 20_000;
const maxUnpackedBytes = 256 * 1024 * 1024;
/** Deflate cannot pack more than 1,032 to 1; text of a document packs 10 to 40. */
const maxRatio = 300;
const ratioFloorBytes = 16 * 1024 * 1024;

/**
 * The XML of an office package by name; pictures and fonts stay packed. Sizes are checked in the archive's
 * directory before anything is unpacked, and unpacking never writes past the size that stands there.
 *
 * @throws AppError `file_too_large` for an archive that unpacks to an unreasonable size, `file_malformed` for one
 *   that is cut or broken
 */
export function openPackage(name: string, bytes: Uint8Array): Map<string, Uint8Array> {
  let entries = 0;
  let unpacked = 0;
  try {
    const files = unzipSync(bytes, {
      filter: (file) => {
        if (++entries > maxEntries) throw tooLarge(name, 'too many entries');
        if (!/\.(?:xml|rels)$/i.test(file.name)) return false;
        unpacked += file.originalSize;
        const isBomb = file.originalSize > ratioFloorBytes && file.originalSize > file.size * maxRatio;
        if (unpacked > maxUnpackedBytes || isBomb) throw tooLarge(name, 'too much when unpacked');
        return true;
      },
    });
    return new Map(Object.entries(files));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw fileMalformed(name, 'a Word document', error);
  }
}

/** The package again with its XML only, stored unpacked: all that the converter needs, and nothing to unpack. */
export function packWithoutMedia(files: ReadonlyMap<string, Uint8Array>): Buffer {
  const packed = zipSync(Object.fromEntries(files), { level: 0 });
  return Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
}

function tooLarge(name: string, why: string): AppError {
  return new AppError(
    'file_too_large',
    `“${name}” holds ${why}: it would fill the memory. If you trust it, save it again in Word and try once more.`,
  );
}
