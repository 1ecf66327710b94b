/** A word on its way to a transcript: what stands before it in the text goes with it. */
export interface Word {
  text: string;
  /** Between it and the word before: a space, or nothing. */
  glue: string;
  startMs: number;
  endMs: number;
  confidence: number | null;
}

/** The text of words, as they follow one another. */
export function textOf(words: readonly Word[]): string {
  return words.map(({ text, glue }, index) => (index === 0 ? text : glue + text)).join('');
}

/** For comparing: without case, accents' forms and punctuation. */
export function normalizeWord(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
