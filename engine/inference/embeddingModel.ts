import type { InferenceModelInfo } from '@adiuva/contracts/workers';
import type { TextTokenizer } from '#chunking';

export type EmbedPurpose = 'query' | 'passage';

export interface EmbedRequest {
  readonly texts: readonly string[];
  readonly purpose: EmbedPurpose;
  /**
   * Runs one bounded piece of work when it is its turn, and rejects once the request is cancelled. The model
   * does all that takes time inside it.
   */
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** Texts that have their vector. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Embeddings {
  /** Row-major `[texts.length, dimensions]`, in the order of the texts, each row of length 1. */
  readonly vectors: Float32Array<ArrayBuffer>;
  /** Tokens that were read, padding not counted. */
  readonly tokens: number;
}

/** A loaded model that turns texts into vectors. */
export interface EmbeddingModel {
  readonly info: InferenceModelInfo;
  readonly tokenizer: TextTokenizer;
  embed(request: EmbedRequest): Promise<Embeddings>;
  dispose(): Promise<void>;
}
