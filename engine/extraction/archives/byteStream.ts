import { throwIfAborted } from '#base';
import type { Content } from '../content.ts';
import { memberTooLarge } from '../fileErrors.ts';

const chunkBytes = 256 * 1024;

/** Bytes one chunk after the other; the next is made only when it is asked for. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** A stretch of a file, read as it is asked for. @throws AppError `file_unreadable`, `file_changed`, `cancelled` */
export async function* streamContent(
  content: Content,
  signal: AbortSignal | undefined,
  start = 0,
  end = content.size,
): AsyncGenerator<Uint8Array> {
  for (let offset = start; offset < end; offset += chunkBytes) {
    throwIfAborted(signal);
    yield await content.read(offset, Math.min(chunkBytes, end - offset));
  }
}

/** A whole stream. @throws AppError `file_too_large` past `maxBytes`, as `memberTooLarge` says it */
export async function collectBytes(stream: ByteStream, maxBytes: number, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw memberTooLarge(name, maxBytes);
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only ? only : Buffer.concat(chunks, length);
}

/** The first bytes of a stream, and the stream with them still in it. */
export async function peekBytes(stream: ByteStream, length: number): Promise<[Uint8Array, ByteStream]> {
  const iterator = stream[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let count = 0;
  let failure: { error: unknown } | undefined;
  try {
    while (count < length) {
      const { done, value } = await iterator.next();
      if (done) break;
      read.push(value);
      count += value.length;
    }
  } catch (error) {
    // It breaks off: what came before is still there for whoever reads the stream.
    failure = { error };
  }
  return [Buffer.concat(read).subarray(0, length), replay()];

  async function* replay(): AsyncGenerator<Uint8Array> {
    try {
      yield* read.splice(0);
      if (failure) throw failure.error;
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
}
