import { open } from 'node:fs/promises';

/**
 * Samples of raw 16-bit little-endian sound, -1 to 1 before the gain; those behind its end are not there. A few lines of
 * our own: #media reads the same, and brings 110 MB of decoders along into a worker that needs none.
 *
 * @throws Error of the system when the file cannot be read
 */
export async function readStretch(
  file: string,
  startSample: number,
  endSample: number,
  gainDb: number,
): Promise<Float32Array> {
  const handle = await open(file);
  try {
    const available = Math.floor((await handle.stat()).size / 2);
    const count = Math.max(0, Math.min(endSample, available) - startSample);
    const bytes = Buffer.alloc(count * 2);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, startSample * 2 + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    const scale = 10 ** (gainDb / 20) / 32_768;
    return Float32Array.from({ length: filled >> 1 }, (_, index) => bytes.readInt16LE(index * 2) * scale);
  } finally {
    await handle.close();
  }
}
