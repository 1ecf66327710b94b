import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { throwIfAborted } from '#base';

/** `gitBlobSha1` is git's own name of a file: SHA-1 over `blob SIZE\0` and the content. */
export interface Digests {
  readonly sha256: string;
  readonly sha1: string;
  readonly gitBlobSha1: string;
  readonly sha512: string;
}

export interface RunningDigest {
  update(chunk: Uint8Array): void;
  finish(): Digests;
}

/** @param size the whole length of the file, bytes; only git's sum depends on it */
export function createRunningDigest(size: number): RunningDigest {
  const sha256 = createHash('sha256');
  const sha1 = createHash('sha1');
  const sha512 = createHash('sha512');
  const git = createHash('sha1').update(`blob ${size}\0`);
  return {
    update(chunk) {
      sha256.update(chunk);
      sha1.update(chunk);
      git.update(chunk);
      sha512.update(chunk);
    },
    finish: () => ({
      sha256: sha256.digest('hex'),
      sha1: sha1.digest('hex'),
      gitBlobSha1: git.digest('hex'),
      sha512: sha512.digest('hex'),
    }),
  };
}

/** Streams the first `length` bytes of an open file, 1 MiB at a time; stops early where the file ends. */
export async function readThrough(
  handle: FileHandle,
  length: number,
  onChunk: (chunk: Uint8Array) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<number> {
  const buffer = Buffer.allocUnsafe(1024 * 1024);
  let position = 0;
  while (position < length) {
    throwIfAborted(signal);
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, length - position), position);
    if (bytesRead === 0) break;
    await onChunk(buffer.subarray(0, bytesRead));
    position += bytesRead;
  }
  return position;
}
