import { throwIfAborted, yieldToEventLoop } from '#base';
import { type PcmReader, sampleRate } from '../audio/pcmFile.ts';
import { contextSamples, loadVoiceModel, stepSamples } from './voiceModel.ts';

/** Milliseconds of one probability. */
export const stepMs = (stepSamples / sampleRate) * 1000;

/** More streams at once bring no more speed (`npm run bench -- voice`). */
const mostStreams = 16;
/** A stream of its own is not worth its warm-up below this: 60 s. */
const leastSteps = Math.round(60_000 / stepMs);
/**
 * A stream that begins in the middle first hears the 10 s before it, so that its state is what it would have been.
 * Of those 10 s nothing is kept.
 */
const warmUpSteps = Math.round(10_000 / stepMs);
/** Steps of each stream that are read from the disk together: 8 s, 512 kB. */
const blockSteps = 250;

export interface ProgressOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds of the recording. */
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/**
 * How likely there is voice in each 32 ms. A long recording is divided into streams that go through the model side
 * by side, three to five times as fast as one after the other; how depends on its length alone.
 *
 * @throws AppError `cancelled`, within some 0.2 s of the signal
 */
export async function voiceProbabilities(
  pcm: PcmReader,
  options: ProgressOptions = {},
): Promise<Float32Array> {
  const steps = Math.ceil(pcm.samples / stepSamples);
  const probabilities = new Float32Array(steps);
  if (steps === 0) return probabilities;
  const streams = Math.max(1, Math.min(mostStreams, Math.floor(steps / leastSteps)));
  const perStream = Math.ceil(steps / streams);
  const warmUp = streams > 1 ? warmUpSteps : 0;
  const model = await loadVoiceModel(streams);
  try {
    const blockSamples = contextSamples + blockSteps * stepSamples;
    const blocks = new Float32Array(streams * blockSamples);
    const input = new Float32Array(streams * (contextSamples + stepSamples));
    for (let first = -warmUp; first < perStream; first += blockSteps) {
      for (let stream = 0; stream < streams; stream++)
        await pcm.read(
          (stream * perStream + first) * stepSamples - contextSamples,
          blocks.subarray(stream * blockSamples, (stream + 1) * blockSamples),
        );
      const last = Math.min(first + blockSteps, perStream);
      for (let step = first; step < last; step++) {
        if ((step - first) % 50 === 0) await yieldToEventLoop();
        throwIfAborted(options.signal);
        const offset = (step - first) * stepSamples;
        for (let stream = 0; stream < streams; stream++) {
          const start = stream * blockSamples + offset;
          input.set(
            blocks.subarray(start, start + contextSamples + stepSamples),
            stream * (contextSamples + stepSamples),
          );
        }
        const row = await model.step(input);
        if (step < 0) continue;
        for (let stream = 0; stream < streams; stream++) {
          const index = stream * perStream + step;
          if (index < steps) probabilities[index] = row[stream] ?? 0;
        }
      }
      const total = pcm.samples / (sampleRate / 1000);
      options.onProgress?.({ done: Math.min(total, Math.max(0, last) * streams * stepMs), total });
    }
    return probabilities;
  } finally {
    await model.dispose();
  }
}
