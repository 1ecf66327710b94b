import { access, mkdir } from 'node:fs/promises';
import type { ModelProgress, ModelSummary } from '@adiuva/contracts/rpc';
import { type CatalogueModel, type ModelCatalogue, modelCatalogueSchema } from '@adiuva/models';
import { AppError, throwIfAborted } from '#base';
import type { Gate } from '#network';
import type { Clock, Log } from '#ports';
import { checkFiles, installedManifest, isComplete, type ModelCheck } from './checkModel.ts';
import type { HubModel } from './hub.ts';
import { findModel, importFound } from './importModel.ts';
import { type InstallContext, installFromHub, partialBytes } from './installFromHub.ts';
import { installFromRegistry, packagePartialBytes, type RegistryModel } from './installFromRegistry.ts';
import { asWriteError, createLayout } from './layout.ts';
import { type DownloadLimits, defaultDownloadLimits } from './limits.ts';
import { readManifest } from './manifest.ts';
import { type HubConnection, isAllowed } from './request.ts';
import { type SharedTask, startSharedTask } from './sharedTask.ts';

export interface ModelStoreOptions {
  /** Created when needed. One process at a time. */
  folder: string;
  catalogue: ModelCatalogue;
  clock: Clock;
  log: Log;
  /** How the hub is reached; without it, by the system's own fetch. */
  network?: Gate | undefined;
  /** https, or http on a loopback address. */
  hubUrl?: string | undefined;
  /** Of npm packages; likewise. */
  registryUrl?: string | undefined;
  limits?: Partial<DownloadLimits> | undefined;
}

export interface ModelTaskOptions {
  signal?: AbortSignal | undefined;
  /** Bytes are of all files of the model together; `file` is the one in hand. */
  onProgress?: ((progress: ModelProgress) => void) | undefined;
}

/** A model as the store knows it; which one serves is the engine's to say. */
export interface ModelStatus extends Omit<ModelSummary, 'active'> {
  /** The commit, where it came from the hub. */
  revision: string | null;
  /** Bytes that an unfinished download already has. */
  partialBytes: number;
}

export interface ModelStore {
  list(): Promise<ModelStatus[]>;
  /**
   * Downloads, verifies, publishes. Resumes what an earlier try left; an installed model is left as it is.
   * Callers of one id share one download, which ends when all of them have aborted.
   * @throws AppError `model_unknown`, `offline`, `download_failed`, `download_corrupt`,
   *   `storage_full`, `conflict`, `cancelled`
   */
  install(id: string, options?: ModelTaskOptions): Promise<ModelStatus>;
  /**
   * Copies a model from a file or folder of this machine; replaces an installed one of the same id.
   * @throws AppError `file_not_found`, `model_unknown`, `model_invalid`, `invalid_input`, `file_changed`,
   *   `storage_full`, `conflict`, `cancelled`
   */
  importFrom(path: string, options?: ModelTaskOptions & { id?: string | undefined }): Promise<ModelStatus>;
  /** Ends a running download too. False where there was nothing. @throws AppError `model_unknown`, `conflict` */
  remove(id: string): Promise<boolean>;
  /**
   * The folder of an installed model; its files lie there under their catalogue paths. Of a generated model, the
   * folder that belongs to it, whether or not it has been made.
   * @throws AppError `model_unknown`, `model_not_installed`
   */
  folderOf(id: string): Promise<string>;
  /** Reads every byte again. @throws AppError `model_unknown`, `model_not_installed`, `cancelled` */
  verify(id: string, options?: ModelTaskOptions): Promise<ModelCheck>;
  /** Stops what runs; unfinished downloads stay on the disk and resume later. */
  close(): Promise<void>;
}

const defaultHub = 'https://huggingface.co';
const defaultRegistry = 'https://registry.npmjs.org';

