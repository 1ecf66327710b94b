import type { ExtractionLimits } from '@adiuva/contracts/workers';
import { fileBomb } from '../fileErrors.ts';
import type { ByteStream } from './byteStream.ts';

/** Text packs 20 to 1, empty tables 200 to 1; what is made to harm 1,000 to 1 and more. */
const maxRatio = 400;
/** Under this many bytes no ratio is worth a thought. */
const harmlessBytes = 64 * 1024 * 1024;

/** Counts what a stream unpacks, members that nobody reads included: they too take time. */
export interface UnpackingGuard {
  /** @throws AppError `file_bomb` */
  count(bytes: number): void;
}

/** @param packedBytes what was read of the archive so far, or all of it where that is not known */
export function createUnpackingGuard(
  name: string,
  limits: ExtractionLimits,
  packedBytes: () => number,
): UnpackingGuard {
  const most = limits.maxUnpackedBytes;
  let unpacked = 0;
  return {
    count(bytes) {
      unpacked += bytes;
      if (unpacked > harmlessBytes && unpacked > packedBytes() * maxRatio)
        throw fileBomb(name, 'it unpacks to many times its size');
      if (unpacked > most) {
        const gigabytes = Math.round((most / 1024 ** 3) * 10) / 10;
        throw fileBomb(name, `all that is packed in it comes to more than ${gigabytes} GB`);
      }
    },
  };
}

/** The same stream, counted. */
export async function* guardStream(stream: ByteStream, guard: UnpackingGuard): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    guard.count(chunk.length);
    yield chunk;
  }
}
