import type { TypeObject } from 'koffi';

type Koffi = typeof import('koffi');

/** `struct whisper_full_params` of include/whisper.h (1.9.1), of which only what we set has a name of its own here. */
export interface FullParams {
  strategy: number;
  n_threads: number;
  translate: boolean;
  no_context: boolean;
  print_progress: boolean;
  print_timestamps: boolean;
  token_timestamps: boolean;
  initial_prompt: string | null;
  language: string | null;
  suppress_nst: boolean;
  temperature_inc: number;
  entropy_thold: number;
  logprob_thold: number;
  no_speech_thold: number;
  greedy: { best_of: number };
  beam_search: { beam_size: number; patience: number };
  new_segment_callback: unknown;
  progress_callback: unknown;
  grammar_penalty: number;
  vad_params: { threshold: number; min_speech_duration_ms: number; speech_pad_ms: number };
}

/** `struct whisper_context_params`. */
export interface ContextParams {
  use_gpu: boolean;
  flash_attn: boolean;
  gpu_device: number;
  dtw_n_top: number;
  dtw_mem_size: number | bigint;
}

/** `struct whisper_token_data`; times in hundredths of a second. */
export interface TokenData {
  id: number;
  p: number;
  t0: number | bigint;
  t1: number | bigint;
}

export interface CTypes {
  fullParams: TypeObject;
  contextParams: TypeObject;
  tokenData: TypeObject;
  segmentCallback: TypeObject;
  progressCallback: TypeObject;
}

/** The layouts of whisper.cpp 1.9.1, field by field in the order of its header. */
export function declareTypes(koffi: Koffi): CTypes {
  const { struct, proto, pointer } = koffi;
  const anyPointer = 'void *';
  const contextParams = struct({
    use_gpu: 'bool',
    flash_attn: 'bool',
    gpu_device: 'int',
    dtw_token_timestamps: 'bool',
    dtw_aheads_preset: 'int',
    dtw_n_top: 'int',
    dtw_aheads_count: 'size_t',
    dtw_aheads: anyPointer,
    dtw_mem_size: 'size_t',
  });
  const tokenData = struct({
    id: 'int32_t',
    tid: 'int32_t',
    p: 'float',
    plog: 'float',
    pt: 'float',
    ptsum: 'float',
    t0: 'int64_t',
    t1: 'int64_t',
    t_dtw: 'int64_t',
    vlen: 'float',
  });
  const segmentCallback = pointer(proto('void', [anyPointer, anyPointer, 'int', anyPointer]));
  const progressCallback = pointer(proto('void', [anyPointer, anyPointer, 'int', anyPointer]));
  const fullParams = struct({
    strategy: 'int',
    n_threads: 'int',
    n_max_text_ctx: 'int',
    offset_ms: 'int',
    duration_ms: 'int',
    translate: 'bool',
    no_context: 'bool',
    no_timestamps: 'bool',
    single_segment: 'bool',
    print_special: 'bool',
    print_progress: 'bool',
    print_realtime: 'bool',
    print_timestamps: 'bool',
    token_timestamps: 'bool',
    thold_pt: 'float',
    thold_ptsum: 'float',
    max_len: 'int',
    split_on_word: 'bool',
    max_tokens: 'int',
    debug_mode: 'bool',
    audio_ctx: 'int',
    tdrz_enable: 'bool',
    suppress_regex: 'const char *',
    initial_prompt: 'const char *',
    carry_initial_prompt: 'bool',
    prompt_tokens: anyPointer,
    prompt_n_tokens: 'int',
    language: 'const char *',
    detect_language: 'bool',
    suppress_blank: 'bool',
    suppress_nst: 'bool',
    temperature: 'float',
    max_initial_ts: 'float',
    length_penalty: 'float',
    temperature_inc: 'float',
    entropy_thold: 'float',
    logprob_thold: 'float',
    no_speech_thold: 'float',
    greedy: struct({ best_of: 'int' }),
    beam_search: struct({ beam_size: 'int', patience: 'float' }),
    new_segment_callback: segmentCallback,
    new_segment_callback_user_data: anyPointer,
    progress_callback: progressCallback,
    progress_callback_user_data: anyPointer,
    encoder_begin_callback: anyPointer,
    encoder_begin_callback_user_data: anyPointer,
    abort_callback: anyPointer,
    abort_callback_user_data: anyPointer,
    logits_filter_callback: anyPointer,
    logits_filter_callback_user_data: anyPointer,
    grammar_rules: anyPointer,
    n_grammar_rules: 'size_t',
    i_start_rule: 'size_t',
    grammar_penalty: 'float',
    vad: 'bool',
    vad_model_path: 'const char *',
    vad_params: struct({
      threshold: 'float',
      min_speech_duration_ms: 'int',
      min_silence_duration_ms: 'int',
      max_speech_duration_s: 'float',
      speech_pad_ms: 'int',
      samples_overlap: 'float',
    }),
  });
  return { fullParams, contextParams, tokenData, segmentCallback, progressCallback };
}

/**
 * Whether a library lays its parameters out as we do: its own defaults, known numbers from the first field to the last,
 * must be found where we look for them. A library of another version is refused, not called with numbers that it would
 * take for something else.
 */
export function hasKnownLayout(full: FullParams, context: ContextParams): boolean {
  const isNear = (value: number, expected: number) => Math.abs(value - expected) < 1e-5;
  return (
    full.strategy === 0 &&
    isNear(full.temperature_inc, 0.2) &&
    isNear(full.entropy_thold, 2.4) &&
    isNear(full.logprob_thold, -1) &&
    isNear(full.no_speech_thold, 0.6) &&
    full.greedy.best_of === 5 &&
    full.beam_search.beam_size === -1 &&
    full.language === 'en' &&
    isNear(full.grammar_penalty, 100) &&
    isNear(full.vad_params.threshold, 0.5) &&
    full.vad_params.min_speech_duration_ms === 250 &&
    full.vad_params.speech_pad_ms === 30 &&
    context.use_gpu &&
    context.gpu_device === 0 &&
    context.dtw_n_top === -1 &&
    Number(context.dtw_mem_size) === 128 * 1024 * 1024
  );
}
