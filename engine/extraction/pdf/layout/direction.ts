/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and Arabic's presentation forms. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const strongLeft = /[A-Za-z\u00c0-\u058f\u0900-\u1fff\u2c00-\ud7ff]/;
const arabicForms = /[\ufb50-\ufdff\ufe70-\ufefc]/g;
export function hasRightToLeft(text: string): boolean {
  return rightToLeft.test(text);
}

/** Most of the letters are written from right to left. */
export function isRightToLeft(texts: readonly string[]): boolean {
  let right = 0;
  let left = 0;
  for (const text of texts) {
    if (!rightToLeft.test(text)) {
      left += text.length;
      continue;
    }
    for (const character of text) {
      if (rightToLeft.test(character)) right++;
      else if (strongLeft.test(character)) left++;
    }
  }
  return right > left;
}

/**
 * From the order in which characters stand on the page, left to right, to the order in which they are read, where the
 * line runs from right to left: Latin words and numbers within keep theirs. The reverse of the last step of the
 * Unicode bidirectional algorithm (UAX 9, L2) for one level of embedding, which is all that lines of a page need.
 */
export function toReadingOrder(shown: string): string {
  const turned: string[] = [];
  for (const piece of shown.match(leftToRight) ?? [])
    turned.unshift(isLeftToRight(piece) ? piece : turn(piece));
  return turned.join('').replace(arabicForms, (form) => form.normalize('NFKC'));
}

/** Words and numbers that run from left to right, with what joins them, and all that is between such. */
const leftToRight =
  /[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9$€£%+@#_/\\-]*[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9](?:[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9.,:/@_%'’+\\-]*[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9%])?(?: +[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9.,'’-]*)*|[^A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9$€£%+@#_/\\-]+|[$€£%+@#_/\\-]+/gu;

function isLeftToRight(piece: string): boolean {
  return /[A-Za-z\u00c0-\u024f0-9\u0660-\u0669\u06f0-\u06f9]/.test(piece);
}

/** Backwards, marks staying behind their letters. Brackets face the right way: the parser has turned them. */
function turn(piece: string): string {
  return (piece.match(/\P{M}\p{M}*|\p{M}+/gu) ?? []).reverse().join('');
}
