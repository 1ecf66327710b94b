const mostRevivals = 3;
const withinMs = 5 * 60 * 1000;
const firstPauseMs = 300;

export type Verdict = { action: 'revive'; attempt: number; inMs: number } | { action: 'give up' };

export interface Revival {
  /** It has ended by itself. */
  ended(): Verdict;
  /** The person asked for another try: nothing is held against it. */
  forgive(): void;
}

/** At most three revivals in five minutes, each after a longer pause (0.3, 1.2 and 4.8 seconds). */
export function createRevival(now: () => number): Revival {
  let revivals: number[] = [];
  return {
    ended() {
      revivals = revivals.filter((time) => now() - time < withinMs);
      if (revivals.length >= mostRevivals) return { action: 'give up' };
      revivals.push(now());
      const attempt = revivals.length;
      return { action: 'revive', attempt, inMs: firstPauseMs * 4 ** (attempt - 1) };
    },
    forgive() {
      revivals = [];
    },
  };
}
