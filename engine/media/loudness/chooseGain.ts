import { toLoudness } from './gatedLoudness.ts';

/** Speech at this loudness peaks some 6 dB under full scale; EBU R128's own target. */
export const targetLoudness = -23;
/** What is quieter than this allows was not meant to be heard. */
const maxGainDb = 30;
/** The quiet between words is not made louder than this, LUFS. */
const maxFloor = -40;
/** A tenth of the blocks are under the floor. */
const floorShare = 0.1;
/** Room for peaks, dB under full scale. A click may stand over the rest: the reader rounds what is over. */
const headroomDb = 1;
const toleratedPeakDb = 6;

export interface Loudness {
  /** LUFS. */
  integrated: number;
  /** Largest sample, 0 to 1. */
  peak: number;
  /** Mean squares of K-weighted blocks of 100 ms. */
  energies: Float64Array;
}

/**
 * The gain that brings a recording to the target, dB, limited so that noise stays quiet and peaks stay round. What is too
 * loud is always made quieter.
 */
export function chooseGain({ integrated, peak, energies }: Loudness): number {
  const wanted = targetLoudness - integrated;
  if (wanted <= 0) return wanted;
  const peakDb = 20 * Math.log10(Math.max(peak, 1e-6));
  const byPeak = -headroomDb + toleratedPeakDb - peakDb;
  const byFloor = maxFloor - noiseFloor(energies);
  return Math.max(0, Math.min(wanted, maxGainDb, byPeak, byFloor));
}

/** Loudness of what is there between the words, LUFS. */
function noiseFloor(energies: Float64Array): number {
  const sorted = energies.slice().sort();
  return toLoudness(sorted[Math.floor(sorted.length * floorShare)] ?? 0);
}
