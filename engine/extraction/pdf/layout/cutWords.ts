import type { PageLine } from './pageLines.ts';

/** The two ways to read a word that is cut at the end of a line. */
export interface CutWord {
  whole: string;
  hyphenated: string;
}

export function endsCutWord(text: string, next: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  if (last !== 0x2d && last !== 0x2010) return false;
  return /\p{L}[-\u2010]$/u.test(text.slice(-3)) && /^\p{Ll}/u.test(next);
}

/** Lower case. */
export function cutWord(text: string, next: string): CutWord {
  const head = /[\p{L}\p{N}-]+(?=[-\u2010]$)/u.exec(text.slice(-60))?.[0] ?? '';
  const tail = /^[\p{L}\p{N}-]+/u.exec(next.slice(0, 60))?.[0] ?? '';
  return { whole: (head + tail).toLowerCase(), hyphenated: `${head}-${tail}`.toLowerCase() };
}

/**
 * Of the words that line ends cut, in both readings, those that stand somewhere in the document uncut. Only the words
 * that are asked for are looked for: most documents cut few, and have millions.
 */
export function findKnownWords(pages: readonly (readonly PageLine[])[]): Set<string> {
  const wanted: Wanted = { byHash: new Map(), marks: new Uint8Array(4096) };
  for (const lines of pages) {
    for (let index = 0; index + 1 < lines.length; index++) {
      const text = lines[index]?.text ?? '';
      const last = text.charCodeAt(text.length - 1);
      if (last !== 0x2d && last !== 0x2010) continue;
      const next = lines[index + 1]?.text ?? '';
      if (!endsCutWord(text, next)) continue;
      const { whole, hyphenated } = cutWord(text, next);
      want(wanted, whole);
      want(wanted, hyphenated);
    }
  }
  const known = new Set<string>();
  if (wanted.byHash.size === 0) return known;
  for (const lines of pages) for (const line of lines) lookUp(line.text, wanted, known);
  return known;
}

interface Wanted {
  byHash: Map<number, string[]>;
  /** At the low bits of each hash: most words are none of these, and need not be looked up. */
  marks: Uint8Array;
}

function want({ byHash, marks }: Wanted, word: string): void {
  const hash = hashOf(word, 0, word.length);
  marks[hash & (marks.length - 1)] = 1;
  const same = byHash.get(hash);
  if (same) same.push(word);
  else byHash.set(hash, [word]);
}

function lookUp(text: string, { byHash, marks }: Wanted, known: Set<string>): void {
  const mask = marks.length - 1;
  const { length } = text;
  for (let at = 0; at < length; at++) {
    let unit = wordUnit(text.charCodeAt(at));
    if (unit === 0) continue;
    const start = at;
    let hash = 0;
    do {
      hash = (Math.imul(hash, 31) + unit) | 0;
      if (++at >= length) break;
      unit = wordUnit(text.charCodeAt(at));
      if (unit === 0 && text.charCodeAt(at) === 0x2d && at + 1 < length)
        unit = wordUnit(text.charCodeAt(at + 1)) === 0 ? 0 : 0x2d;
    } while (unit !== 0);
    if (marks[hash & mask] === 0) continue;
    const words = byHash.get(hash);
    if (!words) continue;
    const word = text.slice(start, at).toLowerCase();
    if (words.includes(word)) known.add(word);
  }
}

function hashOf(text: string, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + folded(text.charCodeAt(at))) | 0;
  return hash;
}

/** Capitals of ASCII and Latin-1 as small letters; what it misses is a word not found. */
function folded(unit: number): number {
  return (unit >= 65 && unit <= 90) || (unit >= 0xc0 && unit <= 0xde) ? unit + 32 : unit;
}

/** Letters and digits, folded; 0 for all else. Beyond ASCII only the blocks of punctuation are else. */
function wordUnit(unit: number): number {
  if (unit < 0x100) return latinUnits[unit] ?? 0;
  return (unit >= 0x2000 && unit <= 0x2bff) || (unit >= 0x3000 && unit <= 0x303f) ? 0 : unit;
}

const latinUnits = Uint8Array.from({ length: 0x100 }, (_, unit) =>
  unit >= 0xc0 || /[A-Za-z0-9]/.test(String.fromCharCode(unit)) ? folded(unit) : 0,
);
