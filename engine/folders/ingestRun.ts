import type { PresetName, WireError } from '@adiuva/contracts';
import type { IngestEvent, IngestedDocument, IngestTotals } from '@adiuva/contracts/rpc';
import { AppError, type Principal, toWireError } from '#base';
import type { JobNews, JobRunner } from '#jobs';
import { type IndexFilePayload, isIndexJob, toIndexJob } from '#pipelines';
import type { Clock } from '#ports';
import type { DocumentRecord, JobRecord, Storage } from '#storage';
import type { ScannedFile } from './walkFolder.ts';

export interface IngestDeps {
  /** The data folder, which is passed over. */
  home: string;
  storage: Storage;
  runner: JobRunner;
  clock: Clock;
  /** Whether there is a speech model: recordings that waited for one are read again. */
  canHear(): Promise<boolean>;
}

/** Who wants files in which knowledge base, and hears what becomes of them. */
export interface IngestOrder {
  base: TargetBase;
  /** Null keeps the preset a document has; new ones get `presetOfNew`. */
  preset: PresetName | null;
  presetOfNew?: PresetName;
  principal: Principal;
  signal: AbortSignal;
  /** Files that are what they were are counted and not told unless `all`. */
  outcomes?: 'all' | 'changes';
  emit(event: IngestEvent): void;
}

/** The knowledge base that files come into. One that is new is made with its first file. */
export interface TargetBase {
  /** Null while there is none of that name. */
  id(): number | null;
  /** @throws AppError `conflict` when it was removed since it was first asked for */
  require(): Promise<number>;
}

export function targetBase(storage: Storage, { id, name }: { id: number | null; name: string }): TargetBase {
  let known = id;
  return {
    id: () => known,
    async require() {
      known ??= await storage.write.ensureKnowledgeBase({ name });
      if (!storage.read.hasKnowledgeBase(known))
        throw new AppError('conflict', `The knowledge base “${name}” was removed in the meantime.`);
      return known;
    },
  };
}

export type FileToIndex = Omit<IndexFilePayload, 'kbId'>;

/** The files of one ingest on their way to their ends. */
export interface IngestRun {
  /** Files that need no reading. */
  settle(documents: readonly IngestedDocument[]): void;
  /** Queues jobs and follows them. */
  enqueue(files: readonly FileToIndex[]): Promise<void>;
  /** No more files come. */
  scanned(): void;
  /** @throws AppError `cancelled`, `storage_full` */
  allEnded(): Promise<void>;
  /** Gives up what has not ended, unless somebody else wants it too. */
  abandon(): Promise<void>;
  progress(): { done: number; total: number };
  totals(): IngestTotals;
  stop(): void;
}

/** Outcomes go out this many at a time, or this long after the first. */
const outcomesPerEvent = 200;
const tellEveryMs = 100;

/**
 * Follows the jobs of one ingest. Of a file that is done nothing is kept but its number in the totals: a folder may
 * hold any number of them.
 */
