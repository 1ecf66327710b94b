/** Scripts that part words without spaces: Chinese and Japanese, their punctuation and wide forms. Korean is not one. */
export function isUnspaced(code: number): boolean {
  return (
    (code >= 0x3000 && code <= 0x30ff) ||
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0xff00 && code <= 0xff60)
  );
}
