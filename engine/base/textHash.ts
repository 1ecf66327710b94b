import { createHash } from 'node:crypto';

/** First 16 bytes of the SHA-256 of the UTF-8 text: what vectors are shared by. */
export function textHash(text: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(text).digest().subarray(0, 16));
}
