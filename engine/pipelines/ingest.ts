import type { PresetName, WireError } from '@adiuva/contracts';
import type { IngestEvent, IngestedDocument, IngestResult, Job } from '@adiuva/contracts/rpc';
import { AppError, callerGone, mayRead, mayWrite, type Principal, toWireError } from '#base';
import type { JobNews, JobRunner } from '#jobs';
import type { Clock } from '#ports';
import type { DocumentRecord, FileStamp, NewJob, Storage } from '#storage';
import { isSameStamp } from './fileStamp.ts';
import { type IndexFilePayload, indexFileKind, indexJobKey, pipelineVersion } from './indexFile.ts';
import { type ScannedFile, scanFiles } from './scanFiles.ts';

export const defaultKnowledgeBase = 'default';
const lookUpBatch = 400;

/** What is not worth another try while the file stays as it is. */
const lastingErrors: ReadonlySet<string> = new Set([
  'file_empty',
  'file_too_large',
  'file_encrypted',
  'file_malformed',
  'file_unsupported',
  'file_no_text',
  'extraction_timeout',
  'extraction_memory',
  'extraction_crashed',
]);

export interface IngestRequest {
  /** Absolute. */
  paths: readonly string[];
  kb: string;
  /** Null keeps the preset a document has; new ones get the default. */
  preset: PresetName | null;
  /** Of new documents where `preset` is null. */
  presetOfNew?: PresetName;
  principal: Principal;
  signal: AbortSignal;
  emit(event: IngestEvent): void;
  /** Hears every file the scan met. */
  onScanned?(path: string): void;
}

export interface IngestDeps {
  /** The data folder, which is passed over. */
  home: string;
  storage: Storage;
  runner: JobRunner;
  clock: Clock;
}

/**
 * Brings files into a knowledge base and waits for the outcome of each. Files that are what the library holds
 * cost a stat; the rest become jobs.
 *
 * @throws AppError `file_not_found` when no path is there, `forbidden`, `storage_full`, `cancelled` (its jobs are
 *   cancelled too)
 */
export async function ingest(deps: IngestDeps, request: IngestRequest): Promise<IngestResult> {
  const { storage, runner, clock } = deps;
  const startedAt = clock.now();
  requireWrite(request.principal, request.kb);
  const run = trackRun(deps, request);
  try {
    let batch: ScannedFile[] = [];
    for await (const file of scanFiles(request.paths, deps.home, request.signal)) {
      request.onScanned?.(file.path);
      batch.push(file);
      if (batch.length < lookUpBatch) continue;
      await take(batch);
      batch = [];
    }
    await take(batch);
    run.scanned();
    await run.allEnded();
  } catch (error) {
    // A closed window, or an app that ends, took nothing back: what is queued goes on, now or at the next start.
    if (request.signal.reason !== callerGone) await runner.abandon(run.openJobs());
    throw error;
  } finally {
    run.stop();
  }
  return { ...summarise(run.documents()), seconds: (clock.now() - startedAt) / 1000 };

  async function take(files: readonly ScannedFile[]): Promise<void> {
    const known = storage.read.readDocumentsByPath(
      request.kb,
      files.map(({ path }) => path),
    );
    const jobs: IndexJob[] = [];
    for (const file of files) {
      const document = known.get(file.path);
      const preset = request.preset ?? document?.preset ?? request.presetOfNew ?? 'default';
      if (!file.stamp) run.settle(file.path, failedBeforeReading(file, document));
      else if (document && isUpToDate(document, file.stamp, preset))
        run.settle(file.path, toOutcome(document, false));
      else jobs.push(toJob(file.path, file.stamp, request.kb, preset));
    }
    if (jobs.length > 0) run.follow(jobs, await runner.enqueue(jobs));
  }
}

function requireWrite(principal: Principal, kb: string): void {
  if (!mayWrite(principal) || !mayRead(principal, kb))
    throw new AppError('forbidden', `${principal.id} may not add to ${kb}.`);
}

type IndexJob = NewJob & { payload: IndexFilePayload };

function toJob(path: string, stamp: FileStamp, kb: string, preset: PresetName): IndexJob {
  const payload: IndexFilePayload = { path, kb, preset, stamp };
  return { kind: indexFileKind, key: indexJobKey(kb, path), subject: path, payload, priority: 0 };
}

function isUpToDate(document: DocumentRecord, stamp: FileStamp, preset: PresetName): boolean {
  if (document.pipelineVersion !== pipelineVersion || document.preset !== preset) return false;
  if (!isSameStamp(document, stamp)) return false;
  if (document.status === 'failed')
    return document.errorCode !== null && lastingErrors.has(document.errorCode);
  return document.status === 'indexed' || document.status === 'skipped';
}

