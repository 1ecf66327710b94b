import { z } from 'zod';
import { partSchema } from '../document.ts';
import { chunkingOptionsSchema } from '../presets.ts';
import { procedure } from '../procedure.ts';

/** A chunk before it has an id: `text` is exactly `parts[part].text.slice(start, end)`. */
export const chunkSpanSchema = z.object({
  part: z.number().int().nonnegative(),
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /**
   * Where the part's text names the columns of the table, or the speaker of the turn, that the chunk begins inside of.
   * A chunk's text is this, a line break and then `start` to `end`.
   */
  head: z.object({ start: z.number().int().nonnegative(), end: z.number().int().nonnegative() }).optional(),
  /** Tokens of the embedding model's tokenizer, without its special tokens. */
  tokenCount: z.number().int().nonnegative(),
});
export type ChunkSpan = z.infer<typeof chunkSpanSchema>;

const float32 = z.instanceof(Float32Array);

/** `interactive` (somebody waits for an answer) goes before the next batch of `background`. */
export const inferencePrioritySchema = z.enum(['interactive', 'background']);
export type InferencePriority = z.infer<typeof inferencePrioritySchema>;

const modelId = z.string();

export const inferenceModelInfoSchema = z.object({
  modelId,
  dimensions: z.number().int(),
  /** Longest input in tokens, special tokens included. */
  maxTokens: z.number().int(),
  /** onnxruntime's name of what runs it: cpu, cuda, dml, coreml. */
  executionProvider: z.string(),
});
export type InferenceModelInfo = z.infer<typeof inferenceModelInfoSchema>;

/** Engine to inference worker. Models load at first use. */
export const inferenceContract = {
  'inference.load': procedure({ input: z.object({ modelId }), output: inferenceModelInfoSchema }),
  'inference.chunk': procedure({
    input: z.object({ modelId, parts: z.array(partSchema), options: chunkingOptionsSchema }),
    output: z.object({ chunks: z.array(chunkSpanSchema) }),
    event: z.object({ done: z.number(), total: z.number() }),
  }),
  'inference.embed': procedure({
    input: z.object({
      modelId,
      texts: z.array(z.string()),
      purpose: z.enum(['query', 'passage']),
      priority: inferencePrioritySchema,
    }),
    /** Row-major `[texts.length, dimensions]`, each row of length 1. */
    output: z.object({ vectors: float32, dimensions: z.number().int(), tokens: z.number().int() }),
    event: z.object({ done: z.number(), total: z.number() }),
  }),
  /** onnxruntime's names of what models can be asked to run on here, best first; no model is loaded. */
  'inference.accelerators': procedure({
    input: z.object({}),
    output: z.object({ names: z.array(z.string()) }),
  }),
  'inference.unload': procedure({ input: z.object({}), output: z.object({}) }),
  'inference.ping': procedure({
    input: z.object({}),
    output: z.object({ rssBytes: z.number(), loaded: z.array(z.string()) }),
  }),
};
