/** What listens to the pieces of an RTF file. */
export interface RtfListener {
  open(): void;
  close(): void;
  /** A control word (`par`) or symbol (`~`) with its number, if it has one. */
  control(word: string, value: number | undefined): void;
  /** Bytes of text as they stand, from one offset to another. */
  bytes(start: number, end: number): void;
  /** One byte of text, written as `\'xx` or escaped. */
  byte(value: number): void;
  /** Whether plain text here is of no interest: it is then passed over quickly. */
  isSkipping(): boolean;
}

const backslash = 0x5c;
const open = 0x7b;
const close = 0x7d;
const maxWordLength = 32;
const slice = 512 * 1024;

/**
 * Takes an RTF file apart (version 1.9.1), in one pass over its bytes; `\bin` data is passed over.
 *
 * @param pause called every half megabyte, with the offset
 */
export async function readRtf(
  bytes: Uint8Array,
  listener: RtfListener,
  pause: (offset: number) => Promise<void>,
): Promise<void> {
  let at = 0;
  let next = slice;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  while (at < bytes.length) {
    if (at >= next) {
      next = at + slice;
      await pause(at);
    }
    const byte = bytes[at] ?? 0;
    if (byte === open) {
      listener.open();
      at++;
    } else if (byte === close) {
      listener.close();
      at++;
    } else if (byte === backslash) at = readControl(content, at + 1, listener);
    else if (byte === 0x0a || byte === 0x0d || byte === 0) at++;
    else {
      const start = at;
      while (at < bytes.length && !isSpecial(bytes[at] ?? 0)) at++;
      if (!listener.isSkipping()) listener.bytes(start, at);
    }
  }
}

function isSpecial(byte: number): boolean {
  return (
    byte === backslash || byte === open || byte === close || byte === 0x0a || byte === 0x0d || byte === 0
  );
}

function readControl(bytes: Buffer, start: number, listener: RtfListener): number {
  let at = start;
  const first = bytes[at] ?? 0;
  if (!isLetter(first)) {
    at++;
    if (first === 0x27) {
      const high = digitOf(bytes[at] ?? 0);
      const low = digitOf(bytes[at + 1] ?? 0);
      if (high >= 0 && low >= 0) listener.byte(high * 16 + low);
      return at + 2;
    }
    if (first === backslash || first === open || first === close) listener.byte(first);
    else listener.control(first === 0x0a || first === 0x0d ? 'par' : String.fromCharCode(first), undefined);
    return at;
  }
  while (isLetter(bytes[at] ?? 0) && at - start < maxWordLength) at++;
  const word = bytes.toString('latin1', start, at);
  const isNegative = bytes[at] === 0x2d;
  if (isNegative) at++;
  let value: number | undefined;
  for (let digits = 0; isDigit(bytes[at] ?? 0) && digits < 10; digits++, at++)
    value = (value ?? 0) * 10 + (bytes[at] ?? 0) - 0x30;
  if (bytes[at] === 0x20) at++;
  if (value !== undefined && isNegative) value = -value;
  if (word === 'bin') return at + Math.max(0, value ?? 0);
  listener.control(word, value);
  return at;
}

function isLetter(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a);
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Of a hexadecimal number; -1 for anything else. */
function digitOf(byte: number): number {
  if (isDigit(byte)) return byte - 0x30;
  const letter = (byte | 0x20) - 0x57;
  return letter >= 10 && letter <= 15 ? letter : -1;
}
