/** Chunk ids are grouped in spans of this many; an offset into one fits 16 bits with room to spare. */
export const spanSize = 2048;

export function spanOf(chunkId: number): number {
  return Math.floor(chunkId / spanSize);
}

/** The chunks of one span that hold a term, ascending, and how often each does (255 at most). */
export interface SpanPostings {
  readonly offsets: Uint16Array;
  readonly frequencies: Uint8Array;
}

/** Which common terms a chunk holds, by their ids, and how often. */
export interface ChunkTerms {
  readonly termIds: Uint32Array;
  readonly frequencies: Uint8Array;
}

export function encodePostings(offsets: readonly number[], frequencies: readonly number[]): Uint8Array {
  return join(Uint16Array.from(offsets), frequencies);
}

export function decodePostings(blob: Uint8Array): SpanPostings {
  const count = Math.floor(blob.byteLength / 3);
  const bytes = aligned(blob, 2);
  return {
    offsets: new Uint16Array(bytes.buffer, bytes.byteOffset, count),
    frequencies: bytes.subarray(count * 2, count * 3),
  };
}

export function encodeChunkTerms(termIds: readonly number[], frequencies: readonly number[]): Uint8Array {
  return join(Uint32Array.from(termIds), frequencies);
}

export function decodeChunkTerms(blob: Uint8Array): ChunkTerms {
  const count = Math.floor(blob.byteLength / 5);
  const bytes = aligned(blob, 4);
  return {
    termIds: new Uint32Array(bytes.buffer, bytes.byteOffset, count),
    frequencies: bytes.subarray(count * 4, count * 5),
  };
}

function join(head: Uint16Array | Uint32Array, frequencies: readonly number[]): Uint8Array {
  const result = new Uint8Array(head.byteLength + frequencies.length);
  result.set(new Uint8Array(head.buffer, head.byteOffset, head.byteLength));
  for (let index = 0; index < frequencies.length; index++) {
    result[head.byteLength + index] = Math.min(255, frequencies[index] ?? 0);
  }
  return result;
}

function aligned(blob: Uint8Array, bytes: number): Uint8Array {
  return blob.byteOffset % bytes === 0 ? blob : new Uint8Array(blob);
}
