import { throwIfAborted, yieldToEventLoop } from '#base';

export interface SpeakerHmmOptions {
  /** Weight of what is heard: below 1, since neighbouring windows hear the same. */
  acousticWeight: number;
  /** Weight of the prior of the speakers: larger ones leave fewer of them. */
  strictness: number;
  /** Probability that a speaker goes on from one window to the next. */
  stay: number;
  /** The same where there was a pause. */
  stayAfterPause: number;
  /** Off: every speaker keeps an equal share and none dies out. */
  learnsShares: boolean;
}

export interface SpeakerHmmResult {
  /** Speaker of each window. */
  labels: Int32Array;
  /** Probability of each speaker, a row a window. */
  posteriors: Float64Array;
  /** Lower bound of the log-likelihood: compares results for the same windows. */
  bound: number;
}

const mostRounds = 25;

/**
 * A hidden Markov model whose states are speakers, each a point in a space where the scatter within a speaker is 1
 * and the scatter between speakers is `spread`, by variational Bayes: the model of VBx (Landini, Profant, Diez,
 * Burget: Bayesian HMM clustering of x-vector sequences, 2022), over any vectors. Speakers that explain nothing lose
 * their share, so that it also finds how many there are.
 *
 * @param windows in the order of time
 * @param spread variance between speakers, one a dimension
 * @param start speaker of each window to begin with
 * @param isAfterPause of each window
 * @throws AppError `cancelled`
 */
export async function fitSpeakerHmm(
  windows: readonly Float64Array[],
  spread: Float64Array,
  start: Int32Array,
  speakers: number,
  isAfterPause: readonly boolean[],
  options: SpeakerHmmOptions,
  signal?: AbortSignal,
): Promise<SpeakerHmmResult> {
  const count = windows.length;
  const size = spread.length;
  const roots = spread.map(Math.sqrt);
  const ratio = options.acousticWeight / options.strictness;
  const posteriors = new Float64Array(count * speakers).fill(0.1 / speakers);
  for (let t = 0; t < count; t++) {
    const at = t * speakers + (start[t] as number);
    posteriors[at] = (posteriors[at] as number) + 0.9;
  }
  let shares = new Float64Array(speakers).fill(1 / speakers);
  const likelihood = new Float64Array(count * speakers);
  const forward = new Float64Array(count * speakers);
  const scale = new Float64Array(count);
  let bound = Number.NEGATIVE_INFINITY;
  for (let round = 0; round < mostRounds; round++) {
    throwIfAborted(signal);
    await yieldToEventLoop();
    const { mean, variance } = speakerPoints();
    const lift = measureLikelihood(mean, variance);
    const evidence = passBothWays() + lift;
    let prior = 0;
    for (let index = 0; index < mean.length; index++) {
      const v = variance[index] as number;
      prior += 0.5 * (Math.log(v) - v - (mean[index] as number) ** 2 + 1);
    }
    const next = evidence + options.strictness * prior;
    const isDone = round > 3 && next - bound < 1e-4;
    bound = next;
    if (isDone) break;
  }
  const labels = Int32Array.from({ length: count }, (_, t) => {
    let best = 0;
    for (let k = 1; k < speakers; k++)
      if ((posteriors[t * speakers + k] as number) > (posteriors[t * speakers + best] as number)) best = k;
    return best;
  });
  return { labels, posteriors, bound };

  /** Where each speaker is, and how sure that is. */
  function speakerPoints() {
    const amount = new Float64Array(speakers);
    const sum = new Float64Array(speakers * size);
    for (const [t, window] of windows.entries())
      for (let k = 0; k < speakers; k++) {
        const share = posteriors[t * speakers + k] as number;
        if (share < 1e-8) continue;
        amount[k] = (amount[k] as number) + share;
        for (let d = 0; d < size; d++) {
          const at = k * size + d;
          sum[at] = (sum[at] as number) + share * (window[d] as number) * (roots[d] as number);
        }
      }
    const variance = new Float64Array(speakers * size);
    const mean = sum;
    for (let k = 0; k < speakers; k++)
      for (let d = 0; d < size; d++) {
        const at = k * size + d;
        const v = 1 / (1 + ratio * (amount[k] as number) * (spread[d] as number));
        variance[at] = v;
        mean[at] = ratio * v * (sum[at] as number);
      }
    return { mean, variance };
  }

  /** @returns the sum of what was taken off so that each row's largest is 1 */
  function measureLikelihood(mean: Float64Array, variance: Float64Array): number {
    let lift = 0;
    for (const [t, window] of windows.entries()) {
      let most = Number.NEGATIVE_INFINITY;
      for (let k = 0; k < speakers; k++) {
        let sum = 0;
        for (let d = 0; d < size; d++) {
          const m = mean[k * size + d] as number;
          sum +=
            (window[d] as number) * (roots[d] as number) * m -
            0.5 * ((variance[k * size + d] as number) + m * m) * (spread[d] as number);
        }
        const value = options.acousticWeight * sum;
        likelihood[t * speakers + k] = value;
        if (value > most) most = value;
      }
      for (let k = 0; k < speakers; k++)
        likelihood[t * speakers + k] = Math.exp((likelihood[t * speakers + k] as number) - most);
      lift += most;
    }
    return lift;
  }

  /** Forward and backward; sets posteriors and shares. @returns the log-likelihood */
  function passBothWays(): number {
    let total = 0;
    for (let t = 0; t < count; t++) {
      const stay = isAfterPause[t] ? options.stayAfterPause : options.stay;
      let sum = 0;
      for (let k = 0; k < speakers; k++) {
        const before = t > 0 ? stay * (forward[(t - 1) * speakers + k] as number) : 0;
        const value =
          (before + (t > 0 ? 1 - stay : 1) * (shares[k] as number)) *
          (likelihood[t * speakers + k] as number);
        forward[t * speakers + k] = value;
        sum += value;
      }
      sum = Math.max(sum, 1e-300);
      for (let k = 0; k < speakers; k++)
        forward[t * speakers + k] = (forward[t * speakers + k] as number) / sum;
      scale[t] = sum;
      total += Math.log(sum);
    }
    const backward = new Float64Array(speakers).fill(1);
    const entries = new Float64Array(speakers);
    for (let t = count - 1; t >= 0; t--) {
      const stay = isAfterPause[t] ? options.stayAfterPause : options.stay;
      let sum = 0;
      for (let k = 0; k < speakers; k++) {
        const value = (forward[t * speakers + k] as number) * (backward[k] as number);
        posteriors[t * speakers + k] = value;
        sum += value;
      }
      let entering = 0;
      for (let k = 0; k < speakers; k++) {
        posteriors[t * speakers + k] = (posteriors[t * speakers + k] as number) / sum;
        entering +=
          (shares[k] as number) * (likelihood[t * speakers + k] as number) * (backward[k] as number);
      }
      for (let k = 0; k < speakers; k++) {
        if (t === 0) {
          entries[k] = (entries[k] as number) + (posteriors[k] as number);
          continue;
        }
        const heard = (likelihood[t * speakers + k] as number) * (backward[k] as number);
        entries[k] =
          (entries[k] as number) + ((1 - stay) * (shares[k] as number) * heard) / (scale[t] as number);
        backward[k] = (stay * heard + (1 - stay) * entering) / (scale[t] as number);
      }
    }
    if (options.learnsShares) {
      const sum = entries.reduce((a, b) => a + b, 0);
      shares = entries.map((value) => value / sum);
    }
    return total;
  }
}
