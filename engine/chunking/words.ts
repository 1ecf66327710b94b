import { isSpaceAt, skipSpace } from './whitespace.ts';

const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' });
const graphemeSegmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Scripts without spaces, and what nobody wrote as words (base64, paths), have runs longer than this. */
const longestWord = 64;
/** What the segmenters see beyond the position asked for. */
const lookAhead = 64;

/**
 * The last place in `(low, high]` between two words. White space counts first; a long run without any is cut by
 * Unicode's word rules (UAX 29, dictionaries for Chinese, Japanese, Thai and their like).
 *
 * @returns undefined when one word reaches from `low` beyond `high`
 */
export function lastWordStart(text: string, low: number, high: number): number | undefined {
  if (high >= text.length || isSpaceAt(text, high - 1) || isSpaceAt(text, high))
    return high > low ? high : undefined;
  const nearest = high - Math.min(longestWord, (high - low) >> 1);
  for (let position = high - 1; position > nearest; position--) {
    if (isSpaceAt(text, position - 1)) return position;
  }
  return boundary(wordSegmenter, text, low, high);
}

/** The first place in `[low, high)` where a word begins; `from` is a place between words at or before `low`. */
export function firstWordStart(text: string, from: number, low: number, high: number): number | undefined {
  if (low > 0 && isSpaceAt(text, low - 1)) {
    const start = skipSpace(text, low, high);
    return start < high ? start : undefined;
  }
  for (let position = low; position < Math.min(high, low + longestWord); position++) {
    if (!isSpaceAt(text, position)) continue;
    const start = skipSpace(text, position, high);
    return start < high ? start : undefined;
  }
  const slice = text.slice(from, Math.min(text.length, high + lookAhead));
  const word = wordSegmenter.segment(slice).containing(low - from);
  if (!word) return undefined;
  const start = skipSpace(
    text,
    word.index === low - from ? low : from + word.index + word.segment.length,
    high,
  );
  return start < high ? start : undefined;
}

/**
 * Where to cut a word that is too long on its own: at the last grapheme in `(low, high]`, else, within a
 * character of very many marks, at the last code point; always beyond `low`.
 */
export function lastGraphemeStart(text: string, low: number, high: number): number {
  const grapheme = boundary(graphemeSegmenter, text, low, high);
  if (grapheme !== undefined) return grapheme;
  const inPair = (position: number) => {
    const code = text.charCodeAt(position);
    const before = text.charCodeAt(position - 1);
    return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff;
  };
  if (!inPair(high)) return high;
  return high - 1 > low ? high - 1 : high + 1;
}

function boundary(segmenter: Intl.Segmenter, text: string, low: number, high: number): number | undefined {
  if (high >= text.length) return text.length;
  const slice = text.slice(low, Math.min(text.length, high + lookAhead));
  const index = segmenter.segment(slice).containing(high - low)?.index ?? 0;
  return index > 0 ? low + index : undefined;
}

/** Whether no grapheme (an emoji with its modifiers, a letter with its marks) reaches across the position. */
export function isGraphemeStart(text: string, position: number): boolean {
  if (position <= 0 || position >= text.length) return true;
  if (text.charCodeAt(position) < 0x300 && text.charCodeAt(position - 1) < 0x300) return true;
  const from = Math.max(0, position - lookAhead);
  const slice = text.slice(from, position + 2);
  return graphemeSegmenter.segment(slice).containing(position - from)?.index === position - from;
}
