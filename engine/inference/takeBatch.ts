/** Padding that a text may bring into a batch, beside its own length, before it starts a batch of its own. */
const slackShare = 0.125;
const slackTokens = 8;

/**
 * How many of the texts from `from` on go into one run. `lengths` ascend, so the last one taken sets the padded
 * length of all. A batch ends where its padded size would pass `budget`, and where the next text is so much
 * longer that padding would cost more than a run of its own. At least one text is taken.
 *
 * @param lengths tokens of each text, ascending
 * @param budget tokens of one run, padding included
 */
export function takeBatch(lengths: readonly number[], from: number, budget: number): number {
  const shortest = lengths[from] ?? 0;
  const longest = shortest * (1 + slackShare) + slackTokens;
  let count = 1;
  for (; from + count < lengths.length; count++) {
    const length = lengths[from + count] ?? 0;
    if (length > longest || (count + 1) * length > budget) break;
  }
  return count;
}