/** Follows the jobs of one ingest to their ends and keeps every file's outcome, in the order of the scan. */
function trackRun(deps: IngestDeps, request: IngestRequest) {
  const outcomes = new Map<string, IngestedDocument | null>();
  const open = new Map<number, IndexJob>();
  /** Paths whose job was somebody else's, read the file before it changed, and was asked for once more. */
  const again = new Set<string>();
  let asking = 0;
  let isStopped = false;
  /** Jobs that ended before their ids were known here. */
  const early = new Map<number, Extract<JobNews, { type: 'ended' }>>();
  let isScanned = false;
  let done = 0;
  let stalledBy: AppError | undefined;
  let finish: { resolve(): void; reject(error: unknown): void } | undefined;

  const stopListening = deps.runner.listen((news) => {
    if (news.kind !== indexFileKind) return;
    if (news.type === 'stalled') {
      stalledBy ??= news.error;
      return finish?.reject(stalledBy);
    }
    const job = open.get(news.jobId);
    if (news.type === 'ended') {
      if (job) end(job, news);
      else if (!isScanned || asking > 0) early.set(news.jobId, news);
    } else if (job) {
      const { stage, fraction } = news.progress;
      request.emit({
        type: 'progress',
        path: job.subject,
        stage: stage as IngestStage,
        ...(fraction !== undefined && { fraction }),
      });
    }
  });
  const onAbort = () => finish?.reject(new AppError('cancelled', 'Stopped.'));
  request.signal.addEventListener('abort', onAbort, { once: true });

  function settle(path: string, document: IngestedDocument): void {
    outcomes.set(path, document);
    done++;
    // What did not change is told by the totals alone: a line for each of 100,000 files helps nobody.
    if (document.status !== 'unchanged') {
      request.emit({ type: 'document', document, done, total: outcomes.size });
    }
  }

  function end(asked: IndexJob, { job, jobId }: Extract<JobNews, { type: 'ended' }>): void {
    open.delete(jobId);
    const path = asked.subject;
    const document = deps.storage.read.readDocumentsByPath(request.kb, [path]).get(path);
    if (job.state !== 'cancelled' && document && isOutrun(document, asked.payload) && !again.has(path)) {
      again.add(path);
      void askAgain(asked);
      return;
    }
    settle(path, outcomeOfJob(path, job, document));
    if (isScanned && open.size === 0 && asking === 0) finish?.resolve();
  }

  async function askAgain(job: IndexJob): Promise<void> {
    asking++;
    try {
      const ids = await deps.runner.enqueue([job]);
      asking--;
      if (isStopped) await deps.runner.abandon(ids);
      else follow([job], ids);
    } catch (error) {
      finish?.reject(error);
    }
  }

  function follow(jobs: readonly IndexJob[], ids: readonly number[]): void {
    for (const [index, job] of jobs.entries()) {
      const id = ids[index];
      if (id === undefined) continue;
      outcomes.set(job.subject, null);
      open.set(id, job);
      const ended = early.get(id);
      if (ended) end(job, ended);
    }
    early.clear();
  }

  return {
    settle,
    follow,
    scanned(): void {
      isScanned = true;
      request.emit({ type: 'scanned', files: outcomes.size, queued: open.size });
    },
    allEnded(): Promise<void> {
      if (request.signal.aborted) return Promise.reject(new AppError('cancelled', 'Stopped.'));
      if (open.size === 0 && asking === 0) return Promise.resolve();
      if (stalledBy) return Promise.reject(stalledBy);
      return new Promise((resolve, reject) => {
        finish = { resolve, reject };
      });
    },
    openJobs: () => [...open.keys()],
    documents: () => [...outcomes.values()].filter((document) => document !== null),
    stop(): void {
      isStopped = true;
      stopListening();
      request.signal.removeEventListener('abort', onAbort);
    },
  };
}

/** The job that was joined had read the file before the scan saw it, or cut it by another preset. */
function isOutrun(document: DocumentRecord, { stamp, preset }: IndexFilePayload): boolean {
  return document.ctimeMs < stamp.ctimeMs || document.preset !== preset;
}

type IngestStage = Extract<IngestEvent, { type: 'progress' }>['stage'];

function outcomeOfJob(
  path: string,
  job: { state: Job['state']; result: unknown },
  document: DocumentRecord | undefined,
): IngestedDocument {
  if (document && document.status !== 'pending' && job.state !== 'cancelled') {
    const isReused = (job.result as { status?: string } | null)?.status === 'unchanged';
    return toOutcome(document, !isReused);
  }
  const error: WireError =
    job.state === 'cancelled'
      ? { code: 'cancelled', message: `${path} was stopped before it was indexed.` }
      : { code: 'internal', message: `${path} left no trace in the library.` };
  return { id: document?.id ?? '', path, status: 'failed', mediaType: null, parts: 0, chunks: 0, error };
}

function toOutcome(document: DocumentRecord, isNew: boolean): IngestedDocument {
  const isKept = document.status === 'indexed' && !isNew;
  return {
    id: document.id,
    path: document.path,
    status: isKept ? 'unchanged' : document.status,
    mediaType: document.mediaType,
    parts: document.partCount,
    chunks: document.chunkCount,
    ...(document.warnings.length > 0 && { warnings: document.warnings }),
    ...(document.errorCode && { error: { code: document.errorCode, message: document.errorMessage ?? '' } }),
  };
}

function failedBeforeReading(file: ScannedFile, document: DocumentRecord | undefined): IngestedDocument {
  const error = toWireError(file.error);
  const status = error.code === 'file_unsupported' ? 'skipped' : 'failed';
  return { id: document?.id ?? '', path: file.path, status, mediaType: null, parts: 0, chunks: 0, error };
}

function summarise(documents: IngestedDocument[]): Omit<IngestResult, 'seconds'> {
  const totals = { indexed: 0, unchanged: 0, skipped: 0, failed: 0, chunks: 0 };
  for (const document of documents) {
    if (document.status !== 'pending') totals[document.status]++;
    totals.chunks += document.chunks;
  }
  return { documents, totals };
}
