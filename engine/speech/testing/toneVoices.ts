import { createRandom, gaussian } from './random.ts';

/** Hertz of the voices that `writeToneModels` tells apart: plain tones, one a speaker. */
export const toneHertz = [700, 1500, 2900] as const;

const rate = 16_000;

export interface ToneTurn {
  /** Index in `toneHertz`. */
  voice: number;
  startMs: number;
  endMs: number;
}

/** A voice goes up and down by 20 dB, so that something of it is left when its mean is taken off. */
const loud = 0.3;
const quiet = 0.03;
const beatSamples = 1920;
const noise = 0.004;

/** A recording in which voices are tones over a little noise; two at once where turns overlap. */
export function toneRecording(totalMs: number, turns: readonly ToneTurn[]): Float32Array {
  const random = createRandom(5);
  const samples = Float32Array.from({ length: (totalMs * rate) / 1000 }, () => noise * gaussian(random));
  for (const { voice, startMs, endMs } of turns) {
    const step = (2 * Math.PI * (toneHertz[voice] ?? 0)) / rate;
    for (let index = (startMs * rate) / 1000; index < (endMs * rate) / 1000; index++) {
      const level = loud ** rise(index) * quiet ** (1 - rise(index));
      samples[index] = (samples[index] ?? 0) + level * Math.sin(step * index);
    }
  }
  return samples;
}

/** 0 to 1 and back within a beat. */
function rise(index: number): number {
  return 0.5 - 0.5 * Math.cos((2 * Math.PI * index) / beatSamples);
}
