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

/** A model that was asked for, and how many calls are at work with it. */
interface Entry {
  readonly loading: Promise<EmbeddingModel>;
  users: number;
  isReady: boolean;
  isRetired: boolean;
}

export function createInference({ modelsFolder, threads, log }: InferenceOptions): Inference {
  const queue = createWorkQueue();
  const entries = new Map<string, Entry>();

  function entryOf(modelId: string): Entry {
    const known = entries.get(modelId);
    if (known) return known;
    const entry: Entry = { loading: load(modelId), users: 0, isReady: false, isRetired: false };
    entries.set(modelId, entry);
    entry.loading.then(
      () => {
        entry.isReady = true;
      },
      () => {
        // What failed is tried again at the next use: the person may have repaired it.
        if (entries.get(modelId) === entry) entries.delete(modelId);
      },
    );
    return entry;
  }

  /** The model stays loaded until `work` has ended, also when it is unloaded meanwhile. */
  async function withModel<T>(modelId: string, work: (model: EmbeddingModel) => Promise<T>): Promise<T> {
    const entry = entryOf(modelId);
    entry.users++;
    try {
      return await work(await entry.loading);
    } finally {
      entry.users--;
      await disposeUnused(entry);
    }
  }

  async function disposeUnused(entry: Entry): Promise<void> {
    if (!entry.isRetired || entry.users > 0) return;
    const loaded = await entry.loading.catch(() => null);
    await loaded?.dispose();
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

  function embed({ modelId, texts, purpose, priority }: EmbedInput, call: CallOptions = {}) {
    const { signal, onProgress } = call;
    return withModel(modelId, async (model) => {
      const embeddings = await model.embed({
        texts,
        purpose,
        inTurn: (work) => queue.run(priority, signal, work),
        onProgress: (done, total) => onProgress?.({ done, total }),
      });
      return { ...embeddings, dimensions: model.info.dimensions };
    });
  }

  return {
    load: (modelId) => withModel(modelId, async ({ info }) => info),
    embed,
    chunk: (modelId, parts, options, { signal, onProgress } = {}) =>
      withModel(modelId, ({ tokenizer, info }) =>
        chunkParts(parts, options, {
          tokenizer,
          ...(signal ? { signal } : {}),
          onProgress: (done, total) => onProgress?.({ done, total }),
          embedSentences: async (texts) => {
            const input = { modelId, texts, purpose: 'passage', priority: 'background' } as const;
            const { vectors } = await embed(input, { signal });
            return texts.map((_, row) =>
              vectors.subarray(row * info.dimensions, (row + 1) * info.dimensions),
            );
          },
        }),
      ),
    async unload() {
      const retired = [...entries.values()];
      entries.clear();
      for (const entry of retired) {
        entry.isRetired = true;
        await disposeUnused(entry);
      }
    },
    loaded: () => [...entries].flatMap(([modelId, { isReady }]) => (isReady ? [modelId] : [])),
  };
}

/** Every core but one, which the engine and the person's other programs keep; two cores are not halved. */
function defaultThreads(): number {
  const cores = availableParallelism();
  return cores <= 2 ? cores : cores - 1;
}
