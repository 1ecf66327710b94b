/** A second of a tone that rises and swells, so that no shift of it looks like another; -0.5 to 0.5. */
export function testSignal(seconds = 1, sampleRate = 16_000): Float32Array {
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, index) => {
    const time = index / sampleRate;
    const swell = 0.55 + 0.45 * Math.sin(2 * Math.PI * 3 * time);
    return 0.5 * swell * Math.sin(2 * Math.PI * (300 * time + (425 * time ** 2) / seconds));
  });
}

/** How alike two sounds are when one may lie some samples behind the other: the best correlation, and where it is. */
export function bestCorrelation(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  maxLag = 1200,
): { correlation: number; lag: number } {
  let best = { correlation: Number.NEGATIVE_INFINITY, lag: 0 };
  for (let lag = -maxLag; lag <= maxLag; lag++) {
    const correlation = correlationAt(a, b, lag);
    if (correlation > best.correlation) best = { correlation, lag };
  }
  return best;
}

function correlationAt(a: ArrayLike<number>, b: ArrayLike<number>, lag: number): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let index = Math.max(0, -lag); index < Math.min(a.length, b.length - lag); index++) {
    const x = a[index] as number;
    const y = b[index + lag] as number;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

export function toInt16(values: Float32Array): Int16Array {
  return Int16Array.from(values, (value) => Math.max(-32768, Math.min(32767, Math.round(value * 32767))));
}
