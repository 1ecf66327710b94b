import {
  builtinDimensions,
  builtinGraph,
  builtinMaxTokens,
  createBuiltinTokenizer,
  createFeaturizer,
  ensureBuiltinModel,
  type Features,
} from '@adiuva/models/builtin';
import type { OnnxSession } from '@adiuva/native/onnx';
import { AppError } from '#base';
import type { EmbeddingModel } from './embeddingModel.ts';
import { invalidModel, loadSession } from './loadSession.ts';

export const builtinModelId = 'builtin';

/** Longest stretch of work that a waiting query has to sit out, milliseconds. */
const sliceMs = 50;

/**
 * The model that is always there: hashed words and n-grams, summed by onnxruntime. Generated into `folder` where
 * it is missing.
 *
 * @throws AppError `model_invalid` when the file does not load, `storage_full` or `unavailable` when it cannot
 *   be written
 */
export async function loadBuiltinModel(folder: string): Promise<EmbeddingModel> {
  const file = await generated(folder);
  // A text's rows are summed in a fraction of a millisecond: a second thread costs more than it brings.
  const session = await loadSession(file, { threads: 1 });
  const featurizer = createFeaturizer();

  return {
    info: {
      modelId: builtinModelId,
      dimensions: builtinDimensions,
      maxTokens: builtinMaxTokens,
      executionProvider: session.executionProvider,
    },
    tokenizer: createBuiltinTokenizer(),
    async embed({ texts, inTurn, onProgress }) {
      const vectors = new Float32Array(texts.length * builtinDimensions);
      let tokens = 0;
      let done = 0;
      while (done < texts.length) {
        await inTurn(async () => {
          const until = performance.now() + sliceMs;
          do {
            const features = featurizer.features(texts[done] ?? '');
            vectors.set(await sum(session, features, file), done * builtinDimensions);
            tokens += features.tokens;
            done++;
          } while (done < texts.length && performance.now() < until);
        });
        onProgress?.(done, texts.length);
      }
      return { vectors, tokens };
    },
    dispose: () => session.dispose(),
  };
}

async function sum(session: OnnxSession, { ids, weights }: Features, file: string): Promise<Float32Array> {
  const output = await session.run(
    {
      [builtinGraph.ids]: { type: 'int32', data: ids, shape: [1, ids.length] },
      [builtinGraph.weights]: { type: 'uint8', data: weights, shape: [1, 1, weights.length] },
    },
    builtinGraph.output,
  );
  if (output.type !== 'float32' || output.data.length !== builtinDimensions) throw invalidModel(file);
  return output.data;
}

async function generated(folder: string): Promise<string> {
  try {
    return await ensureBuiltinModel(folder);
  } catch (cause) {
    const isFull = (cause as NodeJS.ErrnoException).code === 'ENOSPC';
    throw new AppError(
      isFull ? 'storage_full' : 'unavailable',
      isFull
        ? 'The disk is full: the built-in model needs 17 MB.'
        : `The built-in model could not be written into ${folder}.`,
      { cause, details: { path: folder } },
    );
  }
}
