import { createRealTransform } from './fft.ts';
import { createMelBank } from './melBank.ts';
import { createPitchTracker, pitchSamples } from './pitch.ts';

const rate = 16_000;
const windowSamples = 400;
const transformSize = 512;
const bands = 30;
/** Cepstral coefficients, without the one that is only loudness. */
export const cepstra = 19;
/** Milliseconds from one frame to the next. */
export const frameMs = 10;
export const hopSamples = (rate * frameMs) / 1000;
/** Samples that one frame looks at; its middle is the middle of the frame. */
export const reachSamples = Math.max(pitchSamples, windowSamples);

export interface FrameFeatures {
  /** @param into receives `cepstra` numbers */
  cepstrum(samples: Float32Array, into: Float32Array): void;
  /** Hz and 0 to 1, as `PitchTracker` gives them. */
  pitch(samples: Float32Array): { hertz: number; strength: number };
  /** Of the frame last given to `cepstrum`: natural logarithm of its mean square. */
  level(): number;
}

/** What is measured of each frame; every call takes `reachSamples` around its middle. */
export function createFrameFeatures(): FrameFeatures {
  const transform = createRealTransform(transformSize);
  const bank = createMelBank(bands, transformSize, rate, 60, 7600);
  const tracker = createPitchTracker();
  const window = Float64Array.from(
    { length: windowSamples },
    (_, index) => 0.54 - 0.46 * Math.cos((2 * Math.PI * index) / (windowSamples - 1)),
  );
  const cosines = Array.from({ length: cepstra }, (_, row) =>
    Float64Array.from(
      { length: bands },
      (_, band) => Math.sqrt(2 / bands) * Math.cos((Math.PI * (row + 1) * (band + 0.5)) / bands),
    ),
  );
  const frame = new Float64Array(transformSize);
  const power = new Float64Array(transformSize / 2 + 1);
  const energies = new Float64Array(bands);
  const first = (reachSamples - windowSamples) / 2;
  let level = 0;

  return {
    cepstrum(samples, into) {
      let sum = 0;
      for (let index = 0; index < windowSamples; index++) {
        const value = samples[first + index] as number;
        sum += value * value;
        frame[index] = (value - 0.97 * (samples[first + index - 1] as number)) * (window[index] as number);
      }
      level = Math.log(sum / windowSamples + 1e-10);
      transform.power(frame, power);
      bank.apply(power, energies);
      for (let band = 0; band < bands; band++) energies[band] = Math.log((energies[band] as number) + 1e-7);
      for (let row = 0; row < cepstra; row++) {
        const line = cosines[row] as Float64Array;
        let value = 0;
        for (let band = 0; band < bands; band++) value += (line[band] as number) * (energies[band] as number);
        into[row] = value;
      }
    },
    pitch: (samples) => tracker.measure(samples),
    level: () => level,
  };
}
