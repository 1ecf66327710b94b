import type { FeatureTrack } from '../features/featureTrack.ts';
import { cepstra, frameMs } from '../features/frameFeatures.ts';

/** The mean cepstrum and the median pitch, as its natural logarithm. */
export const vectorSize = cepstra + 1;

/** How often a window begins. */
export const windowsPerSecond = 4;

/** 1.5 s of loud frames: about as long as it takes to tell a voice. */
const windowFrames = 1500 / frameMs;
const hopFrames = 1000 / windowsPerSecond / frameMs;
/** The shortest stretch that has a window of its own: 0.5 s. */
const leastFrames = 500 / frameMs;
/** Frames that are this far below the loud ones (3 dB a unit of 0.7) carry noise rather than voice: 30 dB. */
const quietest = 7;
/** Frames less periodic than this have no pitch that could be trusted. */
const leastStrength = 0.5;

export interface VoiceWindow {
  vector: Float64Array;
  /** Index in the track's stretches. */
  stretch: number;
  /** Position among the loud frames of its stretch, and how many it holds. */
  offset: number;
  frames: number;
  /** The frame in its middle. */
  middle: number;
}

/** Below it a frame is left out of everything that describes a voice. */
export function loudnessFloor(level: Float32Array): number {
  const sorted = Float32Array.from(level).sort();
  return (sorted[Math.floor(sorted.length * 0.9)] ?? 0) - quietest;
}

/** Overlapping windows within each stretch. */
export function voiceWindows(track: FeatureTrack, floor = loudnessFloor(track.level)): VoiceWindow[] {
  const windows: VoiceWindow[] = [];
  for (const [stretch, { from, to }] of track.stretches.entries()) {
    const loud = loudFrames(track.level, floor, from, to);
    for (let offset = 0; offset === 0 || offset + windowFrames <= loud.length; offset += hopFrames) {
      const frames = loud.subarray(offset, offset + windowFrames);
      if (frames.length < leastFrames) break;
      const middle = frames[frames.length >> 1] ?? from;
      windows.push({ vector: describe(track, frames), stretch, offset, frames: frames.length, middle });
    }
  }
  fillPitch(windows);
  return windows;
}

/** The frames that say something of a voice. Not a list that grows: of a talk without a pause there are millions. */
export function loudFrames(level: Float32Array, floor: number, from: number, to: number): Int32Array {
  const loud = new Int32Array(to - from);
  let count = 0;
  for (let frame = from; frame < to; frame++) if ((level[frame] as number) > floor) loud[count++] = frame;
  return loud.subarray(0, count);
}

function describe(track: FeatureTrack, frames: Int32Array): Float64Array {
  const vector = new Float64Array(vectorSize);
  const pitches: number[] = [];
  for (const frame of frames) {
    for (let d = 0; d < cepstra; d++)
      vector[d] = (vector[d] as number) + (track.cepstrum[frame * cepstra + d] as number) / frames.length;
    const hertz = track.hertz[frame] as number;
    if (hertz > 0 && (track.strength[frame] as number) > leastStrength) pitches.push(Math.log(hertz));
  }
  pitches.sort((a, b) => a - b);
  vector[cepstra] = pitches.length > 10 ? (pitches[pitches.length >> 1] as number) : Number.NaN;
  return vector;
}

/** A window without pitch (a whisper) has that of all others, so that it says nothing. */
function fillPitch(windows: readonly VoiceWindow[]): void {
  const known = windows
    .map(({ vector }) => vector[cepstra] as number)
    .filter((value) => !Number.isNaN(value));
  const mean = known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : 0;
  for (const { vector } of windows) if (Number.isNaN(vector[cepstra])) vector[cepstra] = mean;
}
