/** Words of a text, and whether the other text has them in the same order, too. */
export interface ComparedWord {
  text: string;
  isSame: boolean;
}

/** Longer texts are shown without their differences. */
const mostWords = 600;

/**
 * Which words two texts share, in order: a longest common subsequence, by whatever case they are in and without their
 * punctuation.
 */
export function compareWords(one: string, other: string): { one: ComparedWord[]; other: ComparedWord[] } {
  const left = wordsOf(one);
  const right = wordsOf(other);
  if (left.length > mostWords || right.length > mostWords)
    return { one: left.map(asSame), other: right.map(asSame) };
  const [same, alike] = [left.map(() => false), right.map(() => false)];
  const lengths = commonLengths(left.map(bare), right.map(bare));
  for (let [at, to] = [0, 0]; at < left.length && to < right.length; ) {
    if (bare(left[at] ?? '') === bare(right[to] ?? '')) {
      same[at] = true;
      alike[to] = true;
      at += 1;
      to += 1;
    } else if ((lengths[at + 1]?.[to] ?? 0) >= (lengths[at]?.[to + 1] ?? 0)) at += 1;
    else to += 1;
  }
  return {
    one: left.map((text, index) => ({ text, isSame: same[index] ?? false })),
    other: right.map((text, index) => ({ text, isSame: alike[index] ?? false })),
  };
}

/** `[i][j]`: how many words the texts from there on share. */
function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let at = left.length - 1; at >= 0; at -= 1)
    for (let to = right.length - 1; to >= 0; to -= 1) {
      const row = lengths[at];
      if (!row) continue;
      const isSame = left[at] === right[to];
      row[to] = isSame
        ? (lengths[at + 1]?.[to + 1] ?? 0) + 1
        : Math.max(lengths[at + 1]?.[to] ?? 0, row[to + 1] ?? 0);
    }
  return lengths;
}

const wordsOf = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== '');
const asSame = (text: string): ComparedWord => ({ text, isSame: true });

function bare(word: string): string {
  return (
    word
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '') || word
  );
}
