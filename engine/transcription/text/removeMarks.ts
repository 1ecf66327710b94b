/**
 * What models write that nobody said, by its form: `[_BEG_]`, `[_TT_150]`, `<|0.00|>`, `<|endoftext|>`. Spoken brackets
 * stay.
 */
const marks = /\[_[A-Z]+_?(?:\w*)?\]|<\|[^|<>\s]{0,40}\|>/gu;

/** Stretches of a text that are marks. Start inclusive, end exclusive. */
export function findMarks(text: string): { start: number; end: number }[] {
  return [...text.matchAll(marks)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
