import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { CatalogueFile, CatalogueModel, ModelCatalogue } from '@adiuva/models';
import { AppError, throwIfAborted } from '#base';
import { createRunningDigest, type Digests, readThrough } from './digest.ts';
import type { InstallContext } from './installFromHub.ts';
import { asWriteError, fileSize, isMissing, newImportName, requireSpace } from './layout.ts';
import {
  type FileRecord,
  type Manifest,
  manifestName,
  readManifest,
  syncFolder,
  writeJson,
} from './manifest.ts';

export interface FoundModel {
  model: CatalogueModel;
  /** Where each file of the model lies now. */
  files: { file: CatalogueFile; path: string }[];
  /** No file may lie outside of it, links followed. Null for a single file, which the user named. */
  root: string | null;
  /** What the source says of itself, where it was a model folder of ours. */
  manifest: Manifest | null;
}

/**
 * Which model a file or folder holds: by `id`, by its manifest, by its file names, or, for a single file, by a
 * published sum.
 * @throws AppError `file_not_found`, `model_unknown`, `model_invalid` (files are missing), `invalid_input` (more
 *   than one fits)
 */
export async function findModel(
  path: string,
  catalogue: ModelCatalogue,
  id: string | undefined,
  signal: AbortSignal,
): Promise<FoundModel> {
  const source = resolve(path);
  const kind = await stat(source).catch((cause: unknown) => {
    throw isMissing(cause)
      ? new AppError('file_not_found', `There is no file or folder at ${source}.`, { cause })
      : new AppError('file_unreadable', `${source} could not be read.`, { cause });
  });
  const candidates = catalogue.filter(
    (model) => model.source.kind !== 'generated' && (id === undefined || model.id === id),
  );
  if (kind.isDirectory()) return findInFolder(source, candidates, id);
  if (kind.isFile()) return findByFile(source, candidates, id, signal);
  throw new AppError('invalid_input', `${source} is neither a file nor a folder.`);
}

async function findInFolder(
  folder: string,
  candidates: readonly CatalogueModel[],
  id: string | undefined,
): Promise<FoundModel> {
  const manifest = await readManifest(folder);
  const named = manifest && id === undefined ? candidates.filter((model) => model.id === manifest.id) : [];
  const root = await importRoot(folder);
  const found: FoundModel[] = [];
  for (const model of named.length > 0 ? named : candidates) {
    const files: FoundModel['files'] = [];
    let isWhole = true;
    for (const file of model.files) {
      const path = await locate(folder, file.path);
      if (path !== null) files.push({ file, path });
      else if (!file.isOptional) isWhole = false;
    }
    if (isWhole) found.push({ model, files, root, manifest: manifest?.id === model.id ? manifest : null });
  }
  const [first, second] = found;
  if (first && second)
    throw new AppError(
      'invalid_input',
      `${folder} holds more than one model (${found.map((entry) => entry.model.id).join(', ')}). Say which by its id.`,
    );
  if (first) return first;
  const [wanted] = named.length > 0 ? named : candidates;
  if (id === undefined && named.length === 0)
    throw new AppError('model_unknown', `${folder} does not hold the files of any model in the catalogue.`);
  const needed = wanted?.files.filter((file) => !file.isOptional).map((file) => file.path) ?? [];
  throw new AppError(
    'model_invalid',
    `${folder} is not complete: ${id ?? wanted?.id} needs ${needed.join(', ')}.`,
  );
}

/** As in the repository, or with all files side by side. */
async function locate(folder: string, path: string): Promise<string | null> {
  for (const place of [join(folder, path), join(folder, basename(path))]) {
    if ((await fileSize(place)) !== null) return place;
  }
  return null;
}

async function findByFile(
  path: string,
  candidates: readonly CatalogueModel[],
  id: string | undefined,
  signal: AbortSignal,
): Promise<FoundModel> {
  const singles = candidates.flatMap((model) => {
    const [file, other] = model.files;
    return file && !other ? [{ model, file }] : [];
  });
  const byName = singles.find((entry) => basename(entry.file.path) === basename(path));
  const found =
    (id === undefined ? byName : singles[0]) ??
    (id === undefined ? await findBySum(path, singles, signal) : undefined);
  if (found) return { model: found.model, files: [{ file: found.file, path }], root: null, manifest: null };
  const [wanted] = candidates;
  if (id !== undefined && wanted)
    throw new AppError(
      'invalid_input',
      `${wanted.name} is made of several files. Name the folder that holds them.`,
    );
  throw new AppError(
    'model_unknown',
    `${path} is not a model of the catalogue. If it is, say which by its id.`,
  );
}

