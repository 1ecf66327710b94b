/** The content of a part without its transfer encoding. What is broken is decoded as far as it goes. */
export function decodeTransfer(raw: Uint8Array, encoding: string): Uint8Array {
  switch (encoding.trim().toLowerCase().replace(/["']/g, '')) {
    case 'base64':
      return decodeBase64(raw);
    case 'quoted-printable':
      return decodeQuotedPrintable(raw);
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return decodeUuencoded(raw);
    default:
      return raw;
  }
}

/** Of a text that says it is base64 and is not, that many in a hundred of its characters could be. */
const leastShare = 0.95;

function decodeBase64(raw: Uint8Array): Uint8Array {
  if (!isMostlyBase64(raw)) return raw;
  const content = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1');
  // What lists and scanners append stands after a blank line, and is no base64.
  const blank = /\r?\n[ \t]*\r?\n/.exec(content);
  const tail = blank ? content.slice(blank.index).trim() : '';
  const isText = /[^\w+/=\s-]|[A-Za-z] [A-Za-z]/.test(tail.slice(0, sampleBytes));
  const encoded = blank && isText ? content.slice(0, blank.index) : content;
  if (!/=\s*[^=\s]/.test(encoded)) return Buffer.from(encoded, 'base64');
  // Pieces that were encoded one by one: each ends with its own padding.
  return Buffer.concat(encoded.split(/=[=\s]*/).map((piece) => Buffer.from(piece, 'base64')));
}

const sampleBytes = 20_000;
const alphabet = new Set(
  Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n\t '),
);

/** Words with blanks between them are letters of base64 too, and none of it. */
function isMostlyBase64(raw: Uint8Array): boolean {
  // What stands after a blank line may be something else.
  const blank = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, sampleBytes))
    .toString('latin1')
    .search(/\S\s*?\n\r?\n/);
  const sample = raw.subarray(0, blank < 0 ? sampleBytes : blank + 1);
  let known = 0;
  let blanks = 0;
  for (const byte of sample) {
    if (alphabet.has(byte)) known++;
    if (byte === 32) blanks++;
  }
  return known >= sample.length * leastShare && blanks * 20 <= sample.length;
}

const equals = 61;
const lineFeed = 10;
const carriageReturn = 13;

/** RFC 2045, 6.7: soft line breaks joined, blanks at line ends dropped, what is no code left as it is. */
export function decodeQuotedPrintable(raw: Uint8Array): Uint8Array {
  const output = Buffer.allocUnsafe(raw.length);
  let length = 0;
  let blanks = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at] ?? 0;
    if (byte === equals) {
      const high = hexValue(raw[at + 1]);
      const low = hexValue(raw[at + 2]);
      const soft = softBreakLength(raw, at + 1);
      if (high >= 0 && low >= 0) {
        output[length++] = high * 16 + low;
        at += 2;
      } else if (soft > 0) at += soft;
      else output[length++] = byte;
      blanks = 0;
      continue;
    }
    if (byte === lineFeed || byte === carriageReturn) length -= blanks;
    blanks = byte === 32 || byte === 9 ? blanks + 1 : 0;
    output[length++] = byte;
  }
  return output.subarray(0, length);
}

/** Blanks and a line break after an equals sign; 0 where something else stands there. */
function softBreakLength(raw: Uint8Array, from: number): number {
  let at = from;
  while (at - from < 100 && (raw[at] === 32 || raw[at] === 9)) at++;
  if (at >= raw.length) return at - from + 1;
  if (raw[at] === carriageReturn && raw[at + 1] === lineFeed) return at - from + 2;
  return raw[at] === lineFeed || raw[at] === carriageReturn ? at - from + 1 : 0;
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte & 0xdf;
  return letter >= 65 && letter <= 70 ? letter - 55 : -1;
}

/** Lines of up to 45 bytes, each with its length before it, between `begin` and `end`. */
function decodeUuencoded(raw: Uint8Array): Uint8Array {
  const output: number[] = [];
  for (const line of Buffer.from(raw).toString('latin1').split(/\r?\n/)) {
    if (/^begin \d/.test(line)) continue;
    if (line === 'end') break;
    const count = (line.charCodeAt(0) - 32) & 63;
    if (line === '' || count === 0) continue;
    for (let at = 1, left = count; left > 0 && at < line.length; at += 4, left -= 3) {
      const [one = 0, two = 0, three = 0, four = 0] = [0, 1, 2, 3].map(
        (index) => (line.charCodeAt(at + index) - 32) & 63,
      );
      output.push(
        ...[(one << 2) | (two >> 4), ((two & 15) << 4) | (three >> 2), ((three & 3) << 6) | four].slice(
          0,
          left,
        ),
      );
    }
  }
  return Uint8Array.from(output.map((byte) => byte & 255));
}
