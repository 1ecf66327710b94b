import { cholesky, eigen, solveLower } from '../clustering/matrix.ts';
import { type VoiceWindow, vectorSize } from './windowVectors.ts';

/**
 * How much the vector of one speaker varies from window to window (variances), as measured over made voices and a
 * telephone call: what is taken before the recording itself says more.
 */
const usualScatter = [
  1, 0.7, 0.7, 0.35, 0.25, 0.22, 0.15, 0.11, 0.1, 0.1, 0.07, 0.06, 0.07, 0.06, 0.05, 0.05, 0.05, 0.06, 0.06,
  0.02,
];
/** Pairs of windows that weigh as much as what is usual. */
const usualWeight = 40;
/** Windows overlap, so that so many pairs say what one says. */
const pairsAsOne = 3;
/** Neighbours differ less than windows far apart of the same speaker. */
const widening = 1.2;
/** Of the pairs, those that differ most may be of two speakers. */
const trustedShare = 0.8;
const mostDimensions = 12;

export interface SpeakerSpace {
  /** Each window, where the scatter within a speaker is 1; the dimensions that tell most first. */
  points: Float64Array[];
  /** Variance between speakers, one a dimension. */
  spread: Float64Array;
}

/**
 * The directions in which windows differ more than one speaker's do. What one speaker's do is learnt from windows
 * that follow each other without a pause: hardly any pair of them is of two speakers. So the recording's own words,
 * microphone and room set the measure.
 */
export function speakerSpace(windows: readonly VoiceWindow[]): SpeakerSpace {
  const mean = new Float64Array(vectorSize);
  for (const { vector } of windows)
    for (let d = 0; d < vectorSize; d++)
      mean[d] = (mean[d] as number) + (vector[d] as number) / windows.length;
  const lower = cholesky(withinScatter(windows), vectorSize);
  if (!lower) throw new RangeError('The scatter of windows is not positive definite.');
  const whitened = windows.map(({ vector }) => {
    const point = vector.map((value, d) => value - (mean[d] as number));
    solveLower(lower, vectorSize, point);
    return point;
  });
  const { values, vectors } = eigen(secondMoment(whitened), vectorSize);
  const axes = vectors.slice(0, mostDimensions);
  return {
    points: whitened.map((point) =>
      Float64Array.from(axes, (axis) =>
        axis.reduce((sum, value, d) => sum + value * (point[d] as number), 0),
      ),
    ),
    spread: Float64Array.from(values.slice(0, mostDimensions), (value) => Math.max(1e-3, value - 1)),
  };
}

function withinScatter(windows: readonly VoiceWindow[]): Float64Array {
  const pairs = neighbours(windows);
  let scatter: Float64Array = new Float64Array(vectorSize * vectorSize);
  let weight = 0;
  if (pairs.length > 4) {
    let trusted = pairs;
    for (let round = 0; round < 3; round++) {
      scatter = secondMoment(trusted);
      const sizes = pairs.map((pair) =>
        pair.reduce(
          (sum, value, d) =>
            sum +
            (value * value) /
              ((scatter[d * vectorSize + d] as number) / 2 + 0.2 * (usualScatter[d] as number)),
          0,
        ),
      );
      const limit = [...sizes].sort((a, b) => a - b)[Math.floor(sizes.length * trustedShare)] as number;
      trusted = pairs.filter((_, index) => (sizes[index] as number) <= limit);
    }
    weight = trusted.length / pairsAsOne;
  }
  return scatter.map((value, index) => {
    const row = Math.floor(index / vectorSize);
    const usual = index % vectorSize === row ? (usualScatter[row] as number) : 0;
    // A difference of two windows has twice the variance of one.
    return ((weight * widening * value) / 2 + usualWeight * usual) / (weight + usualWeight);
  });
}

/** Differences of windows that follow each other in one stretch without sharing a frame. */
function neighbours(windows: readonly VoiceWindow[]): Float64Array[] {
  const pairs: Float64Array[] = [];
  let next = 0;
  for (const window of windows) {
    const wanted = (other: VoiceWindow) =>
      other.stretch > window.stretch ||
      (other.stretch === window.stretch && other.offset >= window.offset + window.frames);
    while (next < windows.length && !wanted(windows[next] as VoiceWindow)) next++;
    const other = windows[next];
    if (!other || other.stretch !== window.stretch) continue;
    pairs.push(other.vector.map((value, d) => value - (window.vector[d] as number)));
  }
  return pairs;
}

function secondMoment(vectors: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(vectorSize * vectorSize);
  for (const vector of vectors)
    for (let row = 0; row < vectorSize; row++) {
      const value = (vector[row] as number) / vectors.length;
      for (let column = 0; column < vectorSize; column++) {
        const at = row * vectorSize + column;
        sum[at] = (sum[at] as number) + value * (vector[column] as number);
      }
    }
  return sum;
}
