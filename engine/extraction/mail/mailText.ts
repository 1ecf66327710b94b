import iconv from 'iconv-lite';
import { decodeText } from '../encoding/decodeText.ts';

/** Names of mail programs for encodings that have another. */
const aliases: Readonly<Record<string, string>> = {
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-8-e': 'iso-8859-8',
  'iso-8859-6-i': 'iso-8859-6',
  'unicode-1-1-utf-7': 'utf-7',
  gb2312: 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  'ks_c_5601-1987': 'cp949',
  ks_c_5601: 'cp949',
  'x-sjis': 'shift_jis',
  'x-mac-roman': 'macintosh',
  'ansi_x3.4-1968': 'ascii',
  'unknown-8bit': '',
  'x-unknown': '',
  binary: '',
};

/**
 * Bytes of a mail in the charset it states. Many state a wrong one: what is valid UTF-8 is that, and what the stated
 * charset has no letters for is read as it reads best.
 */
export function decodeMailText(bytes: Uint8Array, charset: string | undefined): string {
  const stated = charset
    ?.trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  const label = stated && (aliases[stated] ?? stated);
  if (label === 'utf-7') return iconv.decode(bytes, 'utf-7');
  const shifted = shiftedEncoding(bytes, label);
  if (shifted) return new TextDecoder(shifted).decode(bytes);
  const decoded = decodeText(bytes, label || undefined);
  return decoded ? decoded.text : iconv.decode(bytes, 'windows-1252');
}

/** Encodings that switch by escape sequences look like ASCII otherwise. */
function shiftedEncoding(bytes: Uint8Array, label: string | undefined): string | undefined {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!content.includes('\u001b$')) return undefined;
  if (content.includes('\u001b$)C')) return undefined;
  const isOther = label !== undefined && /^(?:utf-?8|iso-2022-(?:kr|cn))/.test(label);
  return isOther ? undefined : 'iso-2022-jp';
}
