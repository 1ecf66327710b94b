import { availableParallelism, totalmem } from 'node:os';
import type { TranscriptionDevice } from '@adiuva/contracts/workers';
import type { ModelCatalogue } from '@adiuva/models';
import { AppError } from '#base';
import type { ModelStore } from '#modelStore';
import type { ResidentModel, Scheduler } from '#scheduler';
import {
  type Attempt,
  chooseSpeechModel,
  listSpeechModels,
  type SpeechModel,
  type SpeechModelChoice,
  type TranscriptionWorkers,
} from '#transcription';

/** What speech is heard with on this machine. */
export interface SpeechSetup {
  /** The models that are there, the best first. */
  installed(): Promise<SpeechModel[]>;
  /**
   * The model to hear with, and the devices to try, the best first.
   *
   * @param wanted a model's id; null takes the best that this machine runs well
   * @throws AppError `model_not_installed`, `unavailable` where Whisper runs on nothing here
   */
  choose(
    wanted: string | null,
    device: 'auto' | 'cpu' | 'gpu',
    signal: AbortSignal,
  ): Promise<SpeechModelChoice & { devices: TranscriptionDevice[] }>;
  /** What the scheduler has to know of a model on a graphics card; undefined for one on a processor. */
  resident(attempt: Attempt): ResidentModel | undefined;
}

const devicesMs = 2 * 60_000;
/** Beside its weights a model holds its attention's memory and buffers. */
const workingShare = 1.35;
const workingBytes = 300 * 1024 * 1024;

export function createSpeechSetup(deps: {
  models: Pick<ModelStore, 'list' | 'folderOf'>;
  catalogue: ModelCatalogue;
  workers: TranscriptionWorkers & { pids(): number[] };
  scheduler: Pick<Scheduler, 'setDevices'>;
}): SpeechSetup {
  const { models, catalogue, workers, scheduler } = deps;
  let known: TranscriptionDevice[] | undefined;

  async function devices(signal: AbortSignal): Promise<TranscriptionDevice[]> {
    if (known) return known;
    const found = await workers.call('transcription.devices', {}, { signal, timeoutMs: devicesMs });
    const capacities = found.devices.flatMap(({ id, kind, memoryBytes }): [string, number][] =>
      kind === 'gpu' && memoryBytes !== null ? [[id, memoryBytes]] : [],
    );
    if (capacities.length > 0) scheduler.setDevices(new Map(capacities));
    // One that shows none may find some when it is asked again: a library was installed.
    if (found.devices.length > 0) known = found.devices;
    return found.devices;
  }

  return {
    installed: () => listSpeechModels(models, catalogue),
    async choose(wanted, kind, signal) {
      const installed = await listSpeechModels(models, catalogue);
      // Before a process starts only to say that there is no model.
      chooseSpeechModel(installed, wanted, noHardware);
      const all = await devices(signal);
      const usable = kind === 'auto' ? all : all.filter((device) => device.kind === kind);
      // Who asked for the graphics card of a machine without one hears all the same.
      const chosen = usable.length > 0 ? usable : all;
      if (chosen.length === 0)
        throw new AppError('unavailable', 'Whisper does not run on this machine; run adiuva doctor.');
      const cards = chosen.filter((device) => device.kind === 'gpu');
      const memory = cards.flatMap(({ memoryBytes }) => memoryBytes ?? []);
      const choice = chooseSpeechModel(installed, wanted, {
        cores: availableParallelism(),
        memoryBytes: totalmem(),
        graphicsBytes: memory.length > 0 ? Math.max(...memory) : null,
        hasGraphics: cards.length > 0,
      });
      return { ...choice, devices: chosen };
    },
    resident({ device, model }) {
      if (device.kind === 'cpu') return undefined;
      return {
        key: `transcription ${model.id}`,
        device: device.id,
        memoryBytes: model.bytes * workingShare + workingBytes,
        async evict() {
          if (workers.pids().length > 0) await workers.call('transcription.unload', {});
        },
      };
    },
  };
}

const noHardware = { cores: 1, memoryBytes: 0, graphicsBytes: null, hasGraphics: false };
