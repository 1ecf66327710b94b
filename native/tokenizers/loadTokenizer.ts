import { Tokenizer } from 'tokenizers';
import { utf16Offsets } from './utf16Offsets.ts';

export interface EncodeOptions {
  /** Whether the model's own marks (`<s>`, `[CLS]`, `</s>`…) are put around each text. */
  specialTokens: boolean;
  /** Longest row, special tokens included; what is over is cut from the end of the text, never from the marks. */
  maxTokens?: number;
}

/**
 * A tokenizer of the Hugging Face library. The library has asynchronous calls only: they run on libuv's pool and
 * one text more or less costs about 40 µs beyond its tokens, so start several at once and await them together.
 */
export interface NativeTokenizer {
  /** Entries of the vocabulary, added tokens included. */
  readonly vocabularySize: number;
  /** Tokens of the text, without special tokens, not truncated. */
  count(text: string): Promise<number>;
  /** Tokens of each text, without special tokens, not truncated. */
  countBatch(texts: readonly string[]): Promise<Uint32Array>;
  /**
   * UTF-16 start and end of each token, `[start0, end0, start1, end1, …]`, without special tokens. The library
   * takes more than linear time on one long text (3.2 MB: 3.4 s, where 20 kB pieces of it take 0.5 s together)
   * and hands each pair over as an array of its own (0.4 µs a token on the caller's thread): give it pieces.
   */
  offsets(text: string): Promise<Uint32Array>;
  /** Ids of each text, unpadded; attention masks are all ones and type ids all zeros. */
  encode(texts: readonly string[], options: EncodeOptions): Promise<Uint32Array[]>;
}

const plain = { addSpecialTokens: false };

/**
 * Loads a `tokenizer.json`; an XLM-R-size one takes half a second of the calling thread. Truncation and padding
 * that the file asks for are switched off.
 *
 * @throws Error when the file is missing or is not a tokenizer
 */
export function loadTokenizer(file: string): NativeTokenizer {
  const tokenizer = Tokenizer.fromFile(file);
  tokenizer.disableTruncation();
  tokenizer.disablePadding();
  let marks: Promise<Marks> | undefined;

  return {
    vocabularySize: tokenizer.getVocabSize(true),
    async count(text) {
      return (await tokenizer.encode(text, null, plain)).getLength();
    },
    async countBatch(texts) {
      const encodings = await tokenizer.encodeBatch([...texts], plain);
      return Uint32Array.from(encodings, (encoding) => encoding.getLength());
    },
    async offsets(text) {
      const encoding = await tokenizer.encode(text, null, plain);
      return utf16Offsets(text, encoding.getOffsets());
    },
    async encode(texts, { specialTokens, maxTokens = Number.POSITIVE_INFINITY }) {
      const encodings = await tokenizer.encodeBatch([...texts], plain);
      if (!specialTokens)
        return encodings.map((encoding) => Uint32Array.from(encoding.getIds().slice(0, maxTokens)));
      marks ??= findMarks(tokenizer);
      const { before, after } = await marks;
      const room = Math.max(0, maxTokens - before.length - after.length);
      return encodings.map((encoding) => {
        const ids = encoding.getIds();
        return Uint32Array.from([...before, ...(ids.length > room ? ids.slice(0, room) : ids), ...after]);
      });
    },
  };
}

interface Marks {
  before: readonly number[];
  after: readonly number[];
}

/** The library truncates by a setting all callers share, so the marks are put on here: read off one word. */
async function findMarks(tokenizer: Tokenizer): Promise<Marks> {
  const word = (await tokenizer.encode('a', null, plain)).getIds();
  const marked = (await tokenizer.encode('a', null, { addSpecialTokens: true })).getIds();
  for (let start = 0; start + word.length <= marked.length; start++) {
    if (word.every((id, index) => marked[start + index] === id))
      return { before: marked.slice(0, start), after: marked.slice(start + word.length) };
  }
  throw new Error('The tokenizer changes the text when it puts its special tokens around it.');
}
