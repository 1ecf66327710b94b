import { basename, dirname } from 'node:path';
import { unitLength } from '../spectral/voicePrint.ts';
import { type FbankOptions, fbankBins, kaldiFbank } from './kaldiFbank.ts';
import { invalidSpeechModel, loadSpeechModel, runSpeechModel } from './loadSpeechModel.ts';

/** A speaker-embedding model of WeSpeaker or 3D-Speaker: 80 mel bands in, one vector out. */
export interface EmbeddingModel {
  /** What its prints are called. */
  readonly name: string;
  /** The features of a stretch, a row of 80 for every 10 ms, to be given to `embed` whole or in part. */
  features(samples: Float32Array): Float32Array;
  /**
   * @param features rows of `features`, of one voice; their mean is taken off in place
   * @returns of length 1
   * @throws AppError `model_invalid` when the model gives something else than a vector
   */
  embed(features: Float32Array): Promise<Float32Array<ArrayBuffer>>;
  dispose(): Promise<void>;
}

/** @throws AppError `model_not_installed`, `model_invalid` */
export async function loadEmbeddingModel(file: string): Promise<EmbeddingModel> {
  const session = await loadSpeechModel(file);
  const [input] = session.inputs;
  const bins = input?.shape[2];
  if (!input || session.inputs.length !== 1 || (typeof bins === 'number' && bins !== fbankBins)) {
    await session.dispose();
    throw invalidSpeechModel(file);
  }
  return {
    name: modelName(file),
    features: (samples) => kaldiFbank(samples, frontend(input.name)),
    async embed(features) {
      removeMean(features);
      const frames = features.length / fbankBins;
      const tensor = { type: 'float32', data: features, shape: [1, frames, fbankBins] } as const;
      const { data } = await runSpeechModel(session, file, tensor);
      if (data.length === 0 || !data.every(Number.isFinite)) throw invalidSpeechModel(file);
      return unitLength(data);
    },
    dispose: () => session.dispose(),
  };
}

/**
 * WeSpeaker's exporter calls the input `feats` and trained on Kaldi's scale with a Hamming window; 3D-Speaker's calls
 * it `x` and took Kaldi's own window at -1 to 1.
 */
function frontend(inputName: string): FbankOptions {
  return inputName === 'x' ? { window: 'povey', scale: 1 } : { window: 'hamming', scale: 32768 };
}

function removeMean(features: Float32Array): void {
  const frames = features.length / fbankBins;
  for (let bin = 0; bin < fbankBins; bin++) {
    let sum = 0;
    for (let frame = 0; frame < frames; frame++) sum += features[frame * fbankBins + bin] as number;
    for (let frame = 0; frame < frames; frame++) {
      const at = frame * fbankBins + bin;
      features[at] = (features[at] as number) - sum / frames;
    }
  }
}

/** The file's name, or its folder's where the file has none of its own. */
function modelName(file: string): string {
  const name = basename(file).replace(/\.onnx$/, '');
  if (!/^(model|speaker-embedding)$/.test(name)) return name;
  const folder = basename(dirname(file));
  return folder === 'onnx' ? basename(dirname(dirname(file))) : folder;
}
