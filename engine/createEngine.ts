import { cpus } from 'node:os';
import { join, sep } from 'node:path';
import { engineContract } from '@adiuva/contracts/rpc';
import type { ExtractionLimits } from '@adiuva/contracts/workers';
import { catalogue } from '@adiuva/models';
import { type Handlers, type Port, serveContract } from '@adiuva/wire';
import {
  checkFilters,
  createAuditApi,
  createCaptureApi,
  createChatApi,
  createChatLibrary,
  createDoctor,
  createFoldersApi,
  createHearingApi,
  createJobsApi,
  createLibraryApi,
  createModelsApi,
  createPeopleApi,
  createPicturesApi,
  createRecordingsApi,
  createSettingsApi,
  createSimilarApi,
  createSummariesApi,
  createSystemApi,
  createTagsApi,
  graceDays,
  readDefaultModel,
  readHardware,
  readOcrLanguages,
  readProviders,
  removeImportedCopies,
} from '#api';
import { auditCalls, createAuditLog } from '#audit';
import type { Principal } from '#base';
import { createCaptures } from '#capture';
import { createChat, extractive, storedConversations } from '#chat';
import { createEmbeddingService } from '#embedding';
import { defaultKnowledgeBase, type FollowOptions, followFolders, queueFile } from '#folders';
import { createJobRunner, createQueueWatch } from '#jobs';
import { createModelStore } from '#modelStore';
import { createNetwork } from '#network';
import { chooseOcrLanguages, ocrAvailability } from '#ocrLanguages';
import { createPageImages } from '#pageImages';
import { createIndexFileHandlers, createReembedHandler } from '#pipelines';
import type { HostPorts, PowerState, WorkerKind } from '#ports';
import { createProviders } from '#providers';
import {
  createReindex,
  createTranscribeHandler,
  followUnheard,
  openRecordings,
  type Reindex,
  voiceComparison,
} from '#recordings';
import { createModelFollowingRetriever } from '#retrieval';
import { createScheduler } from '#scheduler';
import { createSettings, defaultSettings } from '#settings';
import { openStorage, type Storage } from '#storage';
import { createSummaries } from '#summaries';
import { createPeople, createTranscripts, recogniseVoices } from '#transcripts';
import { createMaintenance } from './maintenance.ts';
import { extractionProcesses, openWorkerPools } from './workerPools.ts';

export interface Engine {
  /** Serves the engine's contract on a port, to one caller, until the port closes. */
  connect(port: Port, caller: Principal): void;
  /** Process ids of the workers, for a status page and for tests. */
  workerPids(): Record<Exclude<WorkerKind, 'storage'>, number[]>;
  /** Puts running jobs back, ends the workers, closes the library. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Leave jobs of earlier runs waiting until something new is asked for: for commands that come and go. */
  isOnDemand?: boolean;
  /** In place of the defaults; of recordings the settings say how large they may be unless it is told here. */
  extractionLimits?: ExtractionLimits;
  extractionTimeoutMs?: number;
  /** How soon and how often watched folders are looked through, and who tells of changes in them. */
  following?: FollowOptions;
}

const mebibyte = 1024 * 1024;
const defaultLimits: ExtractionLimits = {
  maxBytes: {
    ...{ document: 100 * mebibyte, image: 50 * mebibyte, archive: 1024 * mebibyte },
    recording: defaultSettings.recordingMaxMegabytes * mebibyte,
  },
  maxTextLength: 50_000_000,
  maxMembers: 20_000,
  maxDepth: 8,
  maxUnpackedBytes: 4096 * mebibyte,
};
const extractionTimeoutMs = 30_000;
const jobsBesideExtraction = 12;

/**
 * The one file that wires everything. Ready means: the database is open and calls are answered; models and
 * workers start when they are first needed.
 *
 * @throws AppError `storage_locked` when another process owns the data folder; `storage_corrupt`, `storage_full`
 */
export async function createEngine(ports: HostPorts, options: EngineOptions = {}): Promise<Engine> {
  const storage = await openStorage(ports.home, ports.workers);
  try {
    return await wireEngine(ports, options, storage);
  } catch (error) {
    // The folder's lock must not outlive an engine that never was.
    await storage.close();
    throw error;
  }
}