async function findBySum<T extends { file: CatalogueFile }>(
  path: string,
  singles: readonly T[],
  signal: AbortSignal,
): Promise<T | undefined> {
  const handle = await openSource(path, null);
  try {
    const digest = createRunningDigest(0);
    await readThrough(handle, Number.POSITIVE_INFINITY, (chunk) => digest.update(chunk), signal);
    const digests = digest.finish();
    return singles.find(
      ({ file }) =>
        typeof file.checksum !== 'string' && digests[file.checksum.algorithm] === file.checksum.hex,
    );
  } finally {
    await handle.close();
  }
}

/** Copies, verifies and publishes. The source stays as it is. */
export async function importFound(
  found: FoundModel,
  context: Omit<InstallContext, 'connection'> & { reserveBytes: number },
): Promise<void> {
  const { layout, signal } = context;
  const { manifest } = found;
  const sizes = await Promise.all(found.files.map(async ({ path }) => (await fileSize(path)) ?? 0));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  await requireSpace(layout.root, total, context.reserveBytes);
  const staging = layout.staging(newImportName());
  try {
    const records: FileRecord[] = [];
    let before = 0;
    for (const { file, path } of found.files) {
      const target = join(staging, file.path);
      await mkdir(dirname(target), { recursive: true });
      const record = await copyFile(path, found, file, target, signal, (copied) =>
        context.onProgress(file.path, before + copied, total),
      );
      before += record.size;
      const from = manifest?.files.find((entry) => entry.path === file.path)?.from;
      records.push({ ...record, ...(from && { from }) });
    }
    throwIfAborted(signal);
    await writeJson(join(staging, manifestName), {
      format: 1,
      id: found.model.id,
      origin: 'import',
      ...(manifest?.repository !== undefined && { repository: manifest.repository }),
      ...(manifest?.revision !== undefined && { revision: manifest.revision }),
      installedAt: context.clock.now(),
      files: records,
    } satisfies Manifest);
    await layout.publish(staging, found.model.id);
  } catch (error) {
    await layout.discard(staging);
    throw asWriteError(error);
  }
}

async function copyFile(
  path: string,
  found: FoundModel,
  file: CatalogueFile,
  target: string,
  signal: AbortSignal,
  onCopied: (bytes: number) => void,
): Promise<FileRecord> {
  const source = await openSource(path, found.root);
  try {
    const { size, mtimeMs } = await source.stat();
    if (size === 0) throw invalid(found, file, 'is empty');
    const copy = await open(target, 'wx', 0o600);
    const digest = createRunningDigest(size);
    try {
      let copied = 0;
      await readThrough(
        source,
        size,
        async (chunk) => {
          await copy.writeFile(chunk);
          digest.update(chunk);
          copied += chunk.length;
          onCopied(copied);
        },
        signal,
      );
      const after = await source.stat();
      if (copied !== size || after.size !== size || after.mtimeMs !== mtimeMs)
        throw new AppError('file_changed', `${path} changed while it was being copied. Try again.`);
      await copy.sync();
    } finally {
      await copy.close();
    }
    await syncFolder(dirname(target));
    const digests = digest.finish();
    verify(found, file, digests);
    return { path: file.path, size, sha256: digests.sha256 };
  } finally {
    await source.close();
  }
}

function verify(found: FoundModel, file: CatalogueFile, digests: Digests): void {
  const { checksum } = file;
  if (typeof checksum !== 'string' && digests[checksum.algorithm] !== checksum.hex)
    throw invalid(
      found,
      file,
      `is damaged or another file: its ${checksum.algorithm} is not the one of ${checksum.source}`,
    );
  const recorded = found.manifest?.files.find((entry) => entry.path === file.path);
  if (recorded && recorded.sha256 !== digests.sha256)
    throw invalid(found, file, 'is damaged: it is not what its own manifest says');
}

function invalid(found: FoundModel, file: CatalogueFile, why: string): AppError {
  return new AppError('model_invalid', `${found.model.name}: ${file.path} ${why}.`, {
    details: { file: file.path },
  });
}

/**
 * Links are followed, since a download cache is made of them, but only within `root`; pipes and devices are
 * refused before a byte is read.
 */
async function openSource(path: string, root: string | null): Promise<FileHandle> {
  const real = await realpath(path);
  if (root !== null && !real.startsWith(root + sep))
    throw new AppError(
      'invalid_input',
      `${path} is a link that leads out of its folder; it was not followed.`,
    );
  const handle = await open(
    real,
    constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0),
  ).catch((cause: unknown) => {
    throw new AppError('file_unreadable', `${path} could not be read.`, { cause });
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new AppError('invalid_input', `${path} is not a regular file.`);
}

/** The folder itself; of a `snapshots/COMMIT` of the hub's own cache, the repository that holds its `blobs`. */
async function importRoot(folder: string): Promise<string> {
  const real = await realpath(folder);
  const parent = dirname(real);
  return basename(parent) === 'snapshots' ? dirname(parent) : real;
}
