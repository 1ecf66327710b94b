import { createRealTransform } from '../features/fft.ts';
import { createMelBank } from '../features/melBank.ts';

export const fbankBins = 80;
const rate = 16_000;
const windowSamples = 400;
export const fbankHopSamples = 160;
const transformSize = 512;
const lowest = 20;
const preemphasis = 0.97;
/** Kaldi's smallest: the machine epsilon of a float. */
const floor = 1.1920928955078125e-7;

export interface FbankOptions {
  /** Kaldi's own window is `povey`; WeSpeaker's models were trained with `hamming`. */
  window: 'povey' | 'hamming';
  /** Samples come at -1 to 1; 32768 makes them Kaldi's. */
  scale: number;
  /** Hz; half the rate where absent. */
  highest?: number;
}

/** @returns frames of Kaldi that so many samples give; a window that would reach past the end is none */
export function fbankFrames(samples: number): number {
  return samples < windowSamples ? 0 : 1 + Math.floor((samples - windowSamples) / fbankHopSamples);
}

/**
 * Kaldi's `compute-fbank-feats` for 16 kHz: 25 ms every 10 ms, mean removed, preemphasis 0.97, 80 mel bands from
 * 20 Hz up of the power spectrum, natural logarithm; no dither, no energy.
 *
 * @returns `fbankBins` numbers a frame
 */
export function kaldiFbank(
  samples: Float32Array,
  { window, scale, highest = rate / 2 }: FbankOptions,
): Float32Array {
  const transform = createRealTransform(transformSize);
  const bank = createMelBank(fbankBins, transformSize, rate, lowest, highest);
  const weights = windowFunction(window);
  const frames = fbankFrames(samples.length);
  const result = new Float32Array(frames * fbankBins);
  const frame = new Float64Array(transformSize);
  const power = new Float64Array(transformSize / 2 + 1);
  const energies = new Float64Array(fbankBins);
  for (let index = 0; index < frames; index++) {
    const start = index * fbankHopSamples;
    let mean = 0;
    for (let at = 0; at < windowSamples; at++) mean += (samples[start + at] as number) * scale;
    mean /= windowSamples;
    let before = (samples[start] as number) * scale - mean;
    for (let at = 0; at < windowSamples; at++) {
      const value = (samples[start + at] as number) * scale - mean;
      frame[at] = (value - preemphasis * before) * (weights[at] as number);
      before = value;
    }
    transform.power(frame, power);
    bank.apply(power, energies);
    for (let bin = 0; bin < fbankBins; bin++)
      result[index * fbankBins + bin] = Math.log(Math.max(floor, energies[bin] as number));
  }
  return result;
}

function windowFunction(window: FbankOptions['window']): Float64Array {
  return Float64Array.from({ length: windowSamples }, (_, index) => {
    const cosine = Math.cos((2 * Math.PI * index) / (windowSamples - 1));
    return window === 'hamming' ? 0.54 - 0.46 * cosine : (0.5 - 0.5 * cosine) ** 0.85;
  });
}
