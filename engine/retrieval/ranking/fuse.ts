import type { RankedSlot } from './selectBest.ts';

/** Cormack, Clarke and Büttcher, Reciprocal Rank Fusion (SIGIR 2009). */
const rankConstant = 60;

export interface Side {
  /** Best first. */
  readonly best: readonly RankedSlot[];
  /** The score of any slot, ranked or not; 0 where it has none. */
  scoreOf(slot: number): number;
}

/**
 * Reciprocal rank fusion of two rankings, as a share of what the first of both would get: 1 is best, and what only
 * one of them found stays at a half or under. Of equal scores the better semantic one comes first.
 */
export function fuseByRank(keyword: Side, semantic: Side): RankedSlot[] {
  const sums = new Map<number, number>();
  for (const { best } of [semantic, keyword]) {
    best.forEach(({ slot }, index) => {
      sums.set(slot, (sums.get(slot) ?? 0) + (rankConstant + 1) / (rankConstant + 1 + index));
    });
  }
  return [...sums]
    .map(([slot, sum]) => ({ slot, score: sum / 2 }))
    .sort((a, b) => b.score - a.score || semantic.scoreOf(b.slot) - semantic.scoreOf(a.slot));
}

/**
 * Convex combination of the two scores, each scaled from its theoretical least to the best found (Bruch, Gai and
 * Ingber, An Analysis of Fusion Functions for Hybrid Retrieval, 2023: TM2C2).
 *
 * @param alpha weight of the semantic side, 0 to 1
 */
export function fuseByWeight(keyword: Side, semantic: Side, alpha: number): RankedSlot[] {
  const bestKeyword = keyword.best[0]?.score ?? 0;
  const bestSemantic = semantic.best[0]?.score ?? 0;
  const slots = new Set([...semantic.best, ...keyword.best].map(({ slot }) => slot));
  const scaled = (score: number, best: number) => (best > 0 ? Math.min(1, Math.max(0, score / best)) : 0);
  return [...slots]
    .map((slot) => ({
      slot,
      score:
        alpha * scaled(semantic.scoreOf(slot), bestSemantic) +
        (1 - alpha) * scaled(keyword.scoreOf(slot), bestKeyword),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || semantic.scoreOf(b.slot) - semantic.scoreOf(a.slot));
}
