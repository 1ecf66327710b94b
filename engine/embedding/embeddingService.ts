import type { inferenceContract } from '@adiuva/contracts/workers';
import { AppError, textHash, throwIfAborted, yieldToEventLoop } from '#base';
import type { Clock } from '#ports';
import type { Scheduler } from '#scheduler';
import { embeddingModelSetting, type Storage } from '#storage';
import type { WorkerPool } from '#workers';

export const builtinModelId = 'builtin';
/** Passages sent to the worker at once; also what a kill may cost. */
const batchSize = 64;
/** Texts looked at in one go for whether they have a vector. */
const textsPerPage = 500;

export interface EmbeddingModelInUse {
  id: string;
  /** Key of its vector table. */
  key: number;
  dimensions: number;
}

export interface Passage {
  text: string;
  hash: Uint8Array;
}

export interface EmbeddingService {
  activeId(): string;
  /** Key of the active model's vector table; null before it was first used. */
  activeKey(): number | null;
  /** Loads the model where it is not, and makes its vector table. */
  use(modelId?: string): Promise<EmbeddingModelInUse>;
  embedQuery(text: string, signal?: AbortSignal): Promise<Float32Array>;
  /** Stores a vector for every passage whose text has none yet; durable batch by batch. */
  embedMissing(
    model: EmbeddingModelInUse,
    passages: readonly Passage[],
    options: { signal: AbortSignal; onProgress(fraction: number): void },
  ): Promise<void>;
  /** Goes through the texts of all chunks, a bounded page at a time, and yields what has no vector of a model yet. */
  withoutVector(model: EmbeddingModelInUse): AsyncGenerator<{ missing: Passage[]; seen: number }>;
  /** The model serves from now on. @returns false, and changes nothing, when a chunk has no vector of it */
  activate(model: EmbeddingModelInUse): Promise<boolean>;
}

/** Text to vectors, on the engine's side: which model, which vectors are there already, what to ask the worker. */
export function createEmbeddingService(deps: {
  storage: Storage;
  inference: WorkerPool<typeof inferenceContract>;
  scheduler: Pick<Scheduler, 'run'>;
  clock: Clock;
}): EmbeddingService {
  const { storage, inference, scheduler, clock } = deps;
  const models = new Map<string, Promise<EmbeddingModelInUse>>();

  function activeId(): string {
    const setting = storage.read.readSetting(embeddingModelSetting);
    return typeof setting === 'string' ? setting : builtinModelId;
  }

  function use(modelId = activeId()): Promise<EmbeddingModelInUse> {
    const known = models.get(modelId);
    if (known) return known;
    const opened = open(modelId);
    models.set(modelId, opened);
    opened.catch(() => models.delete(modelId));
    return opened;
  }

  async function open(modelId: string): Promise<EmbeddingModelInUse> {
    const { dimensions } = await inference.call('inference.load', { modelId });
    const key = await storage.write.ensureVectorTables({ modelName: modelId, dimensions, now: clock.now() });
    return { id: modelId, key, dimensions };
  }

  return {
    activeId,
    activeKey: () => storage.read.findModelKey(activeId()),
    use,
    async embedQuery(text, signal) {
      const { vectors } = await inference.call(
        'inference.embed',
        { modelId: activeId(), texts: [text], purpose: 'query', priority: 'interactive' },
        { signal },
      );
      return vectors;
    },
    async embedMissing(model, passages, { signal, onProgress }) {
      const seen = new Set<string>();
      const distinct = passages.filter(({ hash }) => {
        const key = Buffer.from(hash).toString('latin1');
        return !seen.has(key) && seen.add(key);
      });
      for (let start = 0; start < distinct.length; start += batchSize) {
        throwIfAborted(signal);
        const batch = distinct.slice(start, start + batchSize);
        const missing = storage.read.missingVectors(
          model.key,
          batch.map(({ hash }) => hash),
        );
        const wanted = missing.flatMap((index) => batch[index] ?? []);
        if (wanted.length > 0) await embedBatch(model, wanted, signal);
        onProgress(Math.min(1, (start + batch.length) / distinct.length));
      }
    },
    async *withoutVector(model) {
      let after: Uint8Array | null = null;
      do {
        const page = storage.read.readTextsWithoutVector({ modelKey: model.key, after, limit: textsPerPage });
        yield { missing: page.missing.map(({ text, textHash: hash }) => ({ text, hash })), seen: page.seen };
        after = page.next;
        await yieldToEventLoop();
      } while (after);
    },
    activate: (model) => storage.write.activateModel({ modelKey: model.key }),
  };

  async function embedBatch(
    model: EmbeddingModelInUse,
    passages: readonly Passage[],
    signal: AbortSignal,
  ): Promise<void> {
    const { vectors, dimensions } = await scheduler.run({ kind: 'embedding', signal }, () =>
      inference.call(
        'inference.embed',
        {
          modelId: model.id,
          texts: passages.map(({ text }) => text),
          purpose: 'passage',
          priority: 'background',
        },
        { signal },
      ),
    );
    if (dimensions !== model.dimensions || vectors.length !== passages.length * dimensions) {
      throw new AppError(
        'model_invalid',
        `The model ${model.id} gave vectors of another size than it had announced.`,
      );
    }
    const rows = passages.map(({ hash }, index) => ({
      textHash: hash,
      vector: vectors.slice(index * dimensions, (index + 1) * dimensions),
    }));
    await storage.write.putVectors({ modelKey: model.key, rows });
  }
}

/** A passage with the hash its vector is shared by. */
export function toPassage(text: string): Passage {
  return { text, hash: textHash(text) };
}
