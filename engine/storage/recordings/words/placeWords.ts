/** Where a word stands in its segment's text: UTF-16 code units, `[start, end)`. */
export interface WordPlace {
  start: number;
  end: number;
}

/**
 * Finds words in the text that they follow one another in.
 *
 * @returns a place for each, ascending; null where they do not, or where more is said between them
 */
export function placeWords(text: string, words: readonly { text: string }[]): WordPlace[] | null {
  const places: WordPlace[] = [];
  let from = 0;
  for (const word of words) {
    const start = text.indexOf(word.text, from);
    if (start < 0 || /[\p{L}\p{N}]/u.test(text.slice(from, start))) return null;
    from = start + word.text.length;
    places.push({ start, end: from });
  }
  return /[\p{L}\p{N}]/u.test(text.slice(from)) ? null : places;
}
