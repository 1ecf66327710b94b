import { lstat, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError, hasCode, throwIfAborted } from '#base';
import { identityOf, toFileError, toFileStamp } from '#pipelines';
import type { FileStamp, FolderMount } from '#storage';
import { type FileRules, isProjectFile, ruleFileName } from './fileRules.ts';
import { type FolderEntry, type FolderListing, listFolder } from './listFolder.ts';

/** A file that a scan met. `error` where it could not be looked at. */
export interface ScannedFile {
  path: string;
  stamp: FileStamp | null;
  error?: AppError;
  /** Its name is not what it is called here; it stands outside of the order. */
  isOdd?: true;
}

export type StampedFile = ScannedFile & { stamp: FileStamp };

export interface WalkRequest {
  root: string;
  rules: FileRules;
  /** Folders that are not looked into: the data folder, folders that are watched by themselves. */
  leaves(path: string): boolean;
  /** Disks that were mounted below at the last walk. */
  mounts: readonly FolderMount[];
  signal: AbortSignal;
}

/** What a walk found out beside the files. Complete when it has ended. */
export interface WalkReport {
  /** Folders below which absence proves nothing: closed to us, or the empty place of a disk that is away. */
  unknown: string[];
  mounts: FolderMount[];
}

const filesPerBatch = 256;
const statsAtOnce = 64;
/** A rule file that is longer is none. */
const maxRuleFile = 1024 * 1024;

interface Level {
  path: string;
  /** Below the root, with `/`; '' for the root. */
  relative: string;
  rules: FileRules;
  device: number;
  identity: string;
  inProject: boolean;
  entries: Iterator<FolderEntry>;
}

/**
 * Every regular file of a folder that its rules take, in the order that paths have in the database, some at a time. Links
 * are not followed; a folder that contains itself (a mount onto its own parent) is entered once.
 *
 * @throws AppError `cancelled`; for the root alone `file_not_found`, `file_unreadable`
 */
export async function* walkFolder(request: WalkRequest, report: WalkReport): AsyncGenerator<ScannedFile[]> {
  const { signal } = request;
  const levels: Level[] = [await openRoot(request)];
  let paths: string[] = [];
  let odd: ScannedFile[] = [];
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const next = level.entries.next();
    if (next.done) {
      levels.pop();
      continue;
    }
    const { name, shown, type } = next.value;
    const path = join(level.path, shown);
    const relative = level.relative === '' ? shown : `${level.relative}/${shown}`;
    if (!level.rules.takes(relative, type === 'folder', level.inProject)) continue;
    if (name === null) odd.push({ ...unreadableName(path), isOdd: true });
    else if (type === 'other') odd.push({ ...notRegular(path), isOdd: true });
    else if (type === 'file') paths.push(path);
    else if (!request.leaves(path)) {
      const inner = await openLevel(request, report, levels, path, relative);
      if (inner && 'error' in inner) odd.push({ path, stamp: null, error: inner.error, isOdd: true });
      else if (inner) levels.push(inner);
    }
    if (paths.length + odd.length < filesPerBatch) continue;
    throwIfAborted(signal);
    yield [...odd, ...(await statAll(paths))];
    [paths, odd] = [[], []];
  }
  if (paths.length + odd.length > 0) yield [...odd, ...(await statAll(paths))];
  await addVanishedMounts(request, report);
}

/** A disk that is away may take the place where it was mounted with it. */
async function addVanishedMounts({ mounts }: WalkRequest, report: WalkReport): Promise<void> {
  const known = new Set(report.mounts.map(({ path }) => path));
  for (const mount of mounts) {
    if (known.has(mount.path) || (await lstat(mount.path).catch(() => null))) continue;
    report.unknown.push(mount.path);
    report.mounts.push(mount);
  }
}

async function openRoot({ root, rules, signal }: WalkRequest): Promise<Level> {
  try {
    return await toLevel(root, '', rules, await listFolder(root, signal), await stat(root));
  } catch (error) {
    throw toFileError(error, root);
  }
}

async function openLevel(
  { mounts, signal }: WalkRequest,
  report: WalkReport,
  levels: readonly Level[],
  path: string,
  relative: string,
): Promise<Level | { error: AppError } | null> {
  const outer = levels.at(-1);
  if (!outer) return null;
  try {
    const stats = await lstat(path);
    if (!stats.isDirectory()) return null;
    const identity = identityOf(stats);
    if (levels.some((level) => level.identity === identity && level.device === stats.dev)) return null;
    const listing = await listFolder(path, signal);
    const mounted = mounts.find((mount) => mount.path === path);
    if (mounted && mounted.identity !== identity && listing.isEmpty) {
      report.unknown.push(path);
      report.mounts.push(mounted);
      return null;
    }
    if (stats.dev !== outer.device) report.mounts.push({ path, identity });
    return await toLevel(path, relative, outer.rules, listing, stats);
  } catch (error) {
    if (hasCode(error, 'cancelled')) throw error;
    const known = toFileError(error, path);
    // Gone since it was listed: what was in it is gone too.
    if (known.code === 'file_not_found') return null;
    report.unknown.push(path);
    return { error: known };
  }
}

async function toLevel(
  path: string,
  relative: string,
  rules: FileRules,
  listing: FolderListing,
  stats: Awaited<ReturnType<typeof lstat>>,
): Promise<Level> {
  const own = listing.hasFile((name) => name === ruleFileName) ? await readRuleFile(path) : null;
  return {
    path,
    relative,
    rules: own === null ? rules : rules.within(relative, own),
    device: Number(stats.dev),
    identity: identityOf(stats),
    inProject: listing.hasFile(isProjectFile),
    entries: listing.entries(),
  };
}

async function readRuleFile(folder: string): Promise<string | null> {
  const path = join(folder, ruleFileName);
  try {
    const stats = await lstat(path);
    return stats.isFile() && stats.size <= maxRuleFile ? await readFile(path, 'utf8') : null;
  } catch {
    // Gone or closed to us: then it rules nothing.
    return null;
  }
}

async function statAll(paths: readonly string[]): Promise<ScannedFile[]> {
  const files: ScannedFile[] = [];
  for (let start = 0; start < paths.length; start += statsAtOnce) {
    files.push(...(await Promise.all(paths.slice(start, start + statsAtOnce).map(statOne))).flat());
  }
  return files;
}

async function statOne(path: string): Promise<ScannedFile[]> {
  try {
    const stats = await lstat(path);
    return [stats.isFile() ? { path, stamp: toFileStamp(stats) } : notRegular(path)];
  } catch (error) {
    const known = toFileError(error, path);
    // Gone since its folder was listed: it was not met.
    return known.code === 'file_not_found' ? [] : [{ path, stamp: null, error: known }];
  }
}

function unreadableName(path: string): ScannedFile {
  const error = new AppError(
    'file_unreadable',
    `${path} has a name that is not valid Unicode; rename it and add it again.`,
  );
  return { path, stamp: null, error };
}

export function notRegular(path: string): ScannedFile {
  const error = new AppError(
    'file_unsupported',
    `${path.slice(path.lastIndexOf(sep) + 1)} is not a regular file (a pipe, a socket or a device).`,
  );
  return { path, stamp: null, error };
}
