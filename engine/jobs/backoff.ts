const baseMs = 1000;
const maxMs = 60_000;

/**
 * Wait before try `attempt` + 1: exponential with full jitter above half, so that what failed together does not
 * come back together. `attempt` counts from 1; `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  const ceiling = Math.min(maxMs, baseMs * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
