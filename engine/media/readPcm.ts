import { type FileHandle, open } from 'node:fs/promises';
import { throwIfAborted } from '#base';
import { softLimit } from './loudness/softLimit.ts';

export interface PcmStreamOptions {
  /** As the lane says; 0 unless told. */
  gainDb?: number;
  /** Samples; the whole file unless told. */
  start?: number;
  end?: number;
  /** Samples a block; a second unless told. The last may be shorter. */
  blockSamples?: number;
  signal?: AbortSignal;
}

/**
 * Samples of a lane (raw 16-bit, mono), -1 to 1, with its gain applied and peaks rounded. What lies behind the end of the
 * file is not there: fewer samples come back.
 *
 * @throws Error of the system when the file cannot be read
 */
export async function readPcm(
  file: string,
  start: number,
  end: number,
  gainDb: number,
): Promise<Float32Array> {
  const handle = await open(file);
  try {
    return await readBlock(handle, Math.max(0, start), Math.max(0, end), 10 ** (gainDb / 20));
  } finally {
    await handle.close();
  }
}

/**
 * The same as one block after the other, each an array of its own.
 *
 * @throws Error of the system when the file cannot be read; AppError `cancelled`
 */
export async function* streamPcm(
  file: string,
  {
    gainDb = 0,
    start = 0,
    end = Number.POSITIVE_INFINITY,
    blockSamples = 16_000,
    signal,
  }: PcmStreamOptions = {},
): AsyncGenerator<Float32Array, void, undefined> {
  const handle = await open(file);
  const gain = 10 ** (gainDb / 20);
  try {
    for (let position = start; position < end; ) {
      throwIfAborted(signal);
      const block = await readBlock(handle, position, Math.min(end, position + blockSamples), gain);
      if (block.length === 0) return;
      yield block;
      position += block.length;
    }
  } finally {
    await handle.close();
  }
}

async function readBlock(
  handle: FileHandle,
  start: number,
  end: number,
  gain: number,
): Promise<Float32Array> {
  const size = Math.floor((await handle.stat()).size / 2);
  const count = Math.max(0, Math.min(end, size) - start);
  const bytes = Buffer.alloc(count * 2);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start * 2 + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, filled >> 1);
  const values = new Float32Array(samples.length);
  const scale = gain / 32768;
  for (let index = 0; index < samples.length; index++)
    values[index] = softLimit((samples[index] as number) * scale);
  return values;
}
