import type { PcmSource } from '@adiuva/contracts/workers';
import { throwIfAborted, yieldToEventLoop } from '#base';
import { openPcm, sampleRate } from '../audio/pcmFile.ts';

/** Milliseconds of one level. */
export const levelStepMs = 50;
const stepSamples = (sampleRate * levelStepMs) / 1000;
/** Steps that are read together: 10 s. */
const blockSteps = 200;
const silence = -100;

/**
 * How loud a lane is, every 50 ms, in decibels below full scale; -100 where it is silent. Four bytes a step.
 *
 * @throws AppError as reading does, `cancelled`
 */
export async function laneLevels(source: PcmSource, signal?: AbortSignal): Promise<Float32Array> {
  const pcm = await openPcm(source);
  try {
    const levels = new Float32Array(Math.ceil(pcm.samples / stepSamples));
    const block = new Float32Array(blockSteps * stepSamples);
    for (let first = 0; first < levels.length; first += blockSteps) {
      throwIfAborted(signal);
      await yieldToEventLoop();
      await pcm.read(first * stepSamples, block);
      for (let step = first; step < Math.min(levels.length, first + blockSteps); step++) {
        let sum = 0;
        const from = (step - first) * stepSamples;
        for (let index = from; index < from + stepSamples; index++) sum += (block[index] as number) ** 2;
        levels[step] = Math.max(silence, 10 * Math.log10(sum / stepSamples + 1e-12));
      }
    }
    return levels;
  } finally {
    await pcm.close();
  }
}