async function wireEngine(ports: HostPorts, options: EngineOptions, storage: Storage): Promise<Engine> {
  const { home, workers: host, log, clock, secrets } = ports;
  const cores = Math.max(1, cpus().length);
  const modelsFolder = join(home, 'models');

  const settings = createSettings(storage);
  const audit = createAuditLog({ storage, clock, log, keepDays: () => settings.current().auditDays });
  const network = createNetwork({
    isOffline: () => settings.current().isOffline,
    onSwitch: (listener) => settings.listen(({ isOffline }) => listener(isOffline)),
    record: (event) => audit.record(event),
  });

  const pools = openWorkerPools({ host, home, cores, log, clock });
  const { extraction, ocr, inference, media, speech, transcription } = pools;

  const scheduler = createScheduler({
    cores,
    batteryWork: () => settings.current().batteryWork,
    clock,
  });
  const embedding = createEmbeddingService({ storage, inference, scheduler, clock });
  const models = createModelStore({
    folder: modelsFolder,
    catalogue,
    clock,
    log,
    network: network.download('models.install'),
  });
  const retriever = createModelFollowingRetriever({
    store: storage.search,
    embedQuery: embedding.embedQuery,
    modelKey: embedding.activeKey,
    clock,
  });

  const search: typeof retriever.search = async (input, caller, signal) => {
    checkFilters(storage, input, caller);
    return retriever.search(input, caller, signal);
  };

  const limits = (): ExtractionLimits => {
    if (options.extractionLimits) return options.extractionLimits;
    const recording = settings.current().recordingMaxMegabytes * mebibyte;
    return { ...defaultLimits, maxBytes: { ...defaultLimits.maxBytes, recording } };
  };
  /** What waits in the queue may run before there is a runner to ask for more. */
  let reindex: Reindex | undefined;
  const indexAgain = async (contentHashes: readonly string[]) => reindex?.ofContent(contentHashes);
  const voiceDeps = {
    storage,
    clock,
    log,
    remembersVoices: () => settings.current().remembersVoices,
    voices: voiceComparison,
    // A command that comes and goes would leave it to nobody.
    reindex: options.isOnDemand
      ? async (contentHashes: readonly string[]) => reindex?.ofContentToEnd(contentHashes)
      : indexAgain,
  };
  const opened = openRecordings({
    ...{ home, storage, settings, scheduler, clock, limits, models, catalogue },
    ...{ extraction, media, speech, transcription },
    async onTranscribed(contentHash) {
      const transcript = storage.read.readTranscriptByHash(contentHash);
      if (transcript) await recogniseVoices(voiceDeps, transcript.id);
    },
  });

  const runner = await createJobRunner({
    read: storage.read,
    write: storage.write,
    handlers: [
      ...createIndexFileHandlers({
        storage,
        extraction,
        inference,
        embedding,
        limits,
        recordings: opened.recordings,
        recordingChunking: () => settings.current().recordingChunking,
        indexAgain,
        recognition: {
          pool: ocr,
          languages: async (documentLanguage) =>
            chooseOcrLanguages({
              installed: ocrAvailability(modelsFolder).languages,
              setting: readOcrLanguages(storage),
              documentLanguage,
              locale: Intl.DateTimeFormat().resolvedOptions().locale,
            }),
        },
        extractionTimeoutMs: options.extractionTimeoutMs ?? extractionTimeoutMs,
        // More than extract at once: the others wait for the disk, and what waits is written in one go.
        concurrency: extractionProcesses(cores) + jobsBesideExtraction,
        clock,
      }),
      createReembedHandler({ storage, embedding }),
      createTranscribeHandler({ recordings: opened.recordings, reindex: indexAgain }),
    ],
    clock,
    log,
    isOnDemand: options.isOnDemand ?? false,
  });
  reindex = createReindex({ storage, runner });
  const unheard = followUnheard({ settings, setup: opened.setup, reindex, log });
  if (!options.isOnDemand) unheard.look();
  const transcripts = createTranscripts({ ...voiceDeps, ...opened.voices });
  const people = createPeople({ ...voiceDeps, ...opened.voices });
  const queueWatch = createQueueWatch({ runner, read: storage.read, clock });
  let power: PowerState = 'mains';
  const followPower = () => {
    scheduler.setPower(power);
    const isNormal = power === 'battery' && settings.current().batteryWork === 'normal';
    runner.setPower(isNormal ? 'mains' : power);
  };
  ports.watchPower?.((state) => {
    power = state;
    followPower();
  });
  settings.listen(followPower);
  const pageImages = createPageImages({
    folder: join(home, 'cache', 'pictures'),
    extraction,
    limits: options.extractionLimits ?? defaultLimits,
    clock,
  });
  const maintenance = createMaintenance({
    storage,
    log,
    clock,
    sweepCaches: async () => {
      await audit.trim();
      await pageImages.sweep(storage.read.knownContent);
      await opened.sweep();
    },
    isBusy: storage.read.hasRunningJob,
    onCleared: (paths) => removeImportedCopies({ home, storage }, paths),
    graceMs: () => graceDays(storage) * 24 * 60 * 60 * 1000,
  });
  runner.listen((news) => {
    if (news.type === 'ended') maintenance.soon();
  });

  const canHear = async () => (await opened.setup.installed()).length > 0;
  const ingesting = { home, storage, runner, clock, canHear };
  const folders = followFolders({
    ...ingesting,
    log,
    isFollowing: !options.isOnDemand,
    ...options.following,
  });

  const providers = createProviders({
    settings: () => readProviders(storage),
    secrets,
    clock,
    reach: {
      ask: network.service('languageModel.ask').fetch,
      list: network.service('languageModel.models').fetch,
    },
    beginLocalAnswer: async (signal) => (await scheduler.acquire({ kind: 'answer', signal })).release,
  });
  const chat = createChat({
    retrieve: (input, caller, signal) =>
      retriever.search(input, caller, signal ?? new AbortController().signal),
    library: createChatLibrary(storage),
    providers,
    store: storedConversations(storage),
    defaultModel: () => readDefaultModel(storage),
    clock,
    log,
  });

  const captures = createCaptures({
    folder: join(home, 'recordings'),
    clock,
    log,
    ingest: (path, kb) => queueFile(ingesting, { path, kb: kb ?? defaultKnowledgeBase, preset: 'meeting' }),
    findDocument: (path) =>
      storage.read.listDocumentsUnder({ under: path, separator: sep, after: null, limit: 1 })[0]?.id ?? null,
  });
  const summaries = createSummaries({
    storage,
    async chooseModel(asked) {
      const reference = asked ?? readDefaultModel(storage);
      return reference === null || reference === extractive ? null : providers.resolve(reference);
    },
    clock,
  });

  const handlers: Handlers<typeof engineContract, Principal> = {
    ...createLibraryApi({
      ...ingesting,
      afterChange: maintenance.now,
      onWatchChange: folders.refresh,
    }),
    ...createSimilarApi({ storage, retriever }),
    ...createFoldersApi({ storage, folders, clock, afterChange: maintenance.now }),
    'search.query': (input, { caller, signal }) => search(input, caller, signal),
    ...createTagsApi({ storage }),
    ...createCaptureApi(captures),
    ...createSummariesApi({ storage, summaries }),
    ...createChatApi(chat),
    ...createJobsApi({ storage, runner, watch: queueWatch }),
    ...createSettingsApi(settings),
    ...createAuditApi(audit),
    ...createModelsApi({
      models,
      embedding,
      runner,
      onInstalled(kind) {
        if (kind === 'transcription') unheard.look();
      },
    }),
    ...createPicturesApi({ storage, pageImages, cover: opened.playback.cover }),
    ...createRecordingsApi({ storage, transcripts, people }),
    ...createHearingApi({ storage, runner, opened }),
    ...createPeopleApi({ storage, people }),
    ...createSystemApi({
      ports,
      storage,
      embedding,
      hardware: () => readHardware({ home, inference }),
      doctor: createDoctor({ home, storage, embedding, ...pools, speechModels: opened.setup.installed }),
      providers,
    }),
  };

  const audited = auditCalls(handlers, audit, clock);
  const connected = new Set<Port>();
  let closing: Promise<void> | undefined;
  return {
    connect(port, caller) {
      connected.add(port);
      port.onClose(() => connected.delete(port));
      serveContract(engineContract, port, audited, caller, {
        hidesDefects: caller.grants !== 'all',
        onDefect: (method, error) => log.error('rpc.defect', { method, message: describe(error) }),
      });
    },
    workerPids: () => ({
      ...{ extraction: extraction.pids(), ocr: ocr.pids(), inference: inference.pids() },
      ...{ media: media.pids(), speech: speech.pids(), transcription: transcription.pids() },
    }),
    close() {
      closing ??= close();
      return closing;
    },
  };

  async function close(): Promise<void> {
    maintenance.close();
    unheard.close();
    queueWatch.close();
    // The runner first: what it closes is put back, what a folder's sync gives up would be cancelled.
    // The workers with it: a model that loads for a minute is not waited for.
    await Promise.all([runner.close(), ...Object.values(pools).map((pool) => pool.close())]);
    scheduler.close();
    await captures.close();
    await folders.close();
    // Who still waits for an answer hears that there will be none.
    for (const port of connected) port.close();
    retriever.close();
    await models.close();
    await audit.close();
    await storage.close();
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
