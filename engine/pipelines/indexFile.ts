import { access } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import { type Part, presetNameSchema, presets } from '@adiuva/contracts';
import type {
  ChunkSpan,
  ExtractionLimits,
  extractionContract,
  inferenceContract,
} from '@adiuva/contracts/workers';
import { z } from 'zod';
import {
  AppError,
  chunkText,
  hasCode,
  locateStretch,
  toWireError,
  type WireError,
  yieldToEventLoop,
} from '#base';
import { type EmbeddingModelInUse, type EmbeddingService, type Passage, toPassage } from '#embedding';
import { defineJobHandler, type JobHandler, type RunningJob } from '#jobs';
import type { Clock } from '#ports';
import type { DocumentIdentity, DocumentRecord, FileStamp, NewChunk, Storage } from '#storage';
import type { WorkerPool } from '#workers';
import { hashFile, isSameStamp, readFileStamp } from './fileStamp.ts';
import { judgeIndexError } from './judgeIndexError.ts';
import { recognisePictures, type TextRecognition } from './recognisePictures.ts';
import { loadExtraction, type StagedExtraction, stageExtraction } from './stagedExtraction.ts';
import { timeAllowed } from './timeAllowed.ts';

export const indexFileKind = 'index-file';

/** What must not be indexed twice at once. */
export function indexJobKey(kbId: number, path: string): string {
  return `${kbId}\n${path}`;
}

/** Raised when extraction or chunking makes other rows of the same file: what is older is read again. */
export const pipelineVersion = 2;

