import type { DocumentMetadata, MemberOutcome } from '@adiuva/contracts';
import type { ExtractionLimits, extractionContract, inferenceContract } from '@adiuva/contracts/workers';
import { AppError } from '#base';
import type { EmbeddingService } from '#embedding';
import { defineJobHandler, type JobHandler, type RunningJob } from '#jobs';
import type { Clock } from '#ports';
import type { DocumentIdentity, FileStamp, NewChunk, Storage } from '#storage';
import type { WorkerPool } from '#workers';
import { chunkBatch, type RecordingChunking, toChunks } from './chunkBatch.ts';
import { hashFile, isSameStamp, readFileStamp } from './fileStamp.ts';
import { isSkipped, nothingRead, toExtractionError, whatIsKnown } from './indexErrors.ts';
import {
  type IndexFilePayload,
  indexFileKind,
  indexFilePayloadSchema,
  indexRecordingKind,
} from './indexJobs.ts';
import { judgeIndexError } from './judgeIndexError.ts';
import { recognisePictures, type TextRecognition } from './recognisePictures.ts';
import { reuseDocument } from './reuseDocument.ts';
import { loadExtraction, type StagedExtraction, stageExtraction } from './stagedExtraction.ts';
import { timeAllowed } from './timeAllowed.ts';
import { type RecordingHearing, type Transcribed, transcribeRecordings } from './transcribeRecordings.ts';

/** Raised when extraction or chunking makes other rows of the same file: what is older is read again. */
export const pipelineVersion = 2;

export interface IndexFileDeps {
  storage: Storage;
  extraction: WorkerPool<typeof extractionContract>;
  inference: WorkerPool<typeof inferenceContract>;
  embedding: EmbeddingService;
  limits(): ExtractionLimits;
  recognition: TextRecognition;
  recordings: RecordingHearing;
  recordingChunking(): RecordingChunking;
  /** Indexes documents of these contents once more: their transcript has changed while they were being indexed. */
  indexAgain(contentHashes: readonly string[]): Promise<void>;
  /** Of a small file; larger ones get more. */
  extractionTimeoutMs: number;
  concurrency: number;
  clock: Clock;
}

type IndexJob = RunningJob<IndexFilePayload>;

/** What a file became; the job's result. */
export type IndexOutcome = { status: 'indexed' | 'unchanged' | 'skipped' };

/** One is heard while the next is decoded. */
const recordingsAtOnce = 2;

/** Files, and recordings in a queue of their own. */
export function createIndexFileHandlers(deps: IndexFileDeps): JobHandler[] {
  return [
    createIndexFileHandler(deps, { kind: indexFileKind, concurrency: deps.concurrency }),
    createIndexFileHandler(deps, { kind: indexRecordingKind, concurrency: recordingsAtOnce }),
  ];
}

/**
 * One file's way through the house: hash, extract, hear, chunk, embed, commit. Extraction, every heard window and every
 * batch of vectors are on the disk before the next step begins, and the commit replaces the document in one transaction.
 */
