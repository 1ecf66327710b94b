interface Span {
  startMs: number;
  endMs: number;
}

/** Calls back for every two that are said at the same time, with for how long. Both ascend by start. */
export function forEachOverlap<A extends Span, B extends Span>(
  before: readonly A[],
  after: readonly B[],
  found: (a: A, b: B, overlapMs: number) => void,
): void {
  /** The latest end up to each index: what ends before a span begins is passed over for good. */
  const latest: number[] = [];
  for (const { endMs } of before) latest.push(Math.max(latest.at(-1) ?? 0, endMs));
  let first = 0;
  for (const b of after) {
    while (first < before.length && (latest[first] ?? 0) <= b.startMs) first++;
    for (let index = first; index < before.length; index++) {
      const a = before[index];
      if (!a || a.startMs >= b.endMs) break;
      const overlapMs = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs);
      if (overlapMs > 0) found(a, b, overlapMs);
    }
  }
}
