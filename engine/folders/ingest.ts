import { sep } from 'node:path';
import type { IngestResult } from '@adiuva/contracts/rpc';
import { AppError, callerGone, mayRead, mayWrite, type Principal } from '#base';
import { isSameStamp, pipelineVersion } from '#pipelines';
import type { DocumentRecord, FileStamp, Storage } from '#storage';
import {
  createIngestRun,
  type FileToIndex,
  failedBeforeReading,
  type IngestDeps,
  type IngestOrder,
  targetBase,
  toOutcome,
} from './ingestRun.ts';
import { scanFiles } from './scanFiles.ts';

export const defaultKnowledgeBase = 'default';

/** What is not worth another try while the file stays as it is. */
const lastingErrors: ReadonlySet<string> = new Set([
  'file_empty',
  'file_too_large',
  'file_encrypted',
  'file_malformed',
  'file_unsupported',
  'file_no_text',
  'file_bomb',
  'extraction_timeout',
  'extraction_memory',
  'extraction_crashed',
  'recording_protected',
  'recording_no_audio',
  'recording_silent',
]);

export interface IngestRequest extends Omit<IngestOrder, 'base'> {
  kb: string;
  /** Absolute. */
  paths: readonly string[];
}

/**
 * Brings files into a knowledge base and waits for the outcome of each. Files that are what the library holds
 * cost a stat; the rest become jobs.
 *
 * @throws AppError `file_not_found` when no path is there, `forbidden`, `storage_full`, `cancelled` (its jobs are
 *   cancelled too)
 */
export async function ingest(deps: IngestDeps, request: IngestRequest): Promise<IngestResult> {
  const { storage, clock } = deps;
  const { kb, signal } = request;
  requireWrite(request.principal, kb);
  const base = targetBase(storage, { id: storage.read.findKnowledgeBase(kb)?.id ?? null, name: kb });
  const startedAt = clock.now();
  const run = createIngestRun(deps, { ...request, base }, false);
  await takeBackExclusions(storage, base.id(), request.paths);
  const named: string[] = [];
  const canHear = await deps.canHear();
  try {
    const scan = scanFiles({
      paths: request.paths,
      ownFolder: deps.home,
      signal,
      onNamed: (path) => named.push(path),
    });
    for await (const files of scan) {
      const paths = files.map(({ path }) => path);
      const kbId = base.id();
      const known =
        kbId === null ? new Map<string, DocumentRecord>() : storage.read.readDocumentsByPath(kbId, paths);
      const jobs: FileToIndex[] = [];
      const same: DocumentRecord[] = [];
      for (const file of files) {
        const document = known.get(file.path);
        const preset = request.preset ?? document?.preset ?? request.presetOfNew ?? 'default';
        if (!file.stamp) run.settle([failedBeforeReading(file, document)]);
        else if (document && isUpToDate(document, file.stamp, { ...request, canHear })) same.push(document);
        else jobs.push({ path: file.path, stamp: file.stamp, preset });
      }
      const back = same.filter(({ missingSince }) => missingSince !== null);
      if (back.length > 0)
        await storage.write.reviveDocuments({ documents: back.map(({ id, path }) => ({ id, path })) });
      run.settle(same.map((document) => toOutcome(document, false)));
      await run.enqueue(jobs);
    }
    if (named.length > 0) await storage.write.nameFiles({ kbId: await base.require(), paths: named });
    run.scanned();
    await run.allEnded();
    return { totals: run.totals(), seconds: (clock.now() - startedAt) / 1000 };
  } catch (error) {
    // A closed window, or an app that ends, took nothing back: what is queued goes on, now or at the next start.
    if (signal.reason !== callerGone) await run.abandon();
    throw error;
  } finally {
    run.stop();
  }
}

/** What was removed from a watched folder, and is now asked for by name, is no longer passed over. */
async function takeBackExclusions(
  { read, write }: Storage,
  kbId: number | null,
  paths: readonly string[],
): Promise<void> {
  const folderIds = read
    .listWatchedFolders()
    .filter((folder) => folder.kbId === kbId)
    .map(({ id }) => id);
  if (folderIds.length > 0 && read.listExcluded(folderIds).length > 0)
    await write.includePaths({ folderIds, paths, separator: sep });
}

/** @throws AppError `forbidden` */
export function requireWrite(principal: Principal, kb: string): void {
  if (!mayWrite(principal) || !mayRead(principal, kb))
    throw new AppError('forbidden', `${principal.id} may not add to ${kb}.`);
}

/** What `isUpToDate` asks of a document. */
export type KnownFile = FileStamp &
  Pick<DocumentRecord, 'status' | 'preset' | 'pipelineVersion' | 'errorCode'>;

/** The library holds what the file is now, made as it is made now; a failure that may pass is tried again. */
export function isUpToDate(
  document: KnownFile,
  stamp: FileStamp,
  { preset, canHear }: Pick<IngestOrder, 'preset'> & { canHear: boolean },
): boolean {
  if (document.errorCode === 'speech_model_missing' && canHear) return false;
  if (document.pipelineVersion !== pipelineVersion) return false;
  if (preset !== null && document.preset !== preset) return false;
  if (!isSameStamp(document, stamp)) return false;
  if (document.status === 'failed')
    return document.errorCode !== null && lastingErrors.has(document.errorCode);
  return document.status === 'indexed' || document.status === 'skipped';
}
