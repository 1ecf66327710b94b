import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubPlace } from '@adiuva/models';
import { AppError, hasCode, throwIfAborted } from '#base';
import type { Clock, Log } from '#ports';
import { createRunningDigest, readThrough } from './digest.ts';
import { checkSums, downloadFile } from './downloadFile.ts';
import { fileUrl, type HubModel, planDownload } from './hub.ts';
import { fileSize, type Layout, requireSpace } from './layout.ts';
import {
  type DownloadPlan,
  type FileRecord,
  type Manifest,
  manifestName,
  type PlannedFile,
  type PlannedPlace,
  planSchema,
  readJson,
  writeJson,
} from './manifest.ts';
import { type HubConnection, requireOnline } from './request.ts';

export interface InstallContext {
  connection: HubConnection;
  layout: Layout;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** `received` and `total` are of all files of the model together. */
  onProgress(file: string, received: number, total: number): void;
}

/**
 * From nothing, or from what an earlier try left, to an installed model:
 * `plan.json` (commit, sizes, sums) -> `parts/` (growing) -> `files/` (whole, verified) -> manifest -> rename.
 */
export async function installFromHub(model: HubModel, context: InstallContext): Promise<void> {
  requireOnline(context.connection);
  const staging = context.layout.staging(model.id);
  const earlier = await readPlan(staging, model);
  try {
    await bring(model, earlier ?? (await newPlan(staging, model, context)), staging, context);
  } catch (error) {
    // A branch's commit can vanish from the hub while a download pauses; a new plan then begins anew.
    if (!earlier || !hasCode(error, 'download_failed') || error.details?.status !== 404) throw error;
    await bring(model, await newPlan(staging, model, context), staging, context);
  }
}

/** Bytes that an unfinished download has on the disk, or 0. */
export async function partialBytes(layout: Layout, model: HubModel): Promise<number> {
  const staging = layout.staging(model.id);
  const plan = await readPlan(staging, model);
  if (!plan) return 0;
  const sizes = await Promise.all(plan.files.map((file) => presentBytes(staging, file.path)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function bring(
  model: HubModel,
  plan: DownloadPlan,
  staging: string,
  context: InstallContext,
): Promise<void> {
  const { layout, connection, signal } = context;
  const total = plan.files.reduce((sum, file) => sum + file.size, 0);
  const present = new Map<string, number>();
  for (const file of plan.files) present.set(file.path, await presentBytes(staging, file.path));
  const missing = plan.files.reduce(
    (sum, file) => sum + Math.max(0, file.size - (present.get(file.path) ?? 0)),
    0,
  );
  await requireSpace(layout.root, missing, connection.limits.reserveBytes);

  const records: FileRecord[] = [];
  for (const file of plan.files) {
    throwIfAborted(signal);
    const onBytes = (received: number) => {
      present.set(file.path, received);
      context.onProgress(
        file.path,
        [...present.values()].reduce((sum, size) => sum + size, 0),
        total,
      );
    };
    const target = join(staging, 'files', file.path);
    const record =
      (await alreadyThere(plan, file, target, signal)) ??
      (await downloadFile({
        connection,
        url: fileUrl(connection, plan, file),
        file,
        part: join(staging, 'parts', `${file.path}.part`),
        target,
        signal,
        onBytes,
        log: context.log,
      }));
    onBytes(file.size);
    const { from } = file;
    records.push(
      from ? { ...record, from: { repository: from.repository, revision: from.revision } } : record,
    );
    plan.verified = records;
    await writeJson(join(staging, 'plan.json'), plan);
  }
  const manifest: Manifest = {
    format: 1,
    id: model.id,
    origin: 'hub',
    repository: plan.repository,
    revision: plan.revision,
    installedAt: context.clock.now(),
    files: records,
  };
  throwIfAborted(signal);
  await writeJson(join(staging, 'files', manifestName), manifest);
  await layout.publish(join(staging, 'files'), model.id);
  await rm(staging, { recursive: true, force: true });
}

/** A file that was finished before: taken at its record, or measured again where the kill came before that. */
async function alreadyThere(
  plan: DownloadPlan,
  file: PlannedFile,
  target: string,
  signal: AbortSignal,
): Promise<FileRecord | null> {
  if ((await fileSize(target)) !== file.size) return null;
  const record = plan.verified.find((entry) => entry.path === file.path && entry.size === file.size);
  if (record) return record;
  const handle = await open(target, 'r');
  try {
    const digest = createRunningDigest(file.size);
    await readThrough(handle, file.size, (chunk) => digest.update(chunk), signal);
    return checkSums(file, digest);
  } catch (error) {
    if (hasCode(error, 'download_corrupt')) return null;
    throw error;
  } finally {
    await handle.close();
  }
}

async function newPlan(staging: string, model: HubModel, context: InstallContext): Promise<DownloadPlan> {
  const plan = await planDownload(context.connection, model, context.signal);
  if (plan.files.length === 0)
    throw new AppError('download_failed', `${model.name}: the hub has none of its files.`);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  await writeJson(join(staging, 'plan.json'), plan);
  return plan;
}

/** The plan of an earlier try, where it still is for what the catalogue asks for today. */
async function readPlan(staging: string, model: HubModel): Promise<DownloadPlan | null> {
  const plan = await readJson(join(staging, 'plan.json'), planSchema);
  if (!plan || !isOf(plan, model.source)) return null;
  const planned = new Map(plan.files.map((file) => [file.path, file]));
  const fits = model.files.every((file) => {
    const entry = planned.get(file.path);
    if (!entry) return file.isOptional === true;
    if (!isOf(entry.from, file.from)) return false;
    const { checksum } = file;
    return typeof checksum === 'string' || entry.checksums.some((sum) => sum.hex === checksum.hex);
  });
  return fits && plan.files.every((file) => model.files.some((wanted) => wanted.path === file.path))
    ? plan
    : null;
}

function isOf(planned: PlannedPlace | undefined, place: HubPlace | undefined): boolean {
  return planned?.repository === place?.repository && planned?.requestedRevision === place?.revision;
}

async function presentBytes(staging: string, path: string): Promise<number> {
  return (
    (await fileSize(join(staging, 'files', path))) ??
    (await fileSize(join(staging, 'parts', `${path}.part`))) ??
    0
  );
}
