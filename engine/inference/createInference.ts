import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ChunkingOptions, Part } from '@adiuva/contracts';
import type { ChunkSpan, InferenceModelInfo, InferencePriority } from '@adiuva/contracts/workers';
import { AppError } from '#base';
import { chunkParts } from '#chunking';
import type { Log } from '#ports';
import { builtinModelId, loadBuiltinModel } from './builtinModel.ts';
import type { EmbeddingModel, Embeddings, EmbedPurpose } from './embeddingModel.ts';
import { loadTransformerModel } from './transformerModel.ts';
import { createWorkQueue } from './workQueue.ts';

export interface InferenceOptions {
  /** Holds a folder a model, named by its id; the builtin one is generated into `builtin`. */
  modelsFolder: string;
  /** Threads of one computation. Unset: as many as leave the engine its share. */
  threads?: number | undefined;
  log?: Log | undefined;
}

export interface CallOptions {
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

export interface EmbedInput {
  modelId: string;
  texts: readonly string[];
  purpose: EmbedPurpose;
  priority: InferencePriority;
}

/**
 * Models, loaded at first use. Everything that takes time is cut into pieces of about 150 ms that take turns:
 * queries first, then what was asked first; a cancelled call ends before its next piece.
 *
 * Every call throws AppError: `model_not_installed`, `model_invalid`, `cancelled`, `unavailable`.
 */
export interface Inference {
  load(modelId: string): Promise<InferenceModelInfo>;
  chunk(
    modelId: string,
    parts: readonly Part[],
    options: ChunkingOptions,
    call?: CallOptions,
  ): Promise<ChunkSpan[]>;
  embed(input: EmbedInput, call?: CallOptions): Promise<Embeddings & { dimensions: number }>;
  /** Gives the memory of every model back; the next use loads again. */
  unload(): Promise<void>;
  loaded(): string[];
}

export function createInference({ modelsFolder, threads, log }: InferenceOptions): Inference {
  const queue = createWorkQueue();
  const models = new Map<string, Promise<EmbeddingModel>>();
  const ready = new Set<string>();

  function model(modelId: string): Promise<EmbeddingModel> {
    const known = models.get(modelId);
    if (known) return known;
    const loading = load(modelId);
    models.set(modelId, loading);
    loading.then(
      () => ready.add(modelId),
      // What failed is tried again at the next use: the person may have repaired it.
      () => models.delete(modelId),
    );
    return loading;
  }

  async function load(modelId: string): Promise<EmbeddingModel> {
    // An id names a folder: anything that is not a plain name would point elsewhere.
    if (!/^[a-z0-9][a-z0-9._-]*$/i.test(modelId))
      throw new AppError('model_unknown', `There is no model named ${modelId.slice(0, 100)}.`);
    const started = performance.now();
    const folder = join(modelsFolder, modelId);
    const loaded =
      modelId === builtinModelId
        ? await loadBuiltinModel(folder)
        : await loadTransformerModel({ folder, modelId, threads: threads ?? defaultThreads(), log });
    const { executionProvider } = loaded.info;
    log?.info('model loaded', { modelId, executionProvider, ms: Math.round(performance.now() - started) });
    return loaded;
  }

  async function embed({ modelId, texts, purpose, priority }: EmbedInput, call: CallOptions = {}) {
    const { signal, onProgress } = call;
    const embedder = await model(modelId);
    const embeddings = await embedder.embed({
      texts,
      purpose,
      inTurn: (work) => queue.run(priority, signal, work),
      onProgress: (done, total) => onProgress?.({ done, total }),
    });
    return { ...embeddings, dimensions: embedder.info.dimensions };
  }

  return {
    load: async (modelId) => (await model(modelId)).info,
    embed,
    async chunk(modelId, parts, options, { signal, onProgress } = {}) {
      const { tokenizer, info } = await model(modelId);
      return chunkParts(parts, options, {
        tokenizer,
        ...(signal ? { signal } : {}),
        onProgress: (done, total) => onProgress?.({ done, total }),
        embedSentences: async (texts) => {
          const input = { modelId, texts, purpose: 'passage', priority: 'background' } as const;
          const { vectors } = await embed(input, { signal });
          return texts.map((_, row) => vectors.subarray(row * info.dimensions, (row + 1) * info.dimensions));
        },
      });
    },
    async unload() {
      const all = [...models.values()];
      models.clear();
      ready.clear();
      const settled = await Promise.allSettled(all);
      for (const result of settled) if (result.status === 'fulfilled') await result.value.dispose();
    },
    loaded: () => [...ready],
  };
}

/** Every core but one, which the engine and the person's other programs keep; two cores are not halved. */
function defaultThreads(): number {
  const cores = availableParallelism();
  return cores <= 2 ? cores : cores - 1;
}
