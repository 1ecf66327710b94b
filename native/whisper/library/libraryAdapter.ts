import { readModelFile, type WhisperModelFile } from '../modelFile.ts';
import {
  type WhisperAdapter,
  type WhisperAdapterName,
  type WhisperDevice,
  WhisperError,
  type WhisperModel,
  type WhisperOutput,
  type WhisperRunOptions,
  type WhisperSegment,
} from '../whisperPort.ts';
import type { FullParams, TokenData } from './cTypes.ts';
import { callAsync, type LibraryFiles, openLibrary, type WhisperLibrary } from './openLibrary.ts';

export interface LibrarySource {
  /** What it serves for: a build for graphics has a processor part too, and a slower one. */
  readonly kinds: readonly WhisperDevice['kind'][];
  readonly files: LibraryFiles;
}

/** ggml's numbers of device types. */
const deviceKinds: ReadonlyMap<number, WhisperDevice['kind']> = new Map([
  [0, 'cpu'],
  [1, 'gpu'],
  [2, 'gpu'],
]);

/** What is shorter than 100 ms whisper.cpp does not hear at all; silence is added up to this. */
const leastSamples = 19_200;

/** whisper.cpp by its C functions, with all that it knows of each token. Runs beside the event loop. */
export function createLibraryAdapter(
  name: WhisperAdapterName,
  sources: readonly LibrarySource[],
): WhisperAdapter {
  const opened = new Map<LibrarySource, Promise<WhisperLibrary>>();
  /** Of each device, its library and its number among the devices of its kind there. */
  const places = new Map<string, { source: LibrarySource; index: number }>();

  function open(source: LibrarySource): Promise<WhisperLibrary> {
    const known = opened.get(source) ?? openLibrary(source.files);
    opened.set(source, known);
    return known;
  }

  return {
    name,
    async devices() {
      const found: WhisperDevice[] = [];
      for (const source of sources) {
        const library = await open(source).catch(() => null);
        if (!library) continue;
        const counts = { cpu: 0, gpu: 0 };
        for (const { kind, ...device } of listDevices(library)) {
          const index = counts[kind]++;
          // A second processor of a machine is the same to ggml.
          if (!source.kinds.includes(kind) || (kind === 'cpu' && index > 0)) continue;
          const id = kind === 'cpu' ? `${name}:cpu` : `${name}:gpu${index}`;
          places.set(id, { source, index });
          found.push({ id, adapter: name, kind, ...device });
        }
      }
      return found.sort((a, b) => Number(b.kind === 'gpu') - Number(a.kind === 'gpu'));
    },
    async load(file, device) {
      const place = places.get(device.id);
      if (!place) throw new WhisperError('device', `${device.name} is not there any more.`);
      const modelFile = await readModelFile(file);
      const library = await open(place.source);
      const params = library.contextDefaults();
      const isGpu = device.kind === 'gpu';
      const context: unknown = await callAsync(library.functions.init, file, {
        ...params,
        use_gpu: isGpu,
        gpu_device: isGpu ? place.index : 0,
        flash_attn: true,
      });
      // The file has been looked through: what fails now is not its fault.
      if (!context) throw new WhisperError('memory', `${device.name} does not take the model.`);
      return createModel(library, context, modelFile, isGpu);
    },
  };
}

function listDevices(library: WhisperLibrary): Pick<WhisperDevice, 'kind' | 'name' | 'memoryBytes'>[] {
  const { deviceCount, device, deviceType, deviceDescription, deviceMemory } = library.functions;
  return Array.from({ length: Number(deviceCount()) }, (_, index) => {
    const handle: unknown = device(index);
    const kind = deviceKinds.get(deviceType(handle));
    if (!kind) return [];
    const total: (number | bigint)[] = [0];
    if (kind === 'gpu') deviceMemory(handle, [0], total);
    const memoryBytes = Number(total[0]) || null;
    return [{ kind, name: String(deviceDescription(handle)).trim(), memoryBytes }];
  }).flat();
}

function createModel(
  library: WhisperLibrary,
  context: unknown,
  file: WhisperModelFile,
  isGpu: boolean,
): WhisperModel {
  const { functions, types, koffi } = library;

  function pad(samples: Float32Array): Float32Array {
    if (samples.length >= leastSamples) return samples;
    const padded = new Float32Array(leastSamples);
    padded.set(samples);
    return padded;
  }

  /** Costs as much as hearing the stretch once more, so it is asked for only where the language is open. */
  async function detect(samples: Float32Array, threads: number) {
    if (!file.isMultilingual) return { language: 'en', probability: null };
    const probabilities = new Float32Array(Number(functions.largestLanguage()) + 1);
    check(await callAsync(functions.toMel, context, samples, samples.length, threads), isGpu);
    const id = await callAsync(functions.detectLanguage, context, 0, threads, probabilities);
    if (typeof id !== 'number' || id < 0) check(id, isGpu);
    const language: unknown = functions.languageName(id);
    return { language: String(language), probability: probabilities[Number(id)] ?? null };
  }

  function paramsFor(options: WhisperRunOptions, language: string): FullParams {
    // Five hypotheses where they cost little; on a processor they take twice as long.
    const params = library.fullDefaults(isGpu ? 1 : 0);
    params.n_threads = options.threads;
    params.translate = options.translate;
    params.no_context = true;
    params.print_progress = false;
    params.print_timestamps = false;
    params.token_timestamps = true;
    params.suppress_nst = true;
    params.language = language;
    params.initial_prompt = options.prompt || null;
    return params;
  }

  function segment(index: number): WhisperSegment {
    const count = Number(functions.tokenCount(context, index));
    const pieces = Array.from({ length: count }, (_, token) => {
      const data: TokenData = functions.tokenData(context, index, token);
      const bytes = file.tokens[data.id];
      return bytes && data.id < file.endOfText
        ? [{ bytes, probability: data.p, startMs: Number(data.t0) * 10, endMs: Number(data.t1) * 10 }]
        : [];
    }).flat();
    return {
      startMs: Number(functions.segmentStart(context, index)) * 10,
      endMs: Number(functions.segmentEnd(context, index)) * 10,
      pieces,
      noSpeechProbability: functions.noSpeech(context, index),
    };
  }

  return {
    async run(samples, options) {
      const heard = pad(samples);
      const found = options.language === null ? await detect(heard, options.threads) : null;
      const language = found?.language ?? (file.isMultilingual ? (options.language ?? 'en') : 'en');
      if (Number(functions.languageId(language)) < 0)
        throw new WhisperError('run', `Whisper does not know the language ${language}.`);
      const params = paramsFor(options, language);
      const durationMs = heard.length / 16;
      const onSegment = koffi.register((_context: unknown, state: unknown) => {
        const last = Number(functions.segmentCountOfState(state)) - 1;
        const endMs = Number(functions.segmentEndOfState(state, last)) * 10;
        options.onProgress?.(Math.min(1, endMs / durationMs));
      }, types.segmentCallback);
      try {
        params.new_segment_callback = onSegment;
        check(await callAsync(functions.full, context, params, heard, heard.length), isGpu);
      } finally {
        koffi.unregister(onSegment);
      }
      const output: WhisperOutput = {
        language,
        languageProbability: found?.probability ?? null,
        segments: Array.from({ length: Number(functions.segmentCount(context)) }, (_, index) =>
          segment(index),
        ),
      };
      return output;
    },
    async dispose() {
      functions.free(context);
    },
  };
}

function check(result: unknown, isGpu: boolean): void {
  if (result === 0) return;
  throw new WhisperError(isGpu ? 'device' : 'run', `whisper.cpp gave up (${String(result)}).`);
}