/** @throws AppError `invalid_input` for a hub that is neither https nor loopback; ZodError for a bad catalogue */
export function createModelStore(options: ModelStoreOptions): ModelStore {
  const { folder, clock, log } = options;
  const catalogue = modelCatalogueSchema.parse(options.catalogue);
  const limits = { ...defaultDownloadLimits, ...options.limits };
  const connection: HubConnection = {
    fetch: options.network?.fetch ?? globalThis.fetch,
    hubUrl: parseHubUrl(options.hubUrl ?? defaultHub),
    limits,
    requireOnline: (host) => options.network?.requireOnline(host),
  };
  const registry: HubConnection = {
    ...connection,
    hubUrl: parseHubUrl(options.registryUrl ?? defaultRegistry),
  };
  const layout = createLayout(folder);
  const downloads = new Map<string, SharedTask<ModelProgress>>();
  const locked = new Set<string>();
  const closing = new AbortController();
  let prepared: Promise<void> | undefined;

  function prepare(): Promise<void> {
    prepared ??= mkdir(folder, { recursive: true }).then(() => layout.clean());
    return prepared;
  }

  function find(id: string): CatalogueModel {
    const model = catalogue.find((entry) => entry.id === id);
    if (model) return model;
    throw new AppError('model_unknown', `There is no model named ${id.slice(0, 60)} in the catalogue.`);
  }

  async function statusOf(model: CatalogueModel): Promise<ModelStatus> {
    const { id, kind, name, description, licence } = model;
    const base = { id, kind, name, description, licence, revision: null, partialBytes: 0 };
    if (model.source.kind === 'generated') return { ...base, state: 'builtin', bytes: null };
    const manifest = await readManifest(layout.installed(id));
    const isThere = await exists(layout.installed(id));
    const partial = isRegistryModel(model)
      ? await packagePartialBytes(layout, model)
      : isHubModel(model)
        ? await partialBytes(layout, model)
        : 0;
    if (downloads.get(id)?.isStopping === false)
      return { ...base, state: 'downloading', bytes: approximateBytes(model), partialBytes: partial };
    if (!isThere)
      return { ...base, state: 'available', bytes: approximateBytes(model), partialBytes: partial };
    const isWhole = manifest !== null && (await isComplete(layout.installed(id), model, manifest));
    return {
      ...base,
      state: isWhole ? 'installed' : 'broken',
      bytes: manifest ? manifest.files.reduce((sum, file) => sum + file.size, 0) : approximateBytes(model),
      revision: manifest?.revision ?? null,
      partialBytes: partial,
    };
  }

  function requireUnlocked(id: string): void {
    if (locked.has(id))
      throw new AppError('conflict', `${id} is being imported or removed. Wait until that is done.`);
  }

  async function withLock<T>(id: string, work: () => Promise<T>): Promise<T> {
    requireUnlocked(id);
    locked.add(id);
    try {
      return await work();
    } finally {
      locked.delete(id);
    }
  }

  function startDownload(model: HubModel | RegistryModel): SharedTask<ModelProgress> {
    const task = startSharedTask<ModelProgress>(async (signal, emit) => {
      try {
        const onProgress = throttled(emit, limits.reportEveryMs);
        const context = { layout, clock, log, signal, onProgress };
        await (isRegistryModel(model)
          ? installFromRegistry(model, { ...context, connection: registry })
          : installFromHub(model, { ...context, connection }));
        log.info('model.installed', { id: model.id });
      } catch (error) {
        throw asWriteError(error);
      } finally {
        if (downloads.get(model.id) === task) downloads.delete(model.id);
      }
    });
    downloads.set(model.id, task);
    return task;
  }

  return {
    async list() {
      return Promise.all(catalogue.map(statusOf));
    },

    async install(id, { signal, onProgress } = {}) {
      const model = find(id);
      throwIfAborted(signal);
      throwIfAborted(closing.signal);
      await prepare();
      if (!isHubModel(model) && !isRegistryModel(model)) return statusOf(model);
      await downloads.get(id)?.stopped();
      if (!downloads.has(id)) {
        const status = await statusOf(model);
        if (status.state === 'installed') return status;
      }
      // From here to the join nothing waits, so that no download starts unseen or for nobody.
      throwIfAborted(signal);
      throwIfAborted(closing.signal);
      requireUnlocked(id);
      await (downloads.get(id) ?? startDownload(model)).join(signal, onProgress);
      return statusOf(model);
    },

    async importFrom(path, { id, signal, onProgress } = {}) {
      if (id !== undefined && find(id).source.kind === 'generated')
        throw new AppError('invalid_input', `${id} is made on this machine and cannot be imported.`);
      await prepare();
      const combined = AbortSignal.any(signal ? [signal, closing.signal] : [closing.signal]);
      const found = await findModel(path, catalogue, id, combined);
      return withLock(found.model.id, async () => {
        if (downloads.has(found.model.id))
          throw new AppError('conflict', `${found.model.name} is being downloaded. Stop that first.`);
        const report = throttled(onProgress ?? (() => undefined), limits.reportEveryMs);
        await importFound(found, {
          layout,
          clock,
          log,
          signal: combined,
          onProgress: report,
          reserveBytes: limits.reserveBytes,
        });
        log.info('model.imported', { id: found.model.id });
        return statusOf(found.model);
      });
    },

    async remove(id) {
      if (find(id).source.kind === 'generated')
        throw new AppError('invalid_input', `${id} comes with the program and cannot be removed.`);
      await prepare();
      return withLock(id, async () => {
        await downloads.get(id)?.stop();
        const hadPart = await layout.discard(layout.staging(id));
        const hadModel = await layout.discard(layout.installed(id));
        return hadModel || hadPart;
      });
    },

    async folderOf(id) {
      const model = find(id);
      const place = layout.installed(id);
      if (model.source.kind === 'generated') return place;
      await installedManifest(model, place);
      return place;
    },

    async verify(id, { signal, onProgress } = {}) {
      const model = find(id);
      if (model.source.kind === 'generated') return { ok: true, files: [] };
      const place = layout.installed(id);
      const manifest = await installedManifest(model, place);
      const report = throttled(onProgress ?? (() => undefined), limits.reportEveryMs);
      return checkFiles(
        place,
        manifest,
        report,
        AbortSignal.any(signal ? [signal, closing.signal] : [closing.signal]),
      );
    },

    async close() {
      closing.abort();
      await Promise.all([...downloads.values()].map((task) => task.stop()));
    },
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isHubModel(model: CatalogueModel): model is HubModel {
  return model.source.kind === 'hub';
}

function isRegistryModel(model: CatalogueModel): model is RegistryModel {
  return model.source.kind === 'npm';
}

function approximateBytes(model: CatalogueModel): number {
  return model.files.reduce((sum, file) => sum + file.approximateBytes, 0);
}

function throttled(emit: (progress: ModelProgress) => void, everyMs: number): InstallContext['onProgress'] {
  let last = Number.NEGATIVE_INFINITY;
  return (file, receivedBytes, totalBytes) => {
    const now = performance.now();
    if (now - last < everyMs && receivedBytes < totalBytes) return;
    last = now;
    emit({ file, receivedBytes, totalBytes });
  };
}

function parseHubUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && isAllowed(url, url)) return url;
  throw new AppError('invalid_input', 'The address of the model hub must begin with https://.');
}
