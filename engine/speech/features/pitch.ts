import { createRealTransform } from './fft.ts';

const rate = 16_000;
/** 64 ms: two periods of the deepest voice and some more. */
const windowSamples = 1024;
const lowest = 65;
const highest = 400;

/** Samples around the middle of a frame that `measurePitch` looks at. */
export const pitchSamples = windowSamples;

export interface PitchTracker {
  /**
   * The fundamental frequency of one frame.
   *
   * @param samples `pitchSamples` of them
   * @returns Hz, and how periodic the frame is (0 to 1); 0 Hz where there is no pitch
   */
  measure(samples: Float32Array): { hertz: number; strength: number };
}

/**
 * By autocorrelation of the window over that of the window function, so that long periods are not put at a
 * disadvantage (Boersma 1993), with a small favour for short periods against octave errors.
 */
export function createPitchTracker(): PitchTracker {
  const size = windowSamples * 2;
  const transform = createRealTransform(size);
  const window = Float64Array.from(
    { length: windowSamples },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / windowSamples),
  );
  const padded = new Float64Array(size);
  const power = new Float64Array(size / 2 + 1);
  const mirrored = new Float64Array(size);
  const correlation = new Float64Array(size / 2 + 1);
  const shortest = Math.floor(rate / highest);
  const longest = Math.ceil(rate / lowest);
  const windowCorrelation = correlate(window).slice();

  /**
   * The autocorrelation is the transform of the power spectrum. That is real and even, so its transform is real: its
   * size comes from |·|², and its sign is not needed, since only what is well above zero counts. To keep the sign all
   * the same, the spectrum is lifted by its own sum at lag 0.
   */
  function correlate(values: Float64Array): Float64Array {
    padded.fill(0);
    padded.set(values);
    transform.power(padded, power);
    let sum = 0;
    for (let bin = 0; bin < size; bin++) {
      const value = power[bin <= size / 2 ? bin : size - bin] as number;
      mirrored[bin] = value;
      sum += value;
    }
    mirrored[0] = (mirrored[0] as number) + sum;
    transform.power(mirrored, correlation);
    for (let lag = 0; lag <= size / 2; lag++) correlation[lag] = Math.sqrt(correlation[lag] as number) - sum;
    return correlation;
  }

  const frame = new Float64Array(windowSamples);
  return {
    measure(samples) {
      let mean = 0;
      for (let index = 0; index < windowSamples; index++) mean += samples[index] as number;
      mean /= windowSamples;
      for (let index = 0; index < windowSamples; index++)
        frame[index] = ((samples[index] as number) - mean) * (window[index] as number);
      const values = correlate(frame);
      const energy = values[0] as number;
      if (energy < 1e-9) return { hertz: 0, strength: 0 };
      const at = (lag: number) =>
        ((values[lag] as number) / energy) *
        ((windowCorrelation[0] as number) / (windowCorrelation[lag] as number));
      let best = 0;
      let lag = 0;
      for (let candidate = shortest; candidate <= longest; candidate++) {
        const value = at(candidate);
        if (value < 0.3 || value < at(candidate - 1) || value < at(candidate + 1)) continue;
        const favoured = value - 0.03 * Math.log2(candidate / shortest);
        if (favoured > best) {
          best = favoured;
          lag = candidate;
        }
      }
      if (lag === 0) return { hertz: 0, strength: 0 };
      const [before, here, after] = [at(lag - 1), at(lag), at(lag + 1)];
      const bend = before - 2 * here + after;
      const shift = bend < 0 ? (0.5 * (before - after)) / bend : 0;
      return { hertz: rate / (lag + shift), strength: Math.min(1, here) };
    },
  };
}
