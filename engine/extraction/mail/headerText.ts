import { cleanText } from '../encoding/cleanText.ts';
import { decodeMailText } from './mailText.ts';
import { decodeQuotedPrintable } from './transferDecoding.ts';

const maxLength = 100_000;

/** A header's value as a person reads it: encoded words decoded (RFC 2047), unfolded, on one line. */
export function decodeHeader(raw: Uint8Array): string {
  const bytes = raw.subarray(0, maxLength);
  const isAscii = bytes.every((byte) => byte < 128);
  const text = isAscii ? Buffer.from(bytes).toString('latin1') : decodeMailText(bytes, undefined);
  return oneLine(text.includes('=?') ? decodeWords(text) : text);
}

/** Bytes in a charset that stands beside them, on one line. */
export function decodeLabelled(bytes: Uint8Array, charset: string): string {
  return oneLine(decodeMailText(bytes, charset === '' ? undefined : charset));
}

export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

const encodedWord = /=\?([\w.:-]{1,40})(?:\*[\w-]{0,20})?\?([bq])\?([^?]{0,10000})\?=/gi;

interface Word {
  charset: string;
  encoding: string;
  bytes: Uint8Array;
}

/** White space between two words is dropped; a character may begin in one and end in the next. */
function decodeWords(text: string): string {
  let result = '';
  let at = 0;
  let run: Word[] = [];
  const flush = () => {
    const [first] = run;
    if (first) result += decodeMailText(Buffer.concat(run.map(({ bytes }) => bytes)), first.charset);
    run = [];
  };
  for (const match of text.matchAll(encodedWord)) {
    const [whole, charset = '', encoding = '', content = ''] = match;
    const between = text.slice(at, match.index);
    const [first] = run;
    const isNext = first !== undefined && /^\s*$/.test(between);
    if (!isNext || first.charset !== charset.toLowerCase()) flush();
    if (!isNext) result += between;
    run.push({ charset: charset.toLowerCase(), encoding, bytes: decodeWord(encoding, content) });
    at = match.index + whole.length;
  }
  flush();
  return result + text.slice(at);
}

function decodeWord(encoding: string, content: string): Uint8Array {
  if (encoding.toLowerCase() === 'b') return Buffer.from(content, 'base64');
  return decodeQuotedPrintable(Buffer.from(content.replaceAll('_', ' '), 'latin1'));
}
