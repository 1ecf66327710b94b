/**
 * What chunking needs of an embedding model's tokenizer. Special tokens never count and nothing is ever
 * truncated. Native tokenizers answer with a promise and work on their own threads meanwhile; one written in
 * JavaScript may answer at once.
 */
export interface TextTokenizer {
  /** Tokens of `text` on its own, exactly. */
  count(text: string): number | Promise<number>;
  /** UTF-16 start and end of each token, in order: `[start0, end0, start1, end1, …]`. */
  offsets(text: string): Uint32Array | Promise<Uint32Array>;
}
