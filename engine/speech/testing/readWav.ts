import { readFile } from 'node:fs/promises';

/** One channel of a plain WAV of 16-bit samples, at -1 to 1. */
export async function readWav(file: string, channel = 0): Promise<Float32Array> {
  return decodeWav(await readFile(file), channel);
}

/** @throws RangeError when it is not a WAV of 16-bit samples */
export function decodeWav(bytes: Buffer, channel = 0): Float32Array {
  let channels = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = bytes.toString('latin1', at, at + 4);
    // What is written to a pipe does not know its size and says so by a number that is far too large.
    const size = Math.min(bytes.readUInt32LE(at + 4), bytes.length - at - 8);
    if (id === 'fmt ') {
      channels = bytes.readUInt16LE(at + 10);
      if (bytes.readUInt16LE(at + 22) !== 16) throw new RangeError('Not a WAV of 16-bit samples.');
    }
    if (id === 'data') {
      const count = Math.floor(size / 2 / channels);
      return Float32Array.from(
        { length: count },
        (_, index) => bytes.readInt16LE(at + 8 + 2 * (index * channels + channel)) / 32768,
      );
    }
    at += 8 + size + (size % 2);
  }
  throw new RangeError('A WAV without samples.');
}
