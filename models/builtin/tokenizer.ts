import { type CharacterClass, characterClass, createCharacterClasses } from './characterClasses.ts';
import { scanRuns } from './scanRuns.ts';

/** The tokenizer's face that chunking asks for. */
export interface BuiltinTokenizer {
  /** Tokens of the text. */
  count(text: string): number;
  /** UTF-16 start and end of every token, in order, not overlapping: `[start0, end0, start1, end1, …]`. */
  offsets(text: string): Uint32Array;
}

/**
 * Longest piece of a class that is one token, and how long the pieces of a longer run are. Chosen so that a
 * text has about as many tokens as XLM-R's tokenizer gives it (English 1.3 a word, German 1.6), so that chunk
 * sizes mean the same under both models.
 */
const pieces: Readonly<Record<CharacterClass, readonly [whole: number, piece: number]>> = {
  [characterClass.none]: [1, 1],
  [characterClass.letter]: [9, 6],
  [characterClass.digit]: [4, 3],
  [characterClass.mark]: [9, 6],
  [characterClass.ideograph]: [1, 1],
  [characterClass.kana]: [2, 2],
  [characterClass.hangul]: [2, 2],
  [characterClass.unspaced]: [4, 4],
  [characterClass.symbol]: [Number.POSITIVE_INFINITY, 1],
};

/**
 * Words; long words in pieces; ideographs one by one; symbols. Linear in the text, for any text. Never cuts a
 * surrogate pair, nor a mark from its letter.
 */
export function createBuiltinTokenizer(): BuiltinTokenizer {
  const classOf = createCharacterClasses();
  return {
    count(text) {
      let count = 0;
      scanTokens(text, classOf, () => {
        count++;
        return true;
      });
      return count;
    },
    offsets(text) {
      let pairs = new Uint32Array(Math.max(16, text.length >> 1));
      let length = 0;
      scanTokens(text, classOf, (start, end) => {
        if (length + 2 > pairs.length) {
          const larger = new Uint32Array(pairs.length * 2);
          larger.set(pairs);
          pairs = larger;
        }
        pairs[length++] = start;
        pairs[length++] = end;
        return true;
      });
      return pairs.slice(0, length);
    },
  };
}

/** Reports tokens in order until `onToken` returns false. */
export function scanTokens(
  text: string,
  classOf: (codePoint: number) => CharacterClass,
  onToken: (start: number, end: number) => boolean,
): void {
  scanRuns(text, classOf, (start, end, kind) => {
    const [whole, piece] = pieces[kind];
    const length = end - start;
    if (length <= whole) return onToken(start, end);
    const count = Math.ceil(length / piece);
    let from = start;
    for (let index = 1; index <= count && from < end; index++) {
      let to = index === count ? end : start + Math.round((length * index) / count);
      while (to < end && joinsPrevious(text, to, classOf)) to++;
      if (to <= from) continue;
      if (!onToken(from, to)) return false;
      from = to;
    }
    return true;
  });
}

function joinsPrevious(text: string, index: number, classOf: (codePoint: number) => CharacterClass): boolean {
  const unit = text.charCodeAt(index);
  const isLowSurrogate = unit >= 0xdc00 && unit < 0xe000;
  return isLowSurrogate || classOf(text.codePointAt(index) ?? 0) === characterClass.mark;
}
