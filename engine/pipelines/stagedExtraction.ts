import { type Part, partSchema } from '@adiuva/contracts';
import { extractionSchema } from '@adiuva/contracts/workers';
import { z } from 'zod';
import { AppError, yieldToEventLoop } from '#base';
import type { ExtractionFrame } from '#extraction';
import type { RunningJob } from '#jobs';
import type { DocumentIdentity, Storage } from '#storage';

/*
 * What extraction found is on the disk before chunking begins: parts in batches as they arrive, then a header that
 * says that all are there and of which content. Without the header nothing is taken up again.
 */
const headerStep = 'extract';
const frameSchema = extractionSchema.omit({ parts: true }).extend({ partCount: z.number().int() });
const headerSchema = z.object({
  contentHash: z.string().nullable(),
  frame: frameSchema,
  /** Parts in each batch. */
  batches: z.array(z.number().int().positive()),
});

/** A batch is sent when it holds this many parts or this much text (UTF-16 code units). */
const maxBatchParts = 32;
const maxBatchLength = 200_000;
/** Text of one document that is kept at hand; the rest is read from the disk when its turn comes. */
const maxHeldLength = 2_000_000;

export interface StagedBatch {
  index: number;
  /** Ordinal of its first part. */
  first: number;
  parts: Part[];
}

/** The whole of an extraction, on the disk among the steps of its job. */
export interface StagedExtraction {
  readonly frame: ExtractionFrame;
  /** In order; the text of a document need not fit in memory. A batch may be replaced before the next is asked for. */
  batches(): AsyncGenerator<StagedBatch>;
  /**
   * Puts other parts in a batch's place, as many or more: their text was recognised, or heard. What else is known by it
   * goes with them, into the frame.
   *
   * @throws AppError `lease_lost`
   */
  replace(batch: StagedBatch, known?: Pick<ExtractionFrame, 'members'>): Promise<void>;
}

export interface ExtractionStaging {
  add(part: Part): void;
  /** @throws AppError `internal` when a part was lost on the way, `lease_lost` */
  finish(identity: DocumentIdentity, frame: ExtractionFrame): Promise<StagedExtraction>;
}

export function stageExtraction(storage: Storage, job: RunningJob<unknown>): ExtractionStaging {
  const held = new Map<number, Part[]>();
  const sizes: number[] = [];
  const writes: Promise<void>[] = [];
  let heldLength = 0;
  let batch: Part[] = [];
  let length = 0;

  function send(): void {
    if (batch.length === 0) return;
    const index = sizes.length;
    const write = storage.write.stageParts({ lease: job.lease, batch: index, parts: batch });
    // Awaited in finish; until then a failure must not count as nobody's.
    write.catch(() => undefined);
    writes.push(write);
    sizes.push(batch.length);
    if (heldLength + length <= maxHeldLength) {
      held.set(index, batch);
      heldLength += length;
    }
    batch = [];
    length = 0;
  }

  return {
    add(part) {
      batch.push(part);
      length += part.text.length;
      if (batch.length >= maxBatchParts || length >= maxBatchLength) send();
    },
    async finish(identity, frame) {
      send();
      const arrived = sizes.reduce((sum, size) => sum + size, 0);
      if (arrived !== frame.partCount) {
        throw new AppError(
          'internal',
          `${arrived} of ${frame.partCount} parts arrived from the extraction worker.`,
        );
      }
      const header = { contentHash: identity.contentHash, frame, batches: sizes };
      // Written in this order and waited for together; a batch that did not make it is missed when it is read.
      await Promise.all([...writes, job.saveStep(headerStep, header)]);
      return openStaged(storage, job, header, held);
    },
  };
}

/** What an earlier try of this job extracted from the same content; null when it did not get that far. */
export async function loadExtraction(
  storage: Storage,
  job: RunningJob<unknown>,
  identity: DocumentIdentity,
): Promise<StagedExtraction | null> {
  // The first try has none before it.
  const saved = job.lease.token > 1 ? await job.loadStep(headerStep) : null;
  if (saved === null) return null;
  const header = headerSchema.safeParse(saved);
  if (!header.success || identity.contentHash === null || header.data.contentHash !== identity.contentHash) {
    // It spoke for parts that the next ones will overwrite one by one.
    await job.saveStep(headerStep, null);
    return null;
  }
  return openStaged(storage, job, header.data, new Map());
}

function openStaged(
  storage: Storage,
  job: RunningJob<unknown>,
  saved: z.infer<typeof headerSchema>,
  held: Map<number, Part[]>,
): StagedExtraction {
  const { contentHash } = saved;
  const sizes = [...saved.batches];
  let { frame } = saved;

  async function read(index: number): Promise<Part[]> {
    const atHand = held.get(index);
    if (atHand) return atHand;
    await yieldToEventLoop();
    const staged = z
      .array(partSchema)
      .safeParse(await storage.write.readStagedParts({ jobId: job.id, batch: index }));
    if (!staged.success || staged.data.length !== sizes[index]) {
      await job.saveStep(headerStep, null);
      throw new AppError('conflict', 'What was extracted is not whole; it is read again.');
    }
    return staged.data;
  }

  return {
    get frame() {
      return frame;
    },
    async *batches() {
      let first = 0;
      for (let index = 0; index < sizes.length; index++) {
        yield { index, first, parts: await read(index) };
        first += sizes[index] ?? 0;
      }
    },
    async replace({ index, parts }, known) {
      const added = parts.length - (sizes[index] ?? 0);
      const isPlain = added === 0 && !known;
      const batches = sizes.with(index, parts.length);
      const next = { ...frame, ...known, partCount: frame.partCount + added };
      const header = { contentHash, frame: next, batches } satisfies z.infer<typeof headerSchema>;
      await storage.write.stageParts({
        lease: job.lease,
        batch: index,
        parts,
        ...(!isPlain && { with: { step: headerStep, output: header } }),
      });
      frame = next;
      sizes[index] = parts.length;
      if (held.has(index)) held.set(index, parts);
    },
  };
}
