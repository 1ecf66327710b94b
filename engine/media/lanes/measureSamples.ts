import { kWeighting } from '../loudness/kWeighting.ts';

/**
 * The two loops that every sample goes through, on typed arrays and outside of any closure: V8 gives up twice the speed
 * when the second recording makes them anew.
 */

/** b0, b1, b2, a1, a2 of the shelf, then a1, a2 of the high pass, whose b are 1, -2, 1. */
export function filterCoefficients(sampleRate: number): Float64Array {
  const { shelf, highPass } = kWeighting(sampleRate);
  return Float64Array.of(shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2, highPass.a1, highPass.a2);
}

/**
 * Weighs `count` samples of one channel from `from` on, and gives the sum of their squares.
 *
 * @param step samples from one of the channel to its next
 * @param state two numbers of each filter (transposed direct form II), from `at` on
 * @param weighted receives the weighted samples
 */
export function weighSamples(
  samples: Int16Array,
  from: number,
  step: number,
  count: number,
  coefficients: Float64Array,
  state: Float64Array,
  at: number,
  weighted: Float64Array,
): number {
  const b0 = coefficients[0] as number;
  const b1 = coefficients[1] as number;
  const b2 = coefficients[2] as number;
  const a1 = coefficients[3] as number;
  const a2 = coefficients[4] as number;
  const c1 = coefficients[5] as number;
  const c2 = coefficients[6] as number;
  let p1 = state[at] as number;
  let p2 = state[at + 1] as number;
  let q1 = state[at + 2] as number;
  let q2 = state[at + 3] as number;
  let sum = 0;
  for (let index = 0, place = from; index < count; index++, place += step) {
    const x = samples[place] as number;
    const w = b0 * x + p1;
    p1 = b1 * x - a1 * w + p2;
    p2 = b2 * x - a2 * w;
    const y = w + q1;
    q1 = -2 * w - c1 * y + q2;
    q2 = w - c2 * y;
    weighted[index] = y;
    sum += y * y;
  }
  // What rings on in silence becomes numbers too small to be fast.
  state[at] = Math.abs(p1) < 1e-9 ? 0 : p1;
  state[at + 1] = Math.abs(p2) < 1e-9 ? 0 : p2;
  state[at + 2] = Math.abs(q1) < 1e-9 ? 0 : q1;
  state[at + 3] = Math.abs(q2) < 1e-9 ? 0 : q2;
  return sum;
}

export function sumOfProducts(a: Float64Array, b: Float64Array, count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index++) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** Takes interleaved samples of two channels apart; `peaks`: largest of the left, the right and the mix. */
export function splitStereo(
  samples: Int16Array,
  mixed: Int16Array,
  left: Int16Array,
  peaks: Int32Array,
): void {
  let mostLeft = peaks[0] as number;
  let mostRight = peaks[1] as number;
  let most = peaks[2] as number;
  for (let index = 0; index < mixed.length; index++) {
    const a = samples[2 * index] as number;
    const b = samples[2 * index + 1] as number;
    const sum = (a + b) >> 1;
    left[index] = a;
    mixed[index] = sum;
    mostLeft = Math.max(mostLeft, Math.abs(a));
    mostRight = Math.max(mostRight, Math.abs(b));
    most = Math.max(most, Math.abs(sum));
  }
  peaks[0] = mostLeft;
  peaks[1] = mostRight;
  peaks[2] = most;
}

/** The same of one channel. */
export function copyMono(samples: Int16Array, mixed: Int16Array, peaks: Int32Array): void {
  let most = peaks[2] as number;
  for (let index = 0; index < samples.length; index++)
    most = Math.max(most, Math.abs(samples[index] as number));
  mixed.set(samples);
  peaks.fill(most);
}