const payloadSchema = z.object({
  path: z.string(),
  kbId: z.number().int(),
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
  recognition: TextRecognition;
  /** Of a small file; larger ones get more. */
  extractionTimeoutMs: number;
  concurrency: number;
  clock: Clock;
}

type IndexJob = RunningJob<IndexFilePayload>;

const indexed: IndexOutcome = { status: 'indexed' };

/** What a file became; the job's result. */
export type IndexOutcome = { status: 'indexed' | 'unchanged' | 'skipped' };

/**
 * One file's way through the house: hash, extract, chunk, embed, commit. Extraction and every batch of vectors
 * are on the disk before the next step begins, and the commit replaces the document in one transaction.
 */
export function createIndexFileHandler(deps: IndexFileDeps): JobHandler {
  const { storage, clock } = deps;

  async function run(job: IndexJob): Promise<IndexOutcome> {
    const { path, kbId, preset } = job.payload;
    const stamp = await readFileStamp(path);
    const hasHash = !mayGrow(job) && stamp.size <= largestFile(deps.limits);
    const contentHash = hasHash ? await hashFile(path, job.signal) : null;
    const identity: DocumentIdentity = { kbId, path, preset, stamp, contentHash, pipelineVersion };
    if (contentHash && (await reuse(job, identity))) return { status: 'unchanged' };
    try {
      const staged = await extract(job, identity);
      await index(job, identity, staged);
      return indexed;
    } catch (error) {
      if (!(error instanceof AppError) || !isSkipped(error)) throw error;
      await storage.write.recordUnindexed({
        lease: job.lease,
        identity,
        status: 'skipped',
        ...whatIsKnown(error),
      });
      return { status: 'skipped' };
    }
  }

  /** True when the library already holds this content, here or at a path the file was moved from. */
  async function reuse(job: IndexJob, identity: DocumentIdentity): Promise<boolean> {
    const { kbId, path, preset, stamp, contentHash } = identity;
    if (contentHash === null) return false;
    const twins = storage.read.readTwins({ kbId, path, contentHash, preset, pipelineVersion });
    const own = twins.find((document) => document.path === path);
    if (own) {
      await storage.write.refreshStamp({ lease: job.lease, id: own.id, path, stamp });
      return true;
    }
    for (const twin of twins) {
      if (extname(twin.path) !== extname(path) || (await exists(twin.path)) || (await isAway(twin))) continue;
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

  /** True when its whole folder is away (an unplugged disk): then it has not moved. */
  async function isAway({ kbId, path }: DocumentRecord): Promise<boolean> {
    for (const folder of storage.read.listWatchedFolders()) {
      if (folder.kbId !== kbId || !path.startsWith(folder.path + sep)) continue;
      if (folder.error?.code === 'folder_missing' || !(await exists(folder.path))) return true;
    }
    return false;
  }

  async function extract(job: IndexJob, identity: DocumentIdentity): Promise<StagedExtraction> {
    const { path } = job.payload;
    const saved = await loadExtraction(storage, job, identity);
    if (saved) return saved;
    const isGrowing = mayGrow(job);
    job.progress({ stage: 'extract' });
    const staging = stageExtraction(storage, job);
    const frame = await deps.extraction
      .call(
        'extraction.extract',
        { path, limits: deps.limits, mayGrow: isGrowing },
        {
          signal: job.signal,
          ...timeAllowed(identity.stamp.size, deps.extractionTimeoutMs),
          // What killed its reader is read once more with nothing beside it.
          isAlone: job.lastError === 'extraction_crashed',
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
    if (!isGrowing && !isSameStamp(identity.stamp, await readFileStamp(path))) {
      throw new AppError('file_changed', `${path} changed while it was being read; it is read again.`);
    }
    return staging.finish(identity, frame);
  }

  async function index(job: IndexJob, identity: DocumentIdentity, staged: StagedExtraction): Promise<void> {
    const { mediaType, metadata, warnings, members, partCount } = staged.frame;
    const recognised = await recognisePictures(deps.recognition, job, staged, deps.limits);
    const language = metadata.language ?? recognised.language;
    const model = await deps.embedding.use();
    const chunks: NewChunk[] = [];
    for await (const { first, parts } of staged.batches()) {
      const fraction = partCount > 0 ? first / partCount : 0;
      job.progress({ stage: 'chunk', fraction });
      const spans = await chunk(job, parts, model);
      const { rows, passages } = await toChunks(parts, spans, first);
      for (const row of rows) chunks.push(row);
      job.progress({ stage: 'embed', fraction });
      await deps.embedding.embedMissing(model, passages, {
        signal: job.signal,
        onProgress: (done) =>
          job.progress({ stage: 'embed', fraction: (first + done * parts.length) / partCount }),
      });
    }
    if (chunks.length === 0) throw withoutText(identity.path, mediaType);
    job.progress({ stage: 'index' });
    await storage.write.commitDocument({
      lease: job.lease,
      identity,
      mediaType,
      metadata: { ...metadata, ...(language && { language }) },
      warnings: [...warnings, ...recognised.warnings],
      members,
      partCount,
      chunks,
      modelKey: model.key,
      finish: { result: indexed, stages: job.stages() },
      now: clock.now(),
    });
    job.markFinished();
  }

  async function chunk(
    job: IndexJob,
    parts: readonly Part[],
    model: EmbeddingModelInUse,
  ): Promise<ChunkSpan[]> {
    // Boxes are of no use to chunking and the largest thing in a page.
    const slim = parts.map(({ lines: _lines, ...part }) => part);
    const { chunks } = await deps.inference.call(
      'inference.chunk',
      { modelId: model.id, parts: slim, options: presets[job.payload.preset] },
      { signal: job.signal },
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
        // What the library holds of it goes or stays by the scan of its folder.
        if (error.code === 'file_not_found') return;
        const { path, kbId, preset, stamp } = job.payload;
        if (!storage.read.hasKnowledgeBase(kbId)) return;
        const identity: DocumentIdentity = {
          kbId,
          path,
          preset,
          stamp: await currentStamp(path, stamp),
          contentHash: null,
          pipelineVersion,
        };
        await storage.write.recordUnindexed({
          lease: job.lease,
          identity,
          status: 'failed',
          ...whatIsKnown(error),
        });
      },
    },
    (payload) => payloadSchema.parse(payload),
  );
}

/** A log that is written to without end is read as far as it goes, and again by a later scan. */
function mayGrow(job: IndexJob): boolean {
  return job.lastError === 'file_changed';
}

/** Chunks with hash and place, and what is to be embedded; in slices, since hashing many holds the loop. */
async function toChunks(
  parts: readonly Part[],
  spans: readonly ChunkSpan[],
  firstOrdinal: number,
): Promise<{ rows: NewChunk[]; passages: Passage[] }> {
  const rows: NewChunk[] = [];
  const passages: Passage[] = [];
  for (const [index, span] of spans.entries()) {
    if (index % 100 === 99) await yieldToEventLoop();
    const part = parts[span.part];
    if (!part) throw new AppError('internal', 'A chunk names a part that is not there.');
    const passage = toPassage(chunkText(part.text, span));
    const ordinal = firstOrdinal + span.part;
    passages.push(passage);
    rows.push({
      ...span,
      part: ordinal,
      textHash: passage.hash,
      locator: JSON.stringify(locateStretch(part, ordinal, span.start, span.end)),
    });
  }
  return { rows, passages };
}

/** A type nobody reads, and a picture that shows no text: nothing is wrong with either. */
function isSkipped(error: AppError): boolean {
  return (
    error.code === 'file_unsupported' ||
    (error.code === 'file_no_text' && String(error.details?.mediaType).startsWith('image/'))
  );
}

function whatIsKnown(error: AppError): { mediaType: string | null; error: WireError } {
  const mediaType = error.details?.mediaType;
  return { mediaType: typeof mediaType === 'string' ? mediaType : null, error: toWireError(error) };
}

function withoutText(path: string, mediaType: string): AppError {
  return new AppError('file_no_text', `${path} holds no text that could be indexed.`, {
    details: { mediaType },
  });
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
