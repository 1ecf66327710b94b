import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import { type Part, presetNameSchema, presets } from '@adiuva/contracts';
import type {
  ChunkSpan,
  Extraction,
  ExtractionLimits,
  extractionContract,
  inferenceContract,
} from '@adiuva/contracts/workers';
import { z } from 'zod';
import { AppError, hasCode, toWireError, yieldToEventLoop } from '#base';
import { type EmbeddingModelInUse, type EmbeddingService, toPassage } from '#embedding';
import { defineJobHandler, type JobHandler, type RunningJob } from '#jobs';
import type { Clock } from '#ports';
import type { DocumentIdentity, FileStamp, NewChunk, Storage } from '#storage';
import type { WorkerPool } from '#workers';
import { hashFile, isSameStamp, readFileStamp } from './fileStamp.ts';
import { judgeIndexError } from './judgeIndexError.ts';
import { locateChunk } from './locateChunk.ts';
import { loadExtraction, stageExtraction } from './stagedExtraction.ts';

export const indexFileKind = 'index-file';

/** What must not be indexed twice at once. */
export function indexJobKey(kb: string, path: string): string {
  return `${kb.toLowerCase()}\n${path}`;
}

/** Raised when extraction or chunking makes other rows of the same file: what is older is read again. */
export const pipelineVersion = 1;

const payloadSchema = z.object({
  path: z.string(),
  kb: z.string(),
  preset: presetNameSchema,
  /** As the scan saw it; read again when the job runs. */
  stamp: z.object({ size: z.number(), mtimeMs: z.number(), ctimeMs: z.number(), inode: z.string() }),
});
export type IndexFilePayload = z.infer<typeof payloadSchema>;

export interface IndexFileDeps {
  storage: Storage;
  extraction: WorkerPool<typeof extractionContract>;
  inference: WorkerPool<typeof inferenceContract>;
  embedding: EmbeddingService;
  limits: ExtractionLimits;
  extractionTimeoutMs: number;
  concurrency: number;
  clock: Clock;
}

type IndexJob = RunningJob<IndexFilePayload>;

/** What a file became; the job's result. */
export type IndexOutcome = { status: 'indexed' | 'unchanged' | 'skipped' };

/**
 * One file's way through the house: hash, extract, chunk, embed, commit. Extraction and every batch of vectors
 * are on the disk before the next step begins, and the commit replaces the document in one transaction.
 */
