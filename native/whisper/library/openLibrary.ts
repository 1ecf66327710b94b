import type { LibraryHandle } from 'koffi';
import { WhisperError } from '../whisperPort.ts';
import { type ContextParams, type CTypes, declareTypes, type FullParams, hasKnownLayout } from './cTypes.ts';

type Koffi = typeof import('koffi');
type KoffiFunction = ReturnType<LibraryHandle['func']>;

/** What of a library is called, with the functions bound. */
export interface WhisperLibrary {
  readonly koffi: Koffi;
  readonly types: CTypes;
  fullDefaults(strategy: number): FullParams;
  contextDefaults(): ContextParams;
  readonly functions: Readonly<Record<FunctionName, KoffiFunction>>;
}

type FunctionName = keyof ReturnType<typeof bind>;

export interface LibraryFiles {
  /** Carries `whisper_*`. */
  readonly whisper: string;
  /** Carries `ggml_backend_*`; the same file where all is linked into one. */
  readonly ggml: string;
  /** Loaded before, in this order, so that the others find them. */
  readonly before: readonly string[];
  /** Where the parts for each processor and graphics interface lie, where they are files of their own. */
  readonly backendsFolder: string | null;
}

/**
 * Opens a whisper.cpp by its C functions.
 *
 * @throws WhisperError `library` when it does not load on this machine or is of a version whose layout is not known
 */
export async function openLibrary(files: LibraryFiles): Promise<WhisperLibrary> {
  try {
    const koffi = await import('koffi');
    // Each with symbols of its own: two builds of ggml in one process would call into each other.
    for (const path of files.before) koffi.load(path);
    const ggml = koffi.load(files.ggml);
    const whisper = files.ggml === files.whisper ? ggml : koffi.load(files.whisper);
    const types = declareTypes(koffi);
    const functions = bind(koffi, whisper, ggml, types);
    // What the library has to say goes to nobody: stderr belongs to the command line. It says it on threads of its own,
    // so it calls something that needs no JavaScript, and that does nothing with what it is given.
    const quiet: unknown = whisper.symbol('whisper_lang_max_id', 'void *');
    functions.setWhisperLog(quiet, null);
    functions.setGgmlLog(quiet, null);
    if (files.backendsFolder !== null) functions.loadBackends(files.backendsFolder);
    const library: WhisperLibrary = {
      koffi,
      types,
      functions,
      fullDefaults: (strategy) => functions.fullDefaults(strategy),
      contextDefaults: () => functions.contextDefaults(),
    };
    if (!hasKnownLayout(library.fullDefaults(0), library.contextDefaults()))
      throw new Error('It is a version of whisper.cpp that is not known here.');
    return library;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new WhisperError('library', `whisper.cpp does not load on this machine: ${why}`, { cause });
  }
}

/** A call beside the event loop: seconds of computing on a thread of the pool, while messages are heard. */
export function callAsync(fn: KoffiFunction, ...args: unknown[]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    fn.async(...args, (error: unknown, result: unknown) => (error ? reject(error) : resolve(result)));
  });
}

function bind(koffi: Koffi, whisper: LibraryHandle, ggml: LibraryHandle, types: CTypes) {
  const pointer = 'void *';
  const size = koffi.out('size_t *');
  const samples = 'const float *';
  return {
    fullDefaults: whisper.func('whisper_full_default_params', types.fullParams, ['int']),
    contextDefaults: whisper.func('whisper_context_default_params', types.contextParams, []),
    init: whisper.func('whisper_init_from_file_with_params', pointer, ['const char *', types.contextParams]),
    free: whisper.func('whisper_free', 'void', [pointer]),
    full: whisper.func('whisper_full', 'int', [pointer, types.fullParams, samples, 'int']),
    toMel: whisper.func('whisper_pcm_to_mel', 'int', [pointer, samples, 'int', 'int']),
    detectLanguage: whisper.func('whisper_lang_auto_detect', 'int', [pointer, 'int', 'int', 'float *']),
    largestLanguage: whisper.func('whisper_lang_max_id', 'int', []),
    languageId: whisper.func('whisper_lang_id', 'int', ['const char *']),
    languageName: whisper.func('whisper_lang_str', 'const char *', ['int']),
    segmentCount: whisper.func('whisper_full_n_segments', 'int', [pointer]),
    segmentStart: whisper.func('whisper_full_get_segment_t0', 'int64_t', [pointer, 'int']),
    segmentEnd: whisper.func('whisper_full_get_segment_t1', 'int64_t', [pointer, 'int']),
    segmentEndOfState: whisper.func('whisper_full_get_segment_t1_from_state', 'int64_t', [pointer, 'int']),
    segmentCountOfState: whisper.func('whisper_full_n_segments_from_state', 'int', [pointer]),
    noSpeech: whisper.func('whisper_full_get_segment_no_speech_prob', 'float', [pointer, 'int']),
    tokenCount: whisper.func('whisper_full_n_tokens', 'int', [pointer, 'int']),
    tokenData: whisper.func('whisper_full_get_token_data', types.tokenData, [pointer, 'int', 'int']),
    setWhisperLog: whisper.func('whisper_log_set', 'void', [pointer, pointer]),
    setGgmlLog: ggml.func('ggml_log_set', 'void', [pointer, pointer]),
    loadBackends: ggml.func('ggml_backend_load_all_from_path', 'void', ['const char *']),
    deviceCount: ggml.func('ggml_backend_dev_count', 'size_t', []),
    device: ggml.func('ggml_backend_dev_get', pointer, ['size_t']),
    deviceType: ggml.func('ggml_backend_dev_type', 'int', [pointer]),
    deviceDescription: ggml.func('ggml_backend_dev_description', 'const char *', [pointer]),
    deviceMemory: ggml.func('ggml_backend_dev_memory', 'void', [pointer, size, size]),
  };
}
