import iconv from 'iconv-lite';
import { guessLegacyEncoding } from '../encoding/legacyEncoding.ts';
import { decodeStrictly } from '../encoding/strictDecoding.ts';

/**
 * Names of one zip: what states its encoding is a string already; the others are UTF-8 where all of them can be
 * (many programs forget to say so), else all of the one old code page that they read best in.
 */
export function decodeZipNames(names: readonly (string | Uint8Array)[]): string[] {
  const raw = names.filter((name) => typeof name !== 'string');
  const isUtf8 = raw.every((name) => decodeStrictly(name, 'utf-8') !== undefined);
  const encoding = isUtf8
    ? 'utf-8'
    : guessLegacyEncoding(Buffer.concat(raw.flatMap((name) => [name, newline])));
  return names.map((name) => (typeof name === 'string' ? name : iconv.decode(name, encoding)));
}

const newline = new Uint8Array([10]);