export function createIndexFileHandler(deps: IndexFileDeps): JobHandler {
  const { storage, clock } = deps;

  async function run(job: IndexJob): Promise<IndexOutcome> {
    const { path, kb, preset } = job.payload;
    const stamp = await readFileStamp(path);
    const contentHash = stamp.size > largestFile(deps.limits) ? null : await hashFile(path, job.signal);
    const identity: DocumentIdentity = { kb, path, preset, stamp, contentHash, pipelineVersion };
    if (contentHash && (await reuse(job, identity))) return { status: 'unchanged' };
    try {
      const extraction = await extract(job, identity);
      await index(job, identity, extraction);
      return { status: 'indexed' };
    } catch (error) {
      if (!hasCode(error, 'file_unsupported')) throw error;
      const mediaType = error.details?.mediaType;
      await storage.write.recordUnindexed({
        lease: job.lease,
        identity,
        status: 'skipped',
        mediaType: typeof mediaType === 'string' ? mediaType : null,
        error: toWireError(error),
      });
      return { status: 'skipped' };
    }
  }

  /** True when the library already holds this content, here or at a path the file was moved from. */
  async function reuse(job: IndexJob, identity: DocumentIdentity): Promise<boolean> {
    const { kb, path, preset, stamp, contentHash } = identity;
    if (contentHash === null) return false;
    const twins = storage.read.readTwins({ kb, path, contentHash, preset, pipelineVersion });
    const own = twins.find((document) => document.path === path);
    if (own) {
      await storage.write.refreshStamp({ lease: job.lease, id: own.id, path, stamp });
      return true;
    }
    for (const twin of twins) {
      if (extname(twin.path) !== extname(path) || (await exists(twin.path))) continue;
      await storage.write.moveDocument({
        lease: job.lease,
        id: twin.id,
        fromPath: twin.path,
        path,
        stamp,
      });
      return true;
    }
    return false;
  }

  async function extract(job: IndexJob, identity: DocumentIdentity): Promise<Extraction> {
    const { path } = job.payload;
    const saved = await loadExtraction(storage, job, identity);
    if (saved) return saved;
    job.progress({ stage: 'extract' });
    const staging = stageExtraction(storage, job);
    const { partCount, ...rest } = await deps.extraction
      .call(
        'extraction.extract',
        { path, limits: deps.limits },
        {
          signal: job.signal,
          timeoutMs: deps.extractionTimeoutMs,
          onEvent(event) {
            if (event.type === 'part') staging.add(event.part);
            else if (event.type === 'progress')
              job.progress({ stage: 'extract', fraction: event.total > 0 ? event.done / event.total : 0 });
          },
        },
      )
      .catch((error: unknown) => {
        throw toExtractionError(error, path);
      });
    if (!isSameStamp(identity.stamp, await readFileStamp(path))) {
      throw new AppError('file_changed', `${path} changed while it was being read; it is read again.`);
    }
    return staging.finish(identity, rest, partCount);
  }

  async function index(job: IndexJob, identity: DocumentIdentity, extraction: Extraction): Promise<void> {
    const model = await deps.embedding.use();
    const spans = await chunk(job, extraction.parts, model);
    if (spans.length === 0) {
      throw new AppError('file_no_text', `${identity.path} holds no text that could be indexed.`);
    }
    const chunks = await toChunks(extraction.parts, spans);
    job.progress({ stage: 'embed', fraction: 0 });
    await deps.embedding.embedMissing(
      model,
      chunks.map(({ text, textHash }) => ({ text, hash: textHash })),
      { signal: job.signal, onProgress: (fraction) => job.progress({ stage: 'embed', fraction }) },
    );
    job.progress({ stage: 'index' });
    const { mediaType, metadata, warnings, parts } = extraction;
    await storage.write.commitDocument({
      lease: job.lease,
      identity,
      mediaType,
      metadata,
      warnings,
      partCount: parts.length,
      chunks,
      modelKey: model.key,
      now: clock.now(),
    });
  }

  async function chunk(
    job: IndexJob,
    parts: readonly Part[],
    model: EmbeddingModelInUse,
  ): Promise<ChunkSpan[]> {
    job.progress({ stage: 'chunk' });
    // Boxes are of no use to chunking and the largest thing in a page.
    const slim = parts.map(({ lines: _lines, ...part }) => part);
    const { chunks } = await deps.inference.call(
      'inference.chunk',
      { modelId: model.id, parts: slim, options: presets[job.payload.preset] },
      {
        signal: job.signal,
        onEvent: ({ done, total }) =>
          job.progress({ stage: 'chunk', fraction: total > 0 ? done / total : 0 }),
      },
    );
    return chunks;
  }

  return defineJobHandler<IndexFilePayload>(
    {
      kind: indexFileKind,
      concurrency: deps.concurrency,
      run,
      judge: judgeIndexError,
      async onGivenUp(job, error) {
        const { path, kb, preset, stamp } = job.payload;
        const identity: DocumentIdentity = {
          kb,
          path,
          preset,
          stamp: await currentStamp(path, stamp),
          contentHash: null,
          pipelineVersion,
        };
        const mediaType = error.details?.mediaType;
        await storage.write.recordUnindexed({
          lease: job.lease,
          identity,
          status: 'failed',
          mediaType: typeof mediaType === 'string' ? mediaType : null,
          error: toWireError(error),
        });
      },
    },
    (payload) => payloadSchema.parse(payload),
  );
}

/** Chunks with text, hash and place; in slices, since hashing a book's worth holds the loop. */
async function toChunks(parts: readonly Part[], spans: readonly ChunkSpan[]): Promise<NewChunk[]> {
  const chunks: NewChunk[] = [];
  for (const [index, span] of spans.entries()) {
    if (index % 100 === 99) await yieldToEventLoop();
    const part = parts[span.part];
    if (!part) throw new AppError('internal', 'A chunk names a part that is not there.');
    const text = part.text.slice(span.start, span.end);
    chunks.push({
      ...span,
      text,
      textHash: toPassage(text).hash,
      locator: JSON.stringify(locateChunk(part, span.part, span.start, span.end)),
    });
  }
  return chunks;
}

function toExtractionError(error: unknown, path: string): unknown {
  if (hasCode(error, 'timeout')) {
    return new AppError('extraction_timeout', `Reading ${path} took too long and was stopped.`, {
      cause: error,
    });
  }
  if (hasCode(error, 'extraction_memory')) {
    return new AppError(
      'extraction_memory',
      `Reading ${path} needed more memory than is allowed for one file.`,
      { cause: error },
    );
  }
  if (hasCode(error, 'worker_crashed') && error.details?.byItself) {
    return new AppError('extraction_crashed', `${path} makes the reader crash; it is probably damaged.`, {
      cause: error,
    });
  }
  return error;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

async function currentStamp(path: string, otherwise: FileStamp): Promise<FileStamp> {
  try {
    return await readFileStamp(path);
  } catch {
    return otherwise;
  }
}

function largestFile({ maxBytes }: ExtractionLimits): number {
  return Math.max(...Object.values(maxBytes));
}
