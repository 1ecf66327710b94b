import { cepstra } from '../features/frameFeatures.ts';

/** Several normal distributions with diagonal variances over the cepstrum of a frame. */
export interface FrameMixture {
  /** ln of weight and of the normal's factor, one a component. */
  constants: Float64Array;
  means: Float64Array;
  /** 1 / variance. */
  precisions: Float64Array;
}

const groupRounds = 6;
const fitRounds = 6;
/** No variance falls below this share of that of all frames together. */
const leastVariance = 0.05;

/**
 * A mixture fitted to frames by k-means and then by expectation and maximisation.
 *
 * @param frames indices in `cepstrum`, in the order of time; at least `components` of them
 */
export function fitMixture(
  cepstrum: Float32Array,
  frames: ArrayLike<number>,
  components: number,
): FrameMixture {
  const count = frames.length;
  const overall = moments(cepstrum, frames);
  const means = new Float64Array(components * cepstra);
  for (let m = 0; m < components; m++) {
    const frame = frames[Math.floor(((m + 0.5) * count) / components)] as number;
    for (let d = 0; d < cepstra; d++) means[m * cepstra + d] = cepstrum[frame * cepstra + d] as number;
  }
  const scaled = overall.variance.map((value) => 1 / value);
  let mixture: FrameMixture = {
    constants: new Float64Array(components),
    means,
    precisions: Float64Array.from(
      { length: components * cepstra },
      (_, index) => scaled[index % cepstra] as number,
    ),
  };
  for (let round = 0; round < groupRounds + fitRounds; round++)
    mixture = improve(mixture, cepstrum, frames, overall.variance, round < groupRounds);
  return mixture;
}

/** ln of the density of one frame. */
export function logDensity(mixture: FrameMixture, cepstrum: Float32Array, frame: number): number {
  const { constants, means, precisions } = mixture;
  let total = Number.NEGATIVE_INFINITY;
  for (let m = 0; m < constants.length; m++) {
    const value = (constants[m] as number) - 0.5 * squareDistance(means, precisions, m, cepstrum, frame);
    total =
      value > total
        ? value + Math.log1p(Math.exp(total - value))
        : total + Math.log1p(Math.exp(value - total));
  }
  return total;
}

/** How much of a frame is of each component; they sum to 1. */
export function componentShares(
  mixture: FrameMixture,
  cepstrum: Float32Array,
  frame: number,
  shares: Float64Array,
): void {
  const { constants, means, precisions } = mixture;
  let most = Number.NEGATIVE_INFINITY;
  for (let m = 0; m < constants.length; m++) {
    const value = (constants[m] as number) - 0.5 * squareDistance(means, precisions, m, cepstrum, frame);
    shares[m] = value;
    if (value > most) most = value;
  }
  let total = 0;
  for (let m = 0; m < constants.length; m++) {
    shares[m] = Math.exp((shares[m] as number) - most);
    total += shares[m] as number;
  }
  for (let m = 0; m < constants.length; m++) shares[m] = (shares[m] as number) / total;
}

function squareDistance(
  means: Float64Array,
  precisions: Float64Array,
  component: number,
  cepstrum: Float32Array,
  frame: number,
): number {
  let sum = 0;
  for (let d = 0; d < cepstra; d++) {
    const gap = (cepstrum[frame * cepstra + d] as number) - (means[component * cepstra + d] as number);
    sum += gap * gap * (precisions[component * cepstra + d] as number);
  }
  return sum;
}

function moments(cepstrum: Float32Array, frames: ArrayLike<number>) {
  const mean = new Float64Array(cepstra);
  const variance = new Float64Array(cepstra);
  for (let index = 0; index < frames.length; index++)
    for (let d = 0; d < cepstra; d++) {
      const value = cepstrum[(frames[index] as number) * cepstra + d] as number;
      mean[d] = (mean[d] as number) + value / frames.length;
      variance[d] = (variance[d] as number) + (value * value) / frames.length;
    }
  for (let d = 0; d < cepstra; d++)
    variance[d] = Math.max(1e-6, (variance[d] as number) - (mean[d] as number) ** 2);
  return { mean, variance };
}

function improve(
  mixture: FrameMixture,
  cepstrum: Float32Array,
  frames: ArrayLike<number>,
  variance: Float64Array,
  isGrouping: boolean,
): FrameMixture {
  const components = mixture.constants.length;
  const amount = new Float64Array(components);
  const sums = new Float64Array(components * cepstra);
  const squares = new Float64Array(components * cepstra);
  const share = new Float64Array(components);
  for (let index = 0; index < frames.length; index++) {
    const frame = frames[index] as number;
    let best = 0;
    for (let m = 0; m < components; m++) {
      share[m] =
        (mixture.constants[m] as number) -
        0.5 * squareDistance(mixture.means, mixture.precisions, m, cepstrum, frame);
      if ((share[m] as number) > (share[best] as number)) best = m;
    }
    const most = share[best] as number;
    let total = 0;
    for (let m = 0; m < components; m++) {
      share[m] = isGrouping ? Number(m === best) : Math.exp((share[m] as number) - most);
      total += share[m] as number;
    }
    for (let m = 0; m < components; m++) {
      const part = (share[m] as number) / total;
      if (part < 1e-4) continue;
      amount[m] = (amount[m] as number) + part;
      for (let d = 0; d < cepstra; d++) {
        const value = cepstrum[frame * cepstra + d] as number;
        const at = m * cepstra + d;
        sums[at] = (sums[at] as number) + part * value;
        squares[at] = (squares[at] as number) + part * value * value;
      }
    }
  }
  const next: FrameMixture = {
    constants: new Float64Array(components),
    means: Float64Array.from(mixture.means),
    precisions: Float64Array.from(mixture.precisions),
  };
  for (let m = 0; m < components; m++) {
    const n = amount[m] as number;
    if (n < 1e-3) {
      // A component without frames is kept out of the way.
      next.constants[m] = isGrouping ? 0 : -1e9;
      continue;
    }
    let logPrecision = 0;
    for (let d = 0; d < cepstra; d++) {
      const at = m * cepstra + d;
      const mean = (sums[at] as number) / n;
      next.means[at] = mean;
      if (isGrouping) continue;
      const spread = Math.max(
        (squares[at] as number) / n - mean * mean,
        leastVariance * (variance[d] as number),
      );
      next.precisions[at] = 1 / spread;
      logPrecision -= Math.log(spread);
    }
    if (!isGrouping)
      next.constants[m] =
        Math.log(n / frames.length) + 0.5 * (logPrecision - cepstra * Math.log(2 * Math.PI));
  }
  return next;
}
