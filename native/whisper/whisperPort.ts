/**
 * The port that every way to run Whisper stands behind. All of them read ggml model files (`ggml-*.bin`) and take mono
 * samples of 16 kHz; they differ in speed, in which devices they reach and in how much of a model's evidence they give.
 */
export interface WhisperAdapter {
  readonly name: WhisperAdapterName;
  /** What it can run on here, best first; no model is loaded. Empty where its library is not there. */
  devices(): Promise<readonly WhisperDevice[]>;
  /** @throws WhisperError */
  load(file: string, device: WhisperDevice): Promise<WhisperModel>;
}

/**
 * `built`: whisper.cpp that `scripts/buildWhisper.mjs` built; `library`: the one inside @fugood's packages by its C
 * functions; `binding`: the same by the package's own functions; `napi`: @napi-rs/whisper.
 */
export type WhisperAdapterName = 'built' | 'library' | 'binding' | 'napi';

export interface WhisperDevice {
  readonly id: string;
  readonly adapter: WhisperAdapterName;
  readonly kind: 'cpu' | 'gpu';
  /** As its driver calls it. */
  readonly name: string;
  /** All of its memory; null where it is the machine's own, or unknown. */
  readonly memoryBytes: number | null;
}

export interface WhisperRunOptions {
  /** ISO 639-1 as Whisper knows it; null: found in the first 30 seconds. */
  language: string | null;
  /** Words that are likely to come; at most some 220 tokens of its end are used. */
  prompt: string | null;
  threads: number;
  /** To English. */
  translate: boolean;
  /** 0 to 1, while it runs where the adapter can tell. */
  onProgress?: ((fraction: number) => void) | undefined;
}

/** A token, or a word where the adapter tells no tokens. Milliseconds from the first sample. */
export interface WhisperPiece {
  /** UTF-8; one character may be spread over several pieces. */
  readonly bytes: Uint8Array;
  /** 0 to 1; null where the adapter does not tell. */
  readonly probability: number | null;
  readonly startMs: number;
  readonly endMs: number;
}

export interface WhisperSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly pieces: readonly WhisperPiece[];
  readonly noSpeechProbability: number | null;
}

export interface WhisperOutput {
  readonly language: string;
  /** Of the language that was found; null where it was given, or the adapter does not tell. */
  readonly languageProbability: number | null;
  readonly segments: readonly WhisperSegment[];
}

/** A loaded model. One run at a time; a run cannot be stopped but by ending the process. */
export interface WhisperModel {
  /** @throws WhisperError */
  run(samples: Float32Array, options: WhisperRunOptions): Promise<WhisperOutput>;
  /** Not to be used afterwards. */
  dispose(): Promise<void>;
}

/** `library`: not on this machine; `model`: the file; `device`: the device refused or went; `run`: anything else. */
export type WhisperFault = 'library' | 'model' | 'device' | 'memory' | 'run';

export class WhisperError extends Error {
  override readonly name = 'WhisperError';
  readonly fault: WhisperFault;

  constructor(fault: WhisperFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
