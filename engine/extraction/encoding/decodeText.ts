import iconv from 'iconv-lite';
import { guessLegacyEncoding } from './legacyEncoding.ts';
import { decodeStrictly } from './strictDecoding.ts';
import { guessWideEncoding } from './wideEncoding.ts';

export interface DecodedText {
  /** As it stands in the file, without a byte order mark; not yet cleaned. */
  text: string;
  /** iconv-lite's name of the encoding. */
  encoding: string;
}

const byteOrderMarks: readonly [encoding: string, mark: readonly number[], unit: number][] = [
  ['utf-8', [0xef, 0xbb, 0xbf], 1],
  ['utf-32le', [0xff, 0xfe, 0, 0], 4],
  ['utf-32be', [0, 0, 0xfe, 0xff], 4],
  ['utf-16le', [0xff, 0xfe], 2],
  ['utf-16be', [0xfe, 0xff], 2],
];

/**
 * Bytes to text in whatever encoding they are, or undefined where they are not text at all. In this order: byte
 * order mark, UTF-32 and UTF-16 by their null bytes, UTF-8 by its validity, then what `declared` (a meta tag)
 * says, then the most plausible of the ISO, Windows and East Asian pages.
 */
export function decodeText(bytes: Uint8Array, declared?: string): DecodedText | undefined {
  for (const [encoding, mark, unit] of byteOrderMarks) {
    if (!mark.every((byte, index) => bytes[index] === byte)) continue;
    // A UTF-16 file may begin with a null after its mark; only a whole number of units settles it.
    if (unit === 4 && bytes.length % 4 !== 0) continue;
    const text = iconv.decode(bytes.subarray(mark.length), encoding, { stripBOM: false });
    return isText(text) ? { text, encoding } : undefined;
  }
  const isBinary = looksBinary(bytes);
  const utf8 = isBinary ? undefined : decodeStrictly(bytes, 'utf-8');
  if (utf8 !== undefined && !hasShiftSequences(bytes)) return { text: utf8, encoding: 'utf-8' };
  const wide = utf8 === undefined ? guessWideEncoding(bytes) : undefined;
  if (wide) return { text: iconv.decode(bytes, wide, { stripBOM: false }), encoding: wide };
  if (isBinary) return undefined;
  const damaged = decodeDamagedUtf8(bytes);
  if (damaged !== undefined) return { text: damaged, encoding: 'utf-8' };
  const stated = declared && decodeAs(bytes, declared);
  if (stated) return stated;
  const encoding = guessLegacyEncoding(bytes);
  return { text: iconv.decode(bytes, encoding, { stripBOM: false }), encoding };
}

function decodeAs(bytes: Uint8Array, label: string): DecodedText | undefined {
  // The web's reading of these labels: what says Latin-1 is Windows-1252 in fact.
  const encoding = /^(?:iso-?8859-?1|latin-?1|us-ascii|ascii)$/i.test(label) ? 'windows-1252' : label;
  if (!iconv.encodingExists(encoding) || /utf-?(?:7|8|16|32)/i.test(encoding)) return undefined;
  const text = iconv.decode(bytes, encoding, { stripBOM: false });
  return text.includes('\ufffd') ? undefined : { text, encoding: encoding.toLowerCase() };
}

/** UTF-8 with a few broken sequences (a cut download, a page of another encoding pasted in) stays UTF-8. */
function decodeDamagedUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let broken = 0;
  let wide = 0;
  for (const character of text) {
    if (character === '\ufffd') broken++;
    else if (character > '\u007f') wide++;
  }
  return broken > 0 && wide >= 10 && broken * 20 < wide ? text : undefined;
}

/** ISO-2022-JP and its kin are valid UTF-8 on the face of it: only their escape sequences show. */
function hasShiftSequences(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes('\u001b$');
}

const sampleBytes = 64 * 1024;

/** Control characters that no text page uses, or null bytes where UTF-16 and UTF-32 are ruled out. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, sampleBytes);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return true;
    if (isControl(byte)) controls++;
  }
  if (controls > Math.max(2, sample.length / 200)) return true;
  return bytes.length > sampleBytes && bytes.subarray(sampleBytes).includes(0);
}

function isText(text: string): boolean {
  const sample = text.slice(0, sampleBytes);
  let controls = 0;
  for (let index = 0; index < sample.length; index++) if (isControl(sample.charCodeAt(index))) controls++;
  return controls <= Math.max(2, sample.length / 100);
}

/** Tab, line breaks, form feed, escape (terminal colours in logs) and the old end-of-file mark are usual. */
function isControl(code: number): boolean {
  return code < 32 && !(code >= 9 && code <= 13) && code !== 27 && code !== 26;
}