function createIndexFileHandler(
  deps: IndexFileDeps,
  { kind, concurrency }: Pick<JobHandler, 'kind' | 'concurrency'>,
): JobHandler {
  const { storage, clock, recordings } = deps;

  async function run(job: IndexJob): Promise<IndexOutcome> {
    const { path, kbId, preset, isAgain = false } = job.payload;
    const stamp = await readFileStamp(path);
    const hasHash = !mayGrow(job) && stamp.size <= largestFile(deps.limits());
    const contentHash = hasHash ? await hashFile(path, job.signal) : null;
    const identity: DocumentIdentity = { kbId, path, preset, stamp, contentHash, pipelineVersion };
    if (!isAgain && (await reuseDocument(deps, job, identity))) return { status: 'unchanged' };
    let staged: StagedExtraction | undefined;
    try {
      staged = await extract(job, identity);
      return await index(job, identity, staged);
    } catch (error) {
      if (!(error instanceof AppError) || !isSkipped(error)) throw error;
      return skip(job, identity, error, staged?.frame);
    }
  }

  async function skip(
    job: IndexJob,
    identity: DocumentIdentity,
    error: AppError,
    known: { members?: MemberOutcome[]; metadata?: DocumentMetadata } = {},
  ): Promise<IndexOutcome> {
    const { members, metadata } = known;
    await storage.write.recordUnindexed({
      lease: job.lease,
      identity,
      status: 'skipped',
      ...whatIsKnown(error),
      ...(members && { members }),
      ...(metadata && { metadata }),
    });
    return { status: 'skipped' };
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
        { path, limits: deps.limits(), mayGrow: isGrowing },
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

  async function index(
    job: IndexJob,
    identity: DocumentIdentity,
    staged: StagedExtraction,
  ): Promise<IndexOutcome> {
    const { path, preset } = identity;
    const recognised = await recognisePictures(deps.recognition, job, staged, deps.limits());
    // In their own queue they keep nobody else from being read.
    const heard = await transcribeRecordings(recordings, job, identity, staged, kind === indexFileKind);
    const { mediaType, metadata, members, partCount } = staged.frame;
    if (!heard.isHeard)
      return skip(job, identity, heard.error, { metadata: withOwn(metadata, heard.metadata) });
    const language = metadata.language ?? recognised.language;
    const model = await deps.embedding.use();
    const chunks: NewChunk[] = [];
    const { inference } = deps;
    const recordingChunking = deps.recordingChunking();
    for await (const { first, parts } of staged.batches()) {
      const fraction = partCount > 0 ? first / partCount : 0;
      job.progress({ stage: 'chunk', fraction });
      const request = { inference, model, preset, recordingChunking, signal: job.signal };
      const { rows, passages } = await toChunks(parts, await chunkBatch(parts, request), first);
      for (const row of rows) chunks.push(row);
      job.progress({ stage: 'embed', fraction });
      await deps.embedding.embedMissing(model, passages, {
        signal: job.signal,
        onProgress: (done) =>
          job.progress({ stage: 'embed', fraction: (first + done * parts.length) / partCount }),
      });
    }
    if (chunks.length === 0) throw nothingRead(path, mediaType, members);
    job.progress({ stage: 'index' });
    const result: IndexOutcome = { status: 'indexed' };
    await storage.write.commitDocument({
      lease: job.lease,
      identity,
      mediaType,
      metadata: withOwn({ ...metadata, ...(language && { language }) }, heard.metadata),
      warnings: [...staged.frame.warnings, ...recognised.warnings, ...heard.warnings],
      members,
      partCount,
      chunks,
      modelKey: model.key,
      finish: { result, stages: job.stages() },
      now: clock.now(),
    });
    job.markFinished();
    await followTranscript(identity, heard);
    return result;
  }

  /** Somebody named a speaker, or corrected a word, while it was being indexed. */
  async function followTranscript(
    { contentHash }: DocumentIdentity,
    { revision }: Transcribed,
  ): Promise<void> {
    if (contentHash === null || revision === null || recordings.revisionOf(contentHash) === revision) return;
    await deps.indexAgain([contentHash]);
  }

  return defineJobHandler<IndexFilePayload>(
    {
      kind,
      concurrency,
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
    (payload) => indexFilePayloadSchema.parse(payload),
  );
}

/** What a recording says of itself goes before what its name says. */
function withOwn(metadata: DocumentMetadata, own: DocumentMetadata): DocumentMetadata {
  const { titleFrom, ...rest } = metadata;
  return { ...rest, ...(titleFrom && own.title === undefined && { titleFrom }), ...own };
}

/** A log that is written to without end is read as far as it goes, and again by a later scan. */
function mayGrow(job: IndexJob): boolean {
  return job.lastError === 'file_changed';
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
