import { lstat, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import type { IngestedDocument, IngestResult } from '@adiuva/contracts/rpc';
import { AppError, callerGone } from '#base';
import { identityOf, toFileError } from '#pipelines';
import type { FolderMount, FolderRules, KnownDocument } from '#storage';
import { compareFiles, type FoundMove } from './compareFiles.ts';
import { comparePaths } from './comparePaths.ts';
import { createFileRules } from './fileRules.ts';
import { requireWrite } from './ingest.ts';
import {
  createIngestRun,
  type FileToIndex,
  failedBeforeReading,
  type IngestDeps,
  type IngestOrder,
  targetBase,
  toOutcome,
} from './ingestRun.ts';
import { collectAbsent } from './removeAbsent.ts';
import { createSettling, type SettleTimes } from './settleFiles.ts';
import { type ScannedFile, type StampedFile, type WalkReport, walkFolder } from './walkFolder.ts';

export interface SyncRequest extends Omit<IngestOrder, 'base'> {
  /** Of the watched folder, whose exclusions hold; null of one that nobody watches. */
  folderId: number | null;
  kbId: number;
  kb: string;
  /** Absolute, without a separator at its end. */
  folder: string;
  rules: FolderRules;
  /** Of the folder and of disks mounted below it at the last scan; null and none at the first. */
  identity: string | null;
  mounts: readonly FolderMount[];
  /** Folders inside it that the same knowledge base watches by themselves: they are theirs. */
  inner: readonly string[];
  settle: SettleTimes;
}

export interface SyncResult extends IngestResult {
  identity: string;
  mounts: FolderMount[];
  /** Documents that followed their files to other paths without being read. */
  moved: number;
}

const documentsPerRead = 1_000;
const movesPerWrite = 500;
/** Looked for on the disk when another folder stands in the place of the one that was watched. */
const documentsSampled = 200;

/**
 * Brings the library in line with a folder: what is new or changed is indexed, what moved keeps its document, what is
 * gone goes out of sight. The walk and the documents come in one order, so a folder of any size is compared as it is
 * walked.
 *
 * @throws AppError `folder_missing` when the folder is not there or the place of its disk stands empty: nothing is taken
 *   out then; `file_unreadable`, `forbidden`, `storage_full`, `cancelled`
 */
export async function syncFolder(deps: IngestDeps, request: SyncRequest): Promise<SyncResult> {
  const { storage, clock } = deps;
  const { folder, kbId, signal } = request;
  requireWrite(request.principal, request.kb);
  const startedAt = clock.now();
  const identity = await requireFolder(folder);
  await requireSameFolder(deps, request, identity);

  const canHear = await deps.canHear();
  const report: WalkReport = { unknown: [], mounts: [] };
  const taken = new Set<string>();
  const moves: (FoundMove & { inTheWay: string | undefined })[] = [];
  const base = targetBase(storage, { id: kbId, name: request.kb });
  const run = createIngestRun(deps, { ...request, base }, true);
  const settling = createSettling<StampedFile>(clock, request.settle);
  const absent = collectAbsent({ storage, kbId, startedAt, now: clock.now }, report.unknown);
  let position = prefixOf(folder);
  let removed = 0;
  try {
    const leaves = (path: string) => path === deps.home || request.inner.includes(path);
    const rules = createFileRules(request.rules);
    const walk = { root: folder, rules, leaves, mounts: request.mounts, signal };
    for await (const files of walkFolder(walk, report)) {
      await compare(withoutExcluded(files));
      if (settling.isFull()) await takeRested();
    }
    readThrough(endOf(folder), new Set());
    if ((await requireFolder(folder)) !== identity) throw missing(folder);
    await applyMoves();
    removed = await absent.remove(signal);
    await takeRested();
    run.scanned();
    await run.allEnded();
  } catch (error) {
    // A closed window, or an app that ends, took nothing back: what is queued goes on, now or at the next start.
    if (signal.reason !== callerGone) await run.abandon();
    throw error;
  } finally {
    run.stop();
  }
  const totals = { ...run.totals(), ...(removed > 0 && { removed }) };
  const seconds = (clock.now() - startedAt) / 1000;
  return { totals, seconds, identity, mounts: report.mounts, moved: moves.length };

  /** Asked for each batch: what is removed while the walk is on its way must not come back with it. */
  function withoutExcluded(files: readonly ScannedFile[]): readonly ScannedFile[] {
    if (request.folderId === null) return files;
    const paths = files.map(({ path }) => path);
    const excluded = storage.read.excludedAmong({ folderId: request.folderId, paths, separator: sep });
    return excluded.size === 0 ? files : files.filter(({ path }) => !excluded.has(path));
  }

  async function compare(files: readonly ScannedFile[]): Promise<void> {
    const listed = files.filter(({ isOdd }) => !isOdd);
    const last = listed.at(-1);
    const known = last
      ? readThrough(last.path, new Set(listed.map(({ path }) => path)))
      : new Map<string, KnownDocument>();
    const found = await compareFiles(storage, kbId, files, known, taken, canHear);
    run.settle(found.unreadable.map(({ file, document }) => failedBeforeReading(file, document)));
    const back = found.same.filter(({ missingSince }) => missingSince !== null);
    if (back.length > 0)
      await storage.write.reviveDocuments({ documents: back.map(({ id, path }) => ({ id, path })) });
    run.settle(found.same.map((document) => toOutcome(document, false)));
    moves.push(...found.moved.map((move) => ({ ...move, inTheWay: known.get(move.file.path)?.id })));
    const ready = found.changed.filter(({ file }) => !settling.keepsBack(file));
    await run.enqueue(ready.map(({ file, document }) => toJob(file, document)));
  }

  function toJob(file: StampedFile, document: Pick<KnownDocument, 'preset'> | undefined): FileToIndex {
    const preset = request.preset ?? document?.preset ?? request.presetOfNew ?? 'default';
    return { path: file.path, stamp: file.stamp, preset };
  }

  async function takeRested(): Promise<void> {
    for await (const files of settling.rested(signal)) {
      const known = storage.read.readDocumentsByPath(
        kbId,
        files.map(({ path }) => path),
      );
      await run.enqueue(files.map((file) => toJob(file, known.get(file.path))));
    }
  }

  /** Reads the documents up to a path; those at none of `paths` were not met. */
  function readThrough(through: string, paths: ReadonlySet<string>): Map<string, KnownDocument> {
    const known = new Map<string, KnownDocument>();
    for (;;) {
      const page = storage.read.readDocumentsBetween({
        kbId,
        after: position,
        through,
        limit: documentsPerRead,
      });
      for (const document of page) {
        if (paths.has(document.path)) known.set(document.path, document);
        else if (!isInner(document.path)) absent.add(document);
      }
      const last = page.at(-1);
      if (!last || page.length < documentsPerRead) break;
      position = last.path;
    }
    if (comparePaths(through, position) > 0) position = through;
    return known;
  }

  function isInner(path: string): boolean {
    return request.inner.some((inner) => path.startsWith(inner + sep));
  }

  async function applyMoves(): Promise<void> {
    const displaced = new Set(moves.map(({ inTheWay }) => inTheWay).filter((id) => id !== undefined));
    // Who stands in another's way moves in the same write: two may swap their names.
    const isLinked = ({ inTheWay, document }: (typeof moves)[number]) =>
      inTheWay !== undefined || displaced.has(document.id);
    const free = moves.filter((move) => !isLinked(move));
    const groups = [moves.filter(isLinked)];
    for (let start = 0; start < free.length; start += movesPerWrite)
      groups.push(free.slice(start, start + movesPerWrite));
    for (const group of groups) {
      if (group.length === 0) continue;
      await storage.write.moveDocuments({
        moves: group.map(({ document, file, isEdited }) => ({
          id: document.id,
          fromPath: document.path,
          path: file.path,
          stamp: isEdited ? null : file.stamp,
        })),
      });
      const settled: IngestedDocument[] = [];
      for (const { document, file, isEdited } of group) {
        if (!isEdited) settled.push(toOutcome({ ...document, path: file.path }, false));
      }
      run.settle(settled);
      await run.enqueue(
        group.filter(({ isEdited }) => isEdited).map(({ document, file }) => toJob(file, document)),
      );
    }
  }
}

/** @returns what the folder is known by. @throws AppError `folder_missing`, `file_unreadable`, `invalid_input` */
export async function requireFolder(folder: string): Promise<string> {
  try {
    const stats = await stat(folder);
    if (stats.isDirectory()) return identityOf(stats);
  } catch (error) {
    const known = toFileError(error, folder);
    throw known.code === 'file_not_found' ? missing(folder, known) : known;
  }
  throw new AppError('invalid_input', `${folder} is not a folder.`);
}

function missing(folder: string, cause?: AppError): AppError {
  return new AppError(
    'folder_missing',
    `${folder} is not there (is its disk plugged in?). Its documents stay as they are until it is back.`,
    { cause },
  );
}

/**
 * Another folder in the place of the one that was watched is the same one restored, or the empty place where its disk was:
 * the files tell.
 */
async function requireSameFolder(
  { storage }: IngestDeps,
  { folder, kbId, identity: before }: SyncRequest,
  identity: string,
): Promise<void> {
  if (before === null || before === identity) return;
  const sample = storage.read.readDocumentsBetween({
    kbId,
    after: prefixOf(folder),
    through: endOf(folder),
    limit: documentsSampled,
  });
  const known = sample.filter(({ missingSince, isKept }) => missingSince === null && !isKept);
  const isThere = await Promise.all(
    known.map(({ path }) =>
      lstat(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (known.length > 0 && !isThere.includes(true)) throw missing(folder);
}

function prefixOf(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

/** Everything in the folder sorts before it. */
function endOf(folder: string): string {
  return prefixOf(folder).slice(0, -1) + String.fromCharCode(sep.charCodeAt(0) + 1);
}
