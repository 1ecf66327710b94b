import { throwIfAborted } from '#base';
import type { VoiceStretch } from './packWindows.ts';

export interface QuietPlaceOptions {
  /** Stretches that fit into a window need none. */
  maxMs?: number;
  /** Samples of the recording, mono, 16 kHz. */
  read(startSample: number, endSample: number): Promise<Float32Array>;
  signal?: AbortSignal | undefined;
}

const samplesPerMs = 16;
/** Loudness is taken over this long: the gap between two words, not between two waves. */
const frameMs = 100;
const stepMs = 20;

/**
 * The quietest place in each stretch of some 20 seconds of speech that has no pause, for `packWindows`. Reads the long
 * stretches alone, a piece at a time.
 *
 * @returns milliseconds from the start of the recording, ascending
 * @throws AppError `cancelled`, and what `read` throws
 */
export async function findQuietPlaces(
  voice: readonly VoiceStretch[],
  { maxMs = 27_600, read, signal }: QuietPlaceOptions,
): Promise<number[]> {
  const places: number[] = [];
  for (const { startMs, endMs } of voice) {
    for (let from = startMs; endMs - from > maxMs; ) {
      throwIfAborted(signal);
      // Not too early, or the windows become short; not behind what one window hears.
      const low = from + maxMs * 0.6;
      const high = from + maxMs * 0.95;
      const samples = await read(Math.round(low * samplesPerMs), Math.round(high * samplesPerMs));
      const place = low + quietestMs(samples);
      places.push(Math.round(place));
      from = place;
    }
  }
  return places;
}

/** The middle of the frame with the least energy. Milliseconds from the first sample. */
function quietestMs(samples: Float32Array): number {
  const frame = frameMs * samplesPerMs;
  const step = stepMs * samplesPerMs;
  let best = samples.length / 2;
  let least = Number.POSITIVE_INFINITY;
  for (let start = 0; start + frame <= samples.length; start += step) {
    let energy = 0;
    for (let index = start; index < start + frame; index++) energy += (samples[index] ?? 0) ** 2;
    if (energy < least) {
      least = energy;
      best = start + frame / 2;
    }
  }
  return best / samplesPerMs;
}
