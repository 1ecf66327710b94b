/** Marks that join the character before them (a space with an accent over it is not a gap between words). */
const extender = /[\p{M}\p{EMod}\u0e33\u0eb3]|\u200d/u;

/** Whether JavaScript's `\s` matches this UTF-16 code unit. */
function isSpaceCode(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    code === 0x3000 ||
    code === 0xfeff ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x1680
  );
}

/** Whether the character at `index` is white space that nothing joins: a place where text may end or begin. */
export function isSpaceAt(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  if (!isSpaceCode(code)) return false;
  if (code < 0x20 || index + 1 >= text.length || text.charCodeAt(index + 1) < 0x300) return true;
  return !extender.test(String.fromCodePoint(text.codePointAt(index + 1) ?? 0));
}

/** The first position from `start` that is not white space; at most `end`. */
export function skipSpace(text: string, start: number, end = text.length): number {
  let position = start;
  while (position < end && isSpaceAt(text, position)) position++;
  return position;
}

/** The end of what stands before `end` without its trailing white space; at least `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  let position = end;
  while (position > start && isSpaceAt(text, position - 1)) position--;
  return position;
}
