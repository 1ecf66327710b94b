import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { PcmSource } from '@adiuva/contracts/workers';
import { AppError } from '#base';

/** Samples a second of everything in this module. */
export const sampleRate = 16_000;
export const samplesPerMs = sampleRate / 1000;

/** A recording as raw samples on the disk, read a slice at a time; one read after the other. */
export interface PcmReader {
  readonly samples: number;
  /**
   * Samples from `from` on, as many as `into` takes, at -1 to 1 and with the gain applied. What lies before the
   * start or behind the end is 0.
   *
   * @throws AppError `file_changed` when the file has become shorter
   */
  read(from: number, into: Float32Array): Promise<void>;
  close(): Promise<void>;
}

/** @throws AppError `file_not_found`, `file_unreadable`, or `file_changed` when it holds less than was said */
export async function openPcm({ file, samples, gainDb }: PcmSource): Promise<PcmReader> {
  const handle = await openHandle(file);
  const scale = 10 ** (gainDb / 20) / 32768;
  let bytes = Buffer.alloc(0);

  async function read(from: number, into: Float32Array): Promise<void> {
    const first = Math.max(0, from);
    const count = Math.max(0, Math.min(samples, from + into.length) - first);
    if (count < into.length) into.fill(0);
    if (count === 0) return;
    if (bytes.length < count * 2) bytes = Buffer.alloc(count * 2);
    let filled = 0;
    while (filled < count * 2) {
      const { bytesRead } = await handle.read(bytes, filled, count * 2 - filled, first * 2 + filled);
      if (bytesRead === 0) throw shorter(file);
      filled += bytesRead;
    }
    const values = new Int16Array(bytes.buffer, bytes.byteOffset, count);
    const offset = first - from;
    for (let index = 0; index < count; index++) into[offset + index] = (values[index] ?? 0) * scale;
  }

  try {
    if ((await handle.stat()).size < samples * 2) throw shorter(file);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { samples, read, close: () => handle.close() };
}

async function openHandle(file: string): Promise<FileHandle> {
  try {
    return await open(file);
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new AppError(
      isMissing ? 'file_not_found' : 'file_unreadable',
      `The decoded sound ${basename(file)} ${isMissing ? 'is not there any more' : 'could not be read'}. Try the recording again.`,
      { cause, details: { path: file } },
    );
  }
}

function shorter(file: string): AppError {
  return new AppError(
    'file_changed',
    `The decoded sound ${basename(file)} is shorter than it was. Try the recording again.`,
    { details: { path: file } },
  );
}
