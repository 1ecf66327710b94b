import { toLoudness } from '../loudness/gatedLoudness.ts';

/** Blocks of 100 ms that one track may lie behind the other: encoders begin with some silence of their own. */
const maxLag = 3;
const minCorrelation = 0.95;
/** Loudness below this is the same silence, LUFS. */
const silence = -60;
/** Tracks of other lengths are others: 5 %. */
const maxLengthRatio = 1.05;

/**
 * Whether two tracks say the same, as a film's sound in two qualities does: their loudness goes up and down together.
 * Another language over the same music does not.
 *
 * @param a mean squares of K-weighted blocks of 100 ms
 */
export function isSameSound(a: Float64Array, b: Float64Array): boolean {
  const longer = Math.max(a.length, b.length);
  const shorter = Math.min(a.length, b.length);
  if (shorter === 0 || longer - shorter > Math.max(10, shorter * (maxLengthRatio - 1))) return false;
  const first = Float64Array.from(a, (energy) => Math.max(silence, toLoudness(energy)));
  const second = Float64Array.from(b, (energy) => Math.max(silence, toLoudness(energy)));
  for (let lag = -maxLag; lag <= maxLag; lag++)
    if (correlation(first, second, lag) >= minCorrelation) return true;
  return false;
}

function correlation(a: Float64Array, b: Float64Array, lag: number): number {
  const start = Math.max(0, -lag);
  const end = Math.min(a.length, b.length - lag);
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let index = start; index < end; index++) {
    const x = a[index] as number;
    const y = b[index + lag] as number;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const count = Math.max(1, end - start);
  const covariance = sumAB - (sumA * sumB) / count;
  const power = Math.sqrt((sumAA - (sumA * sumA) / count) * (sumBB - (sumB * sumB) / count));
  return power > 1e-9 ? covariance / power : 0;
}
