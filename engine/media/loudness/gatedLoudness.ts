/** What is under this is no sound to the gate, LUFS. */
export const absoluteGate = -70;
const relativeGate = -10;
/** Blocks of 100 ms that one block of the gate holds: 400 ms, a new one every 100 ms. */
const blocksInGate = 4;

/** Mean square of K-weighted samples (full scale is 1) as loudness, LUFS. */
export function toLoudness(meanSquare: number): number {
  return meanSquare > 0 ? -0.691 + 10 * Math.log10(meanSquare) : Number.NEGATIVE_INFINITY;
}

/**
 * Integrated loudness of one channel, LUFS (EBU R128, ITU-R BS.1770-5: gates at -70 LUFS and 10 LU under what passes
 * that). Undefined where nothing passes. What is shorter than a block of the gate is measured whole.
 *
 * @param energies mean squares of K-weighted blocks of 100 ms
 */
export function gatedLoudness(energies: Float64Array): number | undefined {
  const window = Math.min(blocksInGate, energies.length);
  if (window === 0) return undefined;
  const means = new Float64Array(energies.length - window + 1);
  for (let start = 0; start < means.length; start++) {
    let sum = 0;
    for (let index = start; index < start + window; index++) sum += energies[index] ?? 0;
    means[start] = sum / window;
  }
  const audible = meanAbove(means, absoluteGate);
  if (audible === undefined) return undefined;
  const gated = meanAbove(means, Math.max(absoluteGate, toLoudness(audible) + relativeGate));
  return gated === undefined ? undefined : toLoudness(gated);
}

function meanAbove(means: Float64Array, gate: number): number | undefined {
  let sum = 0;
  let count = 0;
  for (const mean of means) {
    if (toLoudness(mean) < gate) continue;
    sum += mean;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}
