/** A priori signal-to-noise ratio that speech is taken to have where it is: 15 dB. */
const speechRatio = 10 ** 1.5;
const presenceSmoothing = 0.9;
const noiseSmoothing = 0.8;
/** A bin that was taken for speech this long is noise that grew louder. */
const stuckPresence = 0.99;
/** Frames that the first guess is taken of; most recordings begin before anybody speaks. */
const firstFrames = 8;

/** The noise under a recording, bin by bin, followed as it changes. */
export interface NoiseTracker {
  /** Takes |X|² of the next frame; what it returns is valid until the next. */
  update(power: Float64Array): Float64Array;
}

/**
 * By the probability that speech is present (Gerkmann and Hendriks, Unbiased MMSE-Based Noise Power Estimation With Low
 * Complexity and Low Tracking Delay, IEEE TASLP 20(4), 2012): where there is none, the noise follows what is heard.
 */
export function createNoiseTracker(bins: number): NoiseTracker {
  const noise = new Float64Array(bins);
  const presence = new Float64Array(bins).fill(0.5);
  let frames = 0;
  return {
    update(power) {
      for (let bin = 0; bin < bins; bin++) {
        const heard = (power[bin] as number) + 1e-9;
        if (frames < firstFrames) {
          noise[bin] = ((noise[bin] as number) * frames + heard) / (frames + 1);
          continue;
        }
        const known = noise[bin] as number;
        const exponent = Math.min(200, ((heard / known) * speechRatio) / (1 + speechRatio));
        const speech = 1 / (1 + (1 + speechRatio) * Math.exp(-exponent));
        const smoothed = presenceSmoothing * (presence[bin] as number) + (1 - presenceSmoothing) * speech;
        presence[bin] = smoothed;
        const certain = smoothed > stuckPresence ? Math.min(speech, stuckPresence) : speech;
        const guess = certain * known + (1 - certain) * heard;
        noise[bin] = noiseSmoothing * known + (1 - noiseSmoothing) * guess;
      }
      frames++;
      return noise;
    },
  };
}
