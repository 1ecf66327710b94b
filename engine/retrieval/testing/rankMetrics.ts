/** How well rankings did where each question has one right answer. */
export interface RankMetrics {
  readonly recallAt1: number;
  readonly recallAt5: number;
  /** The gain of the right answer discounted by the logarithm of its place; none beyond the tenth. */
  readonly ndcgAt10: number;
}

/** @param ranks place of the right answer, counted from 0, of each question; negative where it was not found */
export function rankMetrics(ranks: readonly number[]): RankMetrics {
  const within = (most: number) => ranks.filter((rank) => rank >= 0 && rank < most).length / ranks.length;
  const gain = ranks.reduce((sum, rank) => sum + (rank < 0 || rank > 9 ? 0 : 1 / Math.log2(rank + 2)), 0);
  return { recallAt1: within(1), recallAt5: within(5), ndcgAt10: gain / ranks.length };
}
