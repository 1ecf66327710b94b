export interface RankedSlot {
  readonly slot: number;
  readonly score: number;
}

/**
 * The `count` best of `slots` by score, best first; of equals the smaller id. Linear in the slots: scores are
 * compared with a threshold that rises as better ones are found.
 */
export function selectBest(
  slots: Int32Array,
  scores: Float32Array,
  ids: Uint32Array,
  count: number,
): RankedSlot[] {
  if (count <= 0) return [];
  const order = (a: RankedSlot, b: RankedSlot) =>
    b.score - a.score || (ids[a.slot] ?? 0) - (ids[b.slot] ?? 0);
  let best: RankedSlot[] = [];
  let threshold = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < slots.length; index++) {
    const slot = slots[index] ?? 0;
    const score = scores[slot] ?? 0;
    if (score < threshold) continue;
    best.push({ slot, score });
    if (best.length < count * 4) continue;
    best = best.sort(order).slice(0, count);
    threshold = best.at(-1)?.score ?? threshold;
  }
  return best.sort(order).slice(0, count);
}
