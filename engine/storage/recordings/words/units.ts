/** Scripts that put no spaces between words. Hangul does. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\u3005]/u;
const said = /[\p{L}\p{N}]/u;

/** The smallest piece of a text that is said at one time: a word, or a character of a script without spaces. */
export interface Unit {
  text: string;
  /** UTF-16 code units into the text, `[start, end)`. */
  start: number;
  end: number;
  /** As it is compared. */
  folded: string;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Cuts a text into its units, in order; what is no letter and no digit belongs to the unit before it. */
export function unitsOf(text: string): Unit[] {
  const units: Unit[] = [];
  for (const { 0: token, index } of text.matchAll(/\S+/gu)) {
    if (!unspaced.test(token)) {
      units.push(unitAt(text, index, index + token.length));
      continue;
    }
    // A word of a script with spaces may stand among the others: its letters stay together.
    let start = index;
    let last: 'none' | 'spaced' | 'unspaced' = 'none';
    for (const { segment, index: offset } of graphemes.segment(token)) {
      if (!said.test(segment)) continue;
      const kind = unspaced.test(segment) ? 'unspaced' : 'spaced';
      if (last !== 'none' && (kind === 'unspaced' || last === 'unspaced')) {
        units.push(unitAt(text, start, index + offset));
        start = index + offset;
      }
      last = kind;
    }
    units.push(unitAt(text, start, index + token.length));
  }
  return units;
}

function unitAt(text: string, start: number, end: number): Unit {
  const own = text.slice(start, end);
  return { text: own, start, end, folded: foldWord(own) };
}

/** Letters and digits without case, width and marks around them; a sign alone stays as it is. */
export function foldWord(text: string): string {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
  return folded === '' ? text.trim() : folded;
}

/** Whether two texts say the same words; case, punctuation and spaces do not count. */
export function saySame(a: string, b: string): boolean {
  return a === b || foldWord(a) === foldWord(b);
}

/** Two texts one after the other, with a space where their scripts have them. */
export function joinTexts(before: string, after: string): string {
  if (before === '' || after === '') return before + after;
  const isTight = unspaced.test([...before].at(-1) ?? '') && unspaced.test([...after][0] ?? '');
  return isTight ? before + after : `${before} ${after}`;
}
