import { join } from 'node:path';
import { sampleRate } from '../sampleRate.ts';
import type { SoundStream } from '../source/sound.ts';
import { createLaneFile, type LaneWriter } from './laneFile.ts';
import { createTrackMeter, type TrackMeasure } from './trackMeter.ts';

/** A track as it was decoded: both channels mixed, and the left one beside it where there are two. */
export interface DecodedTrack {
  track: number;
  mixedFile: string;
  leftFile: string | undefined;
  samples: number;
  measure: TrackMeasure;
  /** It goes on beyond what is read of one recording. */
  isCut: boolean;
}

export interface TrackOptions {
  track: number;
  folder: string;
  onSamples(samples: number): void;
  /** Called with the path of every file before it is made. */
  onFile(path: string): void;
}

/** A day: nothing that people speak into is longer, and what says so of itself lies. */
export const maxSamples = 24 * 3600 * sampleRate;

/**
 * Decodes a track once, whatever becomes of its channels: the mix and the left channel are written as they come, and the
 * right one can be had of both. @throws AppError `storage_full`, and what the stream throws
 */
export async function decodeTrack(
  sound: SoundStream & { channels: 1 | 2 },
  { track, folder, onSamples, onFile }: TrackOptions,
): Promise<DecodedTrack> {
  const isStereo = sound.channels === 2;
  const mixedFile = join(folder, `track-${track}.pcm`);
  const leftFile = isStereo ? join(folder, `track-${track}-left.pcm`) : undefined;
  const meter = createTrackMeter(sound.channels, sampleRate);
  const writers: LaneWriter[] = [];
  const openWriter = async (path: string) => {
    onFile(path);
    const writer = await createLaneFile(path);
    writers.push(writer);
    return writer;
  };
  let isCut = false;
  try {
    const mixed = await openWriter(mixedFile);
    const left = leftFile === undefined ? undefined : await openWriter(leftFile);
    let mixedSamples = new Int16Array(0);
    let leftSamples = new Int16Array(0);
    for await (const { silence, samples } of sound) {
      const room = maxSamples - mixed.samples;
      const quiet = Math.min(silence, room);
      if (quiet > 0) {
        meter.addSilence(quiet);
        await mixed.skip(quiet);
        await left?.skip(quiet);
      }
      const count = Math.min(samples.length / sound.channels, room - quiet);
      if (mixedSamples.length < count) {
        mixedSamples = new Int16Array(count);
        leftSamples = new Int16Array(isStereo ? count : 0);
      }
      const mix = mixedSamples.subarray(0, count);
      const one = leftSamples.subarray(0, count);
      meter.add(samples.subarray(0, count * sound.channels), mix, one);
      await mixed.write(mix);
      await left?.write(one);
      onSamples(mixed.samples);
      isCut = mixed.samples >= maxSamples;
      if (isCut) break;
    }
    for (const writer of writers) await writer.finish();
    return { track, mixedFile, leftFile, samples: mixed.samples, measure: meter.finish(), isCut };
  } finally {
    for (const writer of writers) await writer.abandon();
  }
}
