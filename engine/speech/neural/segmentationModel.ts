import { invalidSpeechModel, loadSpeechModel, runSpeechModel } from './loadSpeechModel.ts';
import { decodePowerset, powersetClasses } from './powerset.ts';

/** 10 s, as pyannote's segmentation 3.0 was trained. */
export const segmentationSamples = 160_000;
/** Samples from one of its frames to the next, and those in the middle of the first. */
export const segmentationHop = 270;
export const segmentationOffset = 495;

export interface SegmentationModel {
  /**
   * Who speaks in each frame of a window.
   *
   * @param samples `segmentationSamples` of them, at -1 to 1
   * @returns a bit a speaker; which speaker is which changes from window to window
   * @throws AppError `model_invalid` when the model gives something else
   */
  segment(samples: Float32Array): Promise<Uint8Array>;
  dispose(): Promise<void>;
}

/** @throws AppError `model_not_installed`, `model_invalid` */
export async function loadSegmentationModel(file: string): Promise<SegmentationModel> {
  const session = await loadSpeechModel(file);
  if (session.inputs.length !== 1 || session.outputs.length !== 1) {
    await session.dispose();
    throw invalidSpeechModel(file);
  }
  return {
    async segment(samples) {
      const tensor = { type: 'float32', data: samples, shape: [1, 1, samples.length] } as const;
      const { data, shape } = await runSpeechModel(session, file, tensor);
      if (shape.at(-1) !== powersetClasses) throw invalidSpeechModel(file);
      return decodePowerset(data);
    },
    dispose: () => session.dispose(),
  };
}
