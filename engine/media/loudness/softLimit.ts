/** From here on a sample is bent, so that none leaves -1 to 1. */
const knee = 0.9;

/**
 * A sample as it is up to the knee, and above it bent towards 1 without a corner: y = k + (1 − k) tanh((x − k) / (1 − k)).
 */
export function softLimit(value: number): number {
  const size = Math.abs(value);
  if (size <= knee) return value;
  const bent = knee + (1 - knee) * Math.tanh((size - knee) / (1 - knee));
  return value < 0 ? -bent : bent;
}
