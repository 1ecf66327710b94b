import { z } from 'zod';
import { throwIfAborted } from '#base';
import type { EmbeddingService } from '#embedding';
import { defineJobHandler, type JobHandler } from '#jobs';
import type { Storage } from '#storage';
import { judgeIndexError } from './judgeIndexError.ts';

export const reembedKind = 'reembed';
const payloadSchema = z.object({ modelId: z.string() });
const batchSize = 128;

/**
 * Gives every chunk a vector of another model while the old one keeps serving, then switches. What is done is
 * found in the table, so a kill costs a batch.
 */
export function createReembedHandler(deps: { storage: Storage; embedding: EmbeddingService }): JobHandler {
  const { storage, embedding } = deps;
  return defineJobHandler<z.infer<typeof payloadSchema>>(
    {
      kind: reembedKind,
      concurrency: 1,
      judge: judgeIndexError,
      async run(job) {
        const model = await embedding.use(job.payload.modelId);
        const total = Math.max(1, storage.read.readTotals().chunks);
        let done = 0;
        for (;;) {
          throwIfAborted(job.signal);
          const missing = storage.read.readChunksWithoutVector(model.key, batchSize);
          if (missing.length === 0) break;
          await embedding.embedMissing(
            model,
            missing.map(({ text, textHash }) => ({ text, hash: textHash })),
            { signal: job.signal, onProgress: () => undefined },
          );
          done += missing.length;
          job.progress({ stage: 'embed', fraction: Math.min(1, done / total) });
        }
        await embedding.switchTo(model.id);
        return { modelId: model.id };
      },
    },
    (payload) => payloadSchema.parse(payload),
  );
}
