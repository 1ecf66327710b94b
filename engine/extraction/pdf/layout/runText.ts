import { isUnspaced } from './scripts.ts';

/** Collects the characters of one run, and finds its words. */
export interface RunText {
  /** @param gap points of white before it; `isSpaced` where the file itself has a space there */
  add(code: number, gap: number, isWordEnd: boolean, isSpaced: boolean): void;
  /** The text so far, words parted by spaces; then it begins anew. */
  take(size: number): string;
}

const none = 0;
const byGap = 1;
const bySpace = 2;

export function createRunText(): RunText {
  let codes = new Int32Array(256);
  let gaps = new Float32Array(256);
  let ends = new Uint8Array(256);
  let units = new Uint16Array(1024);
  let bytes = Buffer.alloc(1024);
  let count = 0;
  let byGaps = 0;

  return {
    add(code, gap, wantsSpace, isSpaced) {
      const isWordEnd = wantsSpace && !(isUnspaced(code) && isUnspaced(codes[count - 1] ?? 0));
      if (count === codes.length) {
        codes = grown(codes, new Int32Array(count * 2));
        gaps = grown(gaps, new Float32Array(count * 2));
        ends = grown(ends, new Uint8Array(count * 2));
        units = new Uint16Array(count * 8);
        bytes = Buffer.alloc(count * 8);
      }
      codes[count] = code;
      gaps[count] = gap;
      ends[count] = isWordEnd ? (isSpaced ? bySpace : byGap) : none;
      if (isWordEnd && !isSpaced) byGaps++;
      count++;
    },
    take(size) {
      if (byGaps > 2 && byGaps > 0.6 * (count - 1)) closeLetterSpacing(size);
      let length = 0;
      for (let at = 0; at < count; at++) {
        const code = codes[at] ?? 0;
        if (ends[at] !== none) units[length++] = 32;
        if (code > 0xffff) {
          units[length++] = 0xd800 + ((code - 0x10000) >> 10);
          units[length++] = 0xdc00 + ((code - 0x10000) & 0x3ff);
        } else if (code >= 0xfb00 && code <= 0xfb06) {
          // Ligatures are one glyph and several letters: a word must be found by its letters.
          const letters = String.fromCharCode(code).normalize('NFKC');
          for (let letter = 0; letter < letters.length; letter++)
            units[length++] = letters.charCodeAt(letter);
        } else units[length++] = code;
      }
      count = 0;
      byGaps = 0;
      return toText(length);
    },
  };

  /** A string of bytes where that will do: it takes half the memory, and searching it half the time. */
  function toText(length: number): string {
    let all = 0;
    for (let at = 0; at < length; at++) {
      const unit = units[at] ?? 0;
      all |= unit;
      bytes[at] = unit;
    }
    return all < 0x100
      ? bytes.toString('latin1', 0, length)
      : Buffer.from(units.buffer, 0, length * 2).toString('utf16le');
  }

  /** L e t t e r s set wide apart are words: a gap that most letters have parts none of them. */
  function closeLetterSpacing(size: number): void {
    for (let at = 0; at < count; at++) if (!isLetter(codes[at] ?? 0)) return;
    const sorted = gaps.slice(1, count).sort();
    const usual = sorted[sorted.length >> 1] ?? 0;
    for (let at = 1; at < count; at++)
      if (ends[at] === byGap && (gaps[at] ?? 0) < usual + 0.16 * size) ends[at] = none;
  }
}

/** ASCII and everything beyond Latin-1's signs: digits that stand apart are numbers, not a word. */
function isLetter(code: number): boolean {
  return (
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    (code >= 0xc0 && code < 0x2000) ||
    code === 38
  );
}

function grown<T extends { set(values: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
