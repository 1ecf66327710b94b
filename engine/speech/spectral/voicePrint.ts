import type { VoicePrint } from '@adiuva/contracts/workers';
import type { FeatureTrack } from '../features/featureTrack.ts';
import { cepstra } from '../features/frameFeatures.ts';
import { printMiddle, printWeight } from './printScale.ts';

/** Changes whenever prints before and after a change cannot be compared. */
export const spectralPrintModel = 'spectral-1';

const leastStrength = 0.5;

/**
 * What can be measured of a voice: timbre, how much it moves, pitch and its range. Weak: it changes with the
 * microphone, and different people of one age and sex come close.
 *
 * @param frames of the one voice; at least one
 */
export function spectralPrint(track: FeatureTrack, frames: readonly number[]): VoicePrint {
  const mean = new Float64Array(cepstra);
  const square = new Float64Array(cepstra);
  const pitches: number[] = [];
  for (const frame of frames) {
    for (let d = 0; d < cepstra; d++) {
      const value = track.cepstrum[frame * cepstra + d] as number;
      mean[d] = (mean[d] as number) + value / frames.length;
      square[d] = (square[d] as number) + (value * value) / frames.length;
    }
    const hertz = track.hertz[frame] as number;
    if (hertz > 0 && (track.strength[frame] as number) > leastStrength) pitches.push(Math.log(hertz));
  }
  pitches.sort((a, b) => a - b);
  const at = (share: number) => pitches[Math.floor(pitches.length * share)];
  const deviations = square.map(
    (value, d) => 0.5 * Math.log(Math.max(1e-3, value - (mean[d] as number) ** 2)),
  );
  const range = pitches.length > 0 ? Math.log((at(0.9) ?? 0) - (at(0.1) ?? 0) + 0.02) : undefined;
  const numbers = [...mean, ...deviations, at(0.5), range];
  // What is not known is in the middle and says nothing.
  const scaled = numbers.map((value, index) =>
    value === undefined ? 0 : (value - (printMiddle[index] ?? 0)) * (printWeight[index] ?? 0),
  );
  return { embedding: unitLength(Float32Array.from(scaled)), model: spectralPrintModel };
}

/** Of length 1; one that is all zeros stays so. */
export function unitLength(vector: Float32Array): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (value) => (length > 0 ? value / length : value));
}
