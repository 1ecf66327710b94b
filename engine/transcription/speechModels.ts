import { join } from 'node:path';
import type { ModelCatalogue } from '@adiuva/models';
import { AppError } from '#base';
import type { ModelStore } from '#modelStore';

/** An installed Whisper model. */
export interface SpeechModel {
  id: string;
  name: string;
  /** Absolute path of its ggml file. */
  file: string;
  bytes: number;
}

export interface SpeechHardware {
  cores: number;
  /** Of the machine. */
  memoryBytes: number;
  /** Of the largest graphics card that Whisper can use; null where there is none, or it shares the machine's. */
  graphicsBytes: number | null;
  hasGraphics: boolean;
}

export interface SpeechModelChoice {
  model: SpeechModel;
  /** Installed ones that need less, the best first: the way back. */
  smaller: SpeechModel[];
}

/**
 * By how well they hear, as OpenAI's and whisper.cpp's tables rank them; a quantised one comes just after its original.
 * Those that are not in this list rank by their size.
 */
const ranking = [
  'whisper-large-v3',
  'whisper-large-v3-q5_0',
  'whisper-large-v3-turbo',
  'whisper-large-v3-turbo-q5_0',
  'whisper-medium',
  'whisper-small',
  'whisper-base',
  'whisper-tiny',
];

const MiB = 1024 * 1024;
/** Beside its weights a model holds its attention's memory and buffers: a third, and never little. */
const neededBytes = (bytes: number) => bytes * 1.35 + 300 * MiB;
/** What a processor of so many cores hears about as fast as it is spoken, in bytes of weights. */
const processorBytes = (cores: number) =>
  (cores >= 12 ? 1700 : cores >= 6 ? 600 : cores >= 4 ? 500 : 160) * MiB;

/** Which Whisper models are whole on this machine, the best first. */
export async function listSpeechModels(
  store: Pick<ModelStore, 'list' | 'folderOf'>,
  catalogue: ModelCatalogue,
): Promise<SpeechModel[]> {
  const found: SpeechModel[] = [];
  for (const { id, name, kind, state, bytes } of await store.list()) {
    const file = catalogue.find((model) => model.id === id)?.files.find(({ path }) => path.endsWith('.bin'));
    if (kind !== 'transcription' || state !== 'installed' || !file) continue;
    found.push({
      id,
      name,
      file: join(await store.folderOf(id), file.path),
      bytes: bytes ?? file.approximateBytes,
    });
  }
  return found.sort((a, b) => rank(a) - rank(b) || b.bytes - a.bytes);
}

/**
 * Which model serves: the one that was chosen in the settings; else the best that this machine runs at a bearable speed;
 * else the smallest one there is.
 *
 * @param installed the best first
 * @throws AppError `model_not_installed`, also for a chosen model that is not there
 */
export function chooseSpeechModel(
  installed: readonly SpeechModel[],
  wanted: string | null,
  hardware: SpeechHardware,
): SpeechModelChoice {
  const bySize = installed.toSorted((a, b) => a.bytes - b.bytes);
  const model =
    wanted === null
      ? (installed.find((candidate) => fits(candidate, hardware)) ?? bySize[0])
      : installed.find(({ id }) => id === wanted);
  if (!model)
    throw new AppError(
      'model_not_installed',
      wanted === null
        ? 'No Whisper model is installed. Install one to transcribe, whisper-base for a start.'
        : `The model ${wanted} is not installed. Install it, or choose another one in the settings.`,
      { details: { modelId: wanted ?? 'whisper-base' } },
    );
  return { model, smaller: installed.filter(({ bytes }) => bytes < model.bytes) };
}

function fits(
  { bytes }: SpeechModel,
  { cores, memoryBytes, graphicsBytes, hasGraphics }: SpeechHardware,
): boolean {
  // Half of the machine is for everything else.
  if (neededBytes(bytes) > memoryBytes / 2) return false;
  if (!hasGraphics) return bytes <= processorBytes(cores);
  return graphicsBytes === null || neededBytes(bytes) <= graphicsBytes * 0.9;
}

function rank({ id }: SpeechModel): number {
  const index = ranking.indexOf(id);
  return index < 0 ? ranking.length : index;
}
