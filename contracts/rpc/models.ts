import { z } from 'zod';
import { procedure } from '../procedure.ts';

export const modelKindSchema = z.enum([
  'embedding',
  'transcription',
  'diarization',
  'language',
  'reranker',
  'ocr',
]);

export const modelStateSchema = z.enum(['builtin', 'available', 'downloading', 'installed', 'broken']);

export const modelSummarySchema = z.object({
  id: z.string(),
  kind: modelKindSchema,
  name: z.string(),
  description: z.string(),
  licence: z.string(),
  state: modelStateSchema,
  /** Of all its files, as the catalogue says or as they lie on disk; null where neither is known yet. */
  bytes: z.number().nullable(),
  /** The embedding model that serves now. */
  active: z.boolean(),
});

export const modelProgressSchema = z.object({
  file: z.string(),
  receivedBytes: z.number(),
  totalBytes: z.number().nullable(),
});

export const modelsRpc = {
  'models.list': procedure({
    input: z.object({}),
    output: z.object({ models: z.array(modelSummarySchema) }),
  }),
  'models.install': procedure({
    input: z.object({ id: z.string() }),
    output: modelSummarySchema,
    event: modelProgressSchema,
  }),
  /** From a file or folder on this machine; `id` says which model it is where its name does not. */
  'models.import': procedure({
    input: z.object({ path: z.string(), id: z.string().optional() }),
    output: modelSummarySchema,
    event: modelProgressSchema,
  }),
  'models.remove': procedure({
    input: z.object({ id: z.string() }),
    output: z.object({ removed: z.boolean() }),
  }),
  /** Re-embeds the library in the background and switches when every chunk has its vector. */
  'models.activate': procedure({
    input: z.object({ id: z.string() }),
    output: modelSummarySchema,
    event: z.object({ done: z.number(), total: z.number() }),
  }),
};

export type ModelSummary = z.infer<typeof modelSummarySchema>;
export type ModelProgress = z.infer<typeof modelProgressSchema>;
