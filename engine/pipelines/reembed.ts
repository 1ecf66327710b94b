import { z } from 'zod';
import { throwIfAborted } from '#base';
import type { EmbeddingService } from '#embedding';
import { defineJobHandler, type JobHandler } from '#jobs';
import type { Storage } from '#storage';
import { judgeIndexError } from './judgeIndexError.ts';

export const reembedKind = 'reembed';
const payloadSchema = z.object({ modelId: z.string() });

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
        do {
          let seen = 0;
          for await (const page of embedding.withoutVector(model)) {
            throwIfAborted(job.signal);
            await embedding.embedMissing(model, page.missing, {
              signal: job.signal,
              onProgress: () => undefined,
            });
            seen += page.seen;
            job.progress({ stage: 'embed', fraction: Math.min(1, seen / total) });
          }
          // What was indexed behind our back has no vector yet: once more, and it is little.
        } while (!(await embedding.activate(model)));
        return { modelId: model.id };
      },
    },
    (payload) => payloadSchema.parse(payload),
  );
}
