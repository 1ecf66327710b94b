/** How much of two texts is the same, both ways: 1 where nothing is missing and nothing is added. */
export interface Agreement {
  /** Words, wherever they stand. */
  words: number;
  /** Words with the two that follow them: what is read in another order does not count. */
  order: number;
}

export function compareText(ours: string, theirs: string): Agreement {
  const a = wordsOf(ours);
  const b = wordsOf(theirs);
  return { words: sharedOf(a, b), order: sharedOf(threes(a), threes(b)) };
}

/** Lower case, without punctuation, words that a line end cuts made whole. */
function wordsOf(text: string): string[] {
  const whole = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[-\u2010]\s*\n\s*/g, '');
  return whole.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function threes(words: readonly string[]): string[] {
  return words.slice(2).map((word, index) => `${words[index]} ${words[index + 1]} ${word}`);
}

/** Twice what both hold, over what they hold together (Sørensen and Dice), counting repetitions. */
function sharedOf(a: readonly string[], b: readonly string[]): number {
  if (a.length + b.length === 0) return 1;
  const counts = new Map<string, number>();
  for (const word of b) counts.set(word, (counts.get(word) ?? 0) + 1);
  let shared = 0;
  for (const word of a) {
    const left = counts.get(word) ?? 0;
    if (left === 0) continue;
    counts.set(word, left - 1);
    shared++;
  }
  return (2 * shared) / (a.length + b.length);
}
