import { throwIfAborted, yieldToEventLoop } from '#base';
import { createLaneFile } from '../lanes/laneFile.ts';
import { readSamples } from '../lanes/readSamples.ts';
import { createTrackMeter, type TrackMeasure } from '../lanes/trackMeter.ts';
import { sampleRate } from '../sampleRate.ts';
import { createNoiseFilter } from './noiseFilter.ts';

/**
 * Writes a lane again with less noise, sample for sample at its time, and measures what came out.
 *
 * @throws AppError `storage_full`, `cancelled`
 */
export async function reduceNoise(
  from: string,
  to: string,
  samples: number,
  signal: AbortSignal | undefined,
  onAlive: () => void,
): Promise<TrackMeasure> {
  const filter = createNoiseFilter();
  const meter = createTrackMeter(1, sampleRate);
  const writer = await createLaneFile(to);
  let skipped = 0;
  let written = 0;
  async function pass(block: Float64Array): Promise<void> {
    const filtered = filter.process(block);
    const late = Math.min(filtered.length, filter.delay - skipped);
    skipped += late;
    const length = Math.min(filtered.length - late, samples - written);
    const rounded = new Int16Array(length);
    for (let index = 0; index < length; index++) {
      const value = Math.round((filtered[late + index] as number) * 32768);
      rounded[index] = Math.max(-32768, Math.min(32767, value));
    }
    meter.add(rounded, new Int16Array(length), rounded);
    await writer.write(rounded);
    written += length;
  }
  try {
    for await (const block of readSamples(from)) {
      throwIfAborted(signal);
      onAlive();
      await pass(Float64Array.from(block, (value) => value / 32768));
      await yieldToEventLoop();
    }
    await pass(new Float64Array(filter.delay));
    await writer.finish();
    return meter.finish();
  } finally {
    await writer.abandon();
  }
}
