/** Counts what ends, and tells how often it did of late. */
export interface RateMeter {
  /** Something ended that was begun at `startedAt`. Unix milliseconds, both. */
  add(now: number, startedAt: number): void;
  /** Over the last half minute, or since there was something to do again; null while nothing has ended in that time. */
  perSecond(now: number): number | null;
}

const windowSeconds = 30;

/** Buckets of a second: counting costs the same however much there is to count. */
export function createRateMeter(): RateMeter {
  const buckets = new Map<number, number>();
  let since = 0;

  function forget(now: number): void {
    const oldest = Math.floor(now / 1000) - windowSeconds + 1;
    for (const second of buckets.keys()) {
      if (second >= oldest && second * 1000 <= now) break;
      buckets.delete(second);
      since = Math.max(since, oldest * 1000);
    }
  }

  return {
    add(now, startedAt) {
      forget(now);
      // After a rest, what is measured begins with the work and not with the rest.
      if (buckets.size === 0) since = startedAt;
      const second = Math.floor(now / 1000);
      buckets.set(second, (buckets.get(second) ?? 0) + 1);
    },
    perSecond(now) {
      forget(now);
      if (buckets.size === 0) return null;
      let count = 0;
      for (const each of buckets.values()) count += each;
      return count / Math.max(1, (now - since) / 1000);
    },
  };
}