export function createIngestRun(deps: IngestDeps, order: IngestOrder, passesOverGone: boolean): IngestRun {
  const totals = { indexed: 0, unchanged: 0, skipped: 0, failed: 0, chunks: 0 };
  /** By job: when the file was last changed, as the scan saw it. */
  const open = new Map<number, number>();
  /** Paths whose job was somebody else's, read the file before it changed, and was asked for once more. */
  const again = new Set<string>();
  /** Jobs that ended before their ids were known here. */
  const early = new Map<number, JobRecord>();
  let untold: IngestedDocument[] = [];
  let telling: NodeJS.Timeout | undefined;
  let asking = 0;
  let met = 0;
  let queued = 0;
  let done = 0;
  let isScanned = false;
  let isStopped = false;
  let stalledBy: AppError | undefined;
  let finish: { resolve(): void; reject(error: unknown): void } | undefined;

  const stopListening = deps.runner.listen((news) => {
    if (!isIndexJob(news)) return;
    if (news.type === 'stalled') {
      stalledBy ??= news.error;
      finish?.reject(stalledBy);
    } else if (news.type === 'ended') {
      const changedAt = open.get(news.jobId);
      if (changedAt !== undefined) end(news.job, changedAt);
      else if (asking > 0) early.set(news.jobId, news.job);
    } else if (open.has(news.jobId)) tellProgress(news);
  });
  const onAbort = () => finish?.reject(new AppError('cancelled', 'Stopped.'));
  order.signal.addEventListener('abort', onAbort, { once: true });

  function tellProgress({ subject, progress }: Extract<JobNews, { type: 'progress' }>): void {
    const { stage, fraction } = progress;
    order.emit({
      type: 'progress',
      path: subject,
      stage: stage as Extract<IngestEvent, { type: 'progress' }>['stage'],
      ...(fraction !== undefined && { fraction }),
    });
  }

  function count(document: IngestedDocument): void {
    done++;
    if (document.status !== 'pending') totals[document.status]++;
    totals.chunks += document.chunks;
    if (document.status === 'unchanged' && order.outcomes !== 'all') return;
    untold.push(document);
    if (untold.length >= outcomesPerEvent) tell();
    else telling ??= setTimeout(tell, tellEveryMs);
  }

  function tell(): void {
    clearTimeout(telling);
    telling = undefined;
    if (untold.length === 0) return;
    order.emit({ type: 'documents', documents: untold, done, total: met });
    untold = [];
  }

  function end(job: JobRecord, changedAt: number): void {
    open.delete(job.id);
    const path = job.subject;
    const kbId = order.base.id();
    const document =
      kbId === null ? undefined : deps.storage.read.readDocumentsByPath(kbId, [path]).get(path);
    if (document && job.state !== 'cancelled' && isOutrun(document, changedAt, order) && !again.has(path)) {
      again.add(path);
      const { size, mtimeMs, inode } = document;
      const stamp = { size, mtimeMs, ctimeMs: changedAt, inode };
      ask([{ path, stamp, preset: order.preset ?? document.preset }]).catch((error: unknown) =>
        finish?.reject(error),
      );
      return;
    }
    // A file that was there for the scan of a folder, and is not any more, is no failure.
    if (passesOverGone && job.errorCode === 'file_not_found') met--;
    else count(outcomeOfJob(path, job, document));
    finishIfDone();
  }

  async function ask(files: readonly FileToIndex[]): Promise<void> {
    asking++;
    try {
      const kbId = await order.base.require();
      const jobs = files.map((file) => toIndexJob({ ...file, kbId }));
      const ids = await deps.runner.enqueue(jobs);
      for (const [index, { payload }] of jobs.entries()) {
        const id = ids[index];
        if (id !== undefined) open.set(id, payload.stamp.ctimeMs);
      }
      if (isStopped) await abandon();
    } finally {
      asking--;
      for (const [id, job] of early) {
        const changedAt = open.get(id);
        if (changedAt !== undefined) end(job, changedAt);
      }
      if (asking === 0) early.clear();
    }
    finishIfDone();
  }

  function finishIfDone(): void {
    if (isScanned && open.size === 0 && asking === 0) finish?.resolve();
  }

  async function abandon(): Promise<void> {
    const ids = [...open.keys()];
    open.clear();
    await deps.runner.abandon(ids);
  }

  return {
    settle(documents) {
      met += documents.length;
      for (const document of documents) count(document);
    },
    enqueue(files) {
      met += files.length;
      queued += files.length;
      return files.length > 0 ? ask(files) : Promise.resolve();
    },
    progress: () => ({ done, total: met }),
    scanned() {
      isScanned = true;
      order.emit({ type: 'scanned', files: met, queued });
    },
    async allEnded() {
      if (order.signal.aborted) throw new AppError('cancelled', 'Stopped.');
      if (open.size > 0 || asking > 0) {
        if (stalledBy) throw stalledBy;
        await new Promise<void>((resolve, reject) => {
          finish = { resolve, reject };
        });
      }
      tell();
    },
    abandon,
    totals: () => totals,
    stop() {
      isStopped = true;
      clearTimeout(telling);
      stopListening();
      order.signal.removeEventListener('abort', onAbort);
    },
  };
}

/** The job that was joined had read the file before the scan saw it, or cut it by another preset. */
function isOutrun(document: DocumentRecord, changedAt: number, { preset }: IngestOrder): boolean {
  return document.ctimeMs < changedAt || (preset !== null && document.preset !== preset);
}

function outcomeOfJob(path: string, job: JobRecord, document: DocumentRecord | undefined): IngestedDocument {
  if (document && document.status !== 'pending' && job.state === 'done') {
    const isReused = (job.result as { status?: string } | null)?.status === 'unchanged';
    return toOutcome(document, !isReused);
  }
  if (document?.status === 'failed' && job.state !== 'cancelled') return toOutcome(document, true);
  const error: WireError =
    job.state === 'cancelled'
      ? { code: 'cancelled', message: `${path} was stopped before it was indexed.` }
      : {
          code: job.errorCode ?? 'internal',
          message: job.errorMessage ?? `${path} left no trace in the library.`,
        };
  return { id: document?.id ?? '', path, status: 'failed', mediaType: null, parts: 0, chunks: 0, error };
}

type Settled = Pick<
  DocumentRecord,
  'id' | 'path' | 'status' | 'mediaType' | 'partCount' | 'chunkCount' | 'errorCode' | 'errorMessage'
> & { warnings?: string[] };

/** @param isNew it was read just now */
export function toOutcome(document: Settled, isNew: boolean): IngestedDocument {
  const isKept = document.status === 'indexed' && !isNew;
  return {
    id: document.id,
    path: document.path,
    status: isKept ? 'unchanged' : document.status,
    mediaType: document.mediaType,
    parts: document.partCount,
    chunks: document.chunkCount,
    ...(document.warnings && document.warnings.length > 0 && { warnings: document.warnings }),
    ...(document.errorCode && { error: { code: document.errorCode, message: document.errorMessage ?? '' } }),
  };
}

export function failedBeforeReading(
  file: ScannedFile,
  document: Pick<DocumentRecord, 'id'> | undefined,
): IngestedDocument {
  const error = toWireError(file.error);
  const status = error.code === 'file_unsupported' ? 'skipped' : 'failed';
  return { id: document?.id ?? '', path: file.path, status, mediaType: null, parts: 0, chunks: 0, error };
}
