import { createFourier } from './fourier.ts';
import { createNoiseTracker } from './noiseTracker.ts';

/** 32 ms at 16 kHz: harmonics of a voice stand apart, and it holds still for that long. */
const frameSize = 512;
const hop = frameSize / 2;
const bins = hop + 1;
/** Decision-directed smoothing of the a priori ratio (Ephraim and Malah, 1984): what keeps noise from ringing. */
const smoothing = 0.98;
/** Noise that is left in: -14 dB sounds natural, and silence that switches on and off does not. */
const lowestGain = 10 ** (-14 / 20);
/** Of the a priori ratio, -25 dB. */
const lowestRatio = 10 ** -2.5;

export interface NoiseFilter {
  /** Takes any number of samples at full scale 1, and gives as many, `delay` later. */
  process(samples: Float64Array): Float64Array;
  /** Samples between in and out. */
  readonly delay: number;
}

/** Lowers steady noise (fans, hiss, hum) under speech: a Wiener filter over short spectra, at 16 kHz, of one voice. */
export function createNoiseFilter(): NoiseFilter {
  const fourier = createFourier(frameSize);
  const tracker = createNoiseTracker(bins);
  const window = Float64Array.from({ length: frameSize }, (_, index) =>
    Math.sin((Math.PI * (index + 0.5)) / frameSize),
  );
  const input = new Float64Array(frameSize);
  const overlap = new Float64Array(frameSize);
  const real = new Float64Array(frameSize);
  const imaginary = new Float64Array(frameSize);
  const power = new Float64Array(bins);
  /** |clean|² of the frame before, over its noise. */
  const before = new Float64Array(bins);
  let filled = 0;

  function filterFrame(): void {
    for (let index = 0; index < frameSize; index++) {
      real[index] = (input[index] as number) * (window[index] as number);
      imaginary[index] = 0;
    }
    fourier.forward(real, imaginary);
    for (let bin = 0; bin < bins; bin++)
      power[bin] = (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2;
    const noise = tracker.update(power);
    for (let bin = 0; bin < bins; bin++) {
      const ratio = (power[bin] as number) / (noise[bin] as number);
      const prior = smoothing * (before[bin] as number) + (1 - smoothing) * Math.max(0, ratio - 1);
      const wiener = Math.max(prior, lowestRatio) / (1 + Math.max(prior, lowestRatio));
      before[bin] = wiener * wiener * ratio;
      const gain = Math.max(wiener, lowestGain);
      real[bin] = (real[bin] as number) * gain;
      imaginary[bin] = (imaginary[bin] as number) * gain;
      if (bin === 0 || bin === hop) continue;
      // The other half is the mirror of this one: the samples are real.
      real[frameSize - bin] = real[bin] as number;
      imaginary[frameSize - bin] = -(imaginary[bin] as number);
    }
    fourier.inverse(real, imaginary);
    overlap.copyWithin(0, hop);
    overlap.fill(0, hop);
    for (let index = 0; index < frameSize; index++)
      overlap[index] = (overlap[index] as number) + (real[index] as number) * (window[index] as number);
    input.copyWithin(0, hop);
  }

  return {
    delay: frameSize,
    process(samples) {
      const output = new Float64Array(samples.length);
      for (let index = 0; index < samples.length; index++) {
        if (filled === hop) {
          filterFrame();
          filled = 0;
        }
        output[index] = overlap[filled] as number;
        input[hop + filled] = samples[index] as number;
        filled++;
      }
      return output;
    },
  };
}
