import type { ByteStream } from './byteStream.ts';

/** Bits of a stream, the highest of each byte first; what is read must have been fetched before. */
export interface BitInput {
  /** Fetches until `bytes` are there to be read, or all there are. */
  fetch(bytes: number): Promise<void>;
  /** Whether `bytes` whole bytes are there. */
  holds(bytes: number): boolean;
  /** Up to 24 bits. @throws Error past the end */
  read(count: number): number;
  /** The next bits without taking them, zeros past the end. Up to 24. */
  peek(count: number): number;
  /** Takes bits that were looked at. @throws Error past the end */
  skip(count: number): void;
  /** Skips to the next whole byte. */
  align(): void;
}

export function createBitInput(stream: ByteStream): BitInput {
  const iterator = stream[Symbol.asyncIterator]();
  let bytes: Uint8Array = new Uint8Array(0);
  let next = 0;
  let held = 0;
  let heldBits = 0;

  const available = () => bytes.length - next + (heldBits >> 3);

  function take(count: number): void {
    if (count > heldBits) throw new Error('The data breaks off.');
    heldBits -= count;
    held &= (1 << heldBits) - 1;
  }

  function peek(count: number): number {
    while (heldBits < count && next < bytes.length) {
      held = (held << 8) | (bytes[next++] ?? 0);
      heldBits += 8;
    }
    return heldBits >= count ? held >>> (heldBits - count) : held << (count - heldBits);
  }

  return {
    async fetch(wanted) {
      if (available() >= wanted) return;
      const chunks: Uint8Array[] = [bytes.subarray(next)];
      for (let count = available(); count < wanted; ) {
        const { done, value } = await iterator.next();
        if (done) break;
        chunks.push(value);
        count += value.length;
      }
      bytes = Buffer.concat(chunks);
      next = 0;
    },
    holds: (count) => available() >= count,
    read(count) {
      const value = peek(count);
      take(count);
      return value;
    },
    peek,
    skip: take,
    align() {
      take(heldBits % 8);
    },
  };
}
