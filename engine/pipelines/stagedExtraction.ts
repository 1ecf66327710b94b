import { type Part, partSchema } from '@adiuva/contracts';
import { type Extraction, extractionSchema } from '@adiuva/contracts/workers';
import { z } from 'zod';
import { AppError, yieldToEventLoop } from '#base';
import type { RunningJob } from '#jobs';
import type { DocumentIdentity, Storage } from '#storage';

/*
 * What extraction found is on the disk before chunking begins: parts in batches as they arrive, then a header that
 * says that all are there and of which content. Without the header nothing is taken up again.
 */
const headerStep = 'extract';
const headerSchema = z.object({
  contentHash: z.string().nullable(),
  partCount: z.number().int(),
  rest: extractionSchema.omit({ parts: true }),
});

/** A batch is sent when it holds this many parts or this much text (UTF-16 code units). */
const maxBatchParts = 32;
const maxBatchLength = 200_000;

export interface ExtractionStaging {
  add(part: Part): void;
  /** @throws AppError `internal` when a part was lost on the way, `lease_lost` */
  finish(identity: DocumentIdentity, rest: Omit<Extraction, 'parts'>, partCount: number): Promise<Extraction>;
}

export function stageExtraction(storage: Storage, job: RunningJob<unknown>): ExtractionStaging {
  const parts: Part[] = [];
  const writes: Promise<void>[] = [];
  let batch: Part[] = [];
  let length = 0;

  function send(): void {
    if (batch.length === 0) return;
    const write = storage.write.stageParts({ lease: job.lease, batch: writes.length, parts: batch });
    // Awaited in finish; until then a failure must not count as nobody's.
    write.catch(() => undefined);
    writes.push(write);
    batch = [];
    length = 0;
  }

  return {
    add(part) {
      parts.push(part);
      batch.push(part);
      length += part.text.length;
      if (batch.length >= maxBatchParts || length >= maxBatchLength) send();
    },
    async finish(identity, rest, partCount) {
      send();
      await Promise.all(writes);
      if (parts.length !== partCount) {
        throw new AppError(
          'internal',
          `${parts.length} of ${partCount} parts arrived from the extraction worker.`,
        );
      }
      await job.saveStep(headerStep, { contentHash: identity.contentHash, partCount, rest });
      return { ...rest, parts };
    },
  };
}

/** What an earlier try of this job extracted from the same content; null when it did not get that far. */
export async function loadExtraction(
  storage: Storage,
  job: RunningJob<unknown>,
  identity: DocumentIdentity,
): Promise<Extraction | null> {
  const saved = await job.loadStep(headerStep);
  if (saved === null) return null;
  const header = headerSchema.safeParse(saved);
  if (!header.success || identity.contentHash === null || header.data.contentHash !== identity.contentHash) {
    // It spoke for parts that the next ones will overwrite one by one.
    await job.saveStep(headerStep, null);
    return null;
  }
  const parts: Part[] = [];
  for (let batch = 0; parts.length < header.data.partCount; batch++) {
    const staged = z
      .array(partSchema)
      .safeParse(await storage.write.readStagedParts({ jobId: job.id, batch }));
    if (!staged.success || staged.data.length === 0) return null;
    parts.push(...staged.data);
    await yieldToEventLoop();
  }
  return { ...header.data.rest, parts };
}
