import { basename } from 'node:path';
import type { InputOf } from '@adiuva/contracts';
import type { Transcribed, transcriptionContract } from '@adiuva/contracts/workers';
import {
  createWhisperAdapters,
  type WhisperAdapter,
  type WhisperAdapterOptions,
  type WhisperDevice,
  WhisperError,
  type WhisperModel,
} from '@adiuva/native/whisper';
import { AppError } from '#base';
import { readStretch } from './readStretch.ts';
import { heardSegments } from './text/heardSegments.ts';

export type TranscribeInput = InputOf<(typeof transcriptionContract)['transcription.transcribe']>;

export interface TranscriberOptions extends WhisperAdapterOptions {
  /** Instead of what this machine has. */
  adapters?: readonly WhisperAdapter[];
}

/** What the transcription worker does. One call at a time; computing may hold its event loop. */
export interface Transcriber {
  /** Best first: graphics cards, then processors, each by the way that is fastest here. */
  devices(): Promise<WhisperDevice[]>;
  /**
   * @throws AppError `model_invalid` that names the file; `file_not_found`; `not_found` for a device that is not there;
   *   `unavailable` with `details.fault` (`library`, `device`, `memory`, `run`) where the device does not do it
   */
  transcribe(input: TranscribeInput, onProgress?: (fraction: number) => void): Promise<Transcribed>;
  unload(): Promise<void>;
  /** The file of the model that is loaded. */
  loaded(): string | null;
}

interface Loaded {
  file: string;
  device: WhisperDevice;
  model: WhisperModel;
}

const samplesPerMs = 16;

export function createTranscriber(options: TranscriberOptions = {}): Transcriber {
  const adapters = options.adapters ?? createWhisperAdapters(options);
  let loaded: Loaded | null = null;
  let listing: Promise<WhisperDevice[]> | null = null;

  async function listDevices(): Promise<WhisperDevice[]> {
    const found = await Promise.all(adapters.map((adapter) => adapter.devices()));
    return found.flat().sort((a, b) => Number(b.kind === 'gpu') - Number(a.kind === 'gpu'));
  }

  function devices(): Promise<WhisperDevice[]> {
    listing ??= listDevices();
    return listing;
  }

  async function findDevice(id: string): Promise<WhisperDevice> {
    const known = await devices();
    const device = id === 'auto' ? known[0] : known.find((candidate) => candidate.id === id);
    if (device) return device;
    if (known.length === 0)
      throw new AppError(
        'unavailable',
        'There is no Whisper for this machine. Install the optional packages again.',
        {
          details: { fault: 'library' },
        },
      );
    throw new AppError('not_found', `There is no device ${id.slice(0, 60)} to transcribe on.`);
  }

  async function load(file: string, device: WhisperDevice): Promise<WhisperModel> {
    if (loaded?.file === file && loaded.device.id === device.id) return loaded.model;
    await unload();
    const adapter = adapters.find(({ name }) => name === device.adapter);
    if (!adapter) throw new AppError('internal', `No adapter is named ${device.adapter}.`);
    const model = await adapter.load(file, device);
    loaded = { file, device, model };
    return model;
  }

  async function unload(): Promise<void> {
    const before = loaded;
    loaded = null;
    await before?.model.dispose();
  }

  return {
    devices,
    unload,
    loaded: () => loaded?.file ?? null,
    async transcribe(
      { modelFile, device: id, pcm, language, prompt, threads, translate = false },
      onProgress,
    ) {
      const started = performance.now();
      const device = await findDevice(id);
      try {
        const model = await load(modelFile, device);
        const samples = await readStretch(pcm.file, pcm.startSample, pcm.endSample, pcm.gainDb);
        const output = await model.run(samples, { language, prompt, threads, translate, onProgress });
        const startMs = pcm.startSample / samplesPerMs;
        const stretch = { startMs, endMs: startMs + samples.length / samplesPerMs };
        return {
          language: output.language,
          languageProbability: output.languageProbability,
          segments: heardSegments(output.segments, stretch, output.language),
          device: device.id,
          adapter: device.adapter,
          tookMs: performance.now() - started,
        };
      } catch (cause) {
        // What failed once may have left anything behind.
        await unload().catch(() => undefined);
        throw asAppError(cause, modelFile, pcm.file);
      }
    },
  };
}

function asAppError(cause: unknown, modelFile: string, pcmFile: string): unknown {
  if (cause instanceof AppError) return cause;
  if (cause instanceof WhisperError) {
    if (cause.fault === 'model') return invalidModel(modelFile, cause);
    return new AppError('unavailable', cause.message, { cause, details: { fault: cause.fault } });
  }
  const { code, path } = cause as NodeJS.ErrnoException;
  if (code === undefined) return cause;
  const isModel = path === modelFile;
  if (isModel && code === 'ENOENT')
    return new AppError(
      'model_not_installed',
      `The model file ${basename(modelFile)} is not there. Install the model again.`,
      { cause, details: { path: modelFile } },
    );
  const file = isModel ? modelFile : pcmFile;
  return new AppError(
    code === 'ENOENT' ? 'file_not_found' : 'file_unreadable',
    `The file ${basename(file)} could not be read (${code}).`,
    { cause, details: { path: file } },
  );
}

function invalidModel(file: string, cause: WhisperError): AppError {
  return new AppError(
    'model_invalid',
    `The model file ${basename(file)} is damaged, or not a Whisper model. Remove the model and install it again.`,
    { cause, details: { path: file } },
  );
}
