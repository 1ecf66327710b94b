import { z } from 'zod';
import { procedure } from '../procedure.ts';

export const checkSchema = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });

export const providerSettingsSchema = z.object({
  /** Chosen by the user: `ollama`, `work`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
  kind: z.enum(['openai-compatible', 'anthropic', 'ollama']),
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Tokens the model can read, prompt and answer together; the default is careful. */
  contextTokens: z.number().int().positive().optional(),
  defaultModel: z.string().optional(),
});
export type ProviderSettings = z.infer<typeof providerSettingsSchema>;

export const systemRpc = {
  'system.status': procedure({
    input: z.object({}),
    output: z.object({
      version: z.string(),
      home: z.string(),
      documents: z.number().int(),
      chunks: z.number().int(),
      embeddingModel: z.string(),
      /** `extractive` where none is set up. */
      languageModel: z.string(),
      jobs: z.object({ queued: z.number().int(), running: z.number().int() }),
    }),
  }),
  'system.doctor': procedure({ input: z.object({}), output: z.object({ checks: z.array(checkSchema) }) }),
  'system.backup': procedure({
    input: z.object({ file: z.string() }),
    output: z.object({ file: z.string(), bytes: z.number() }),
  }),
  'system.providers': procedure({
    input: z.object({}),
    output: z.object({
      providers: z.array(providerSettingsSchema.extend({ hasKey: z.boolean() })),
      defaultModel: z.string().nullable(),
    }),
  }),
  /** The key is stored by the host's secrets and never sent back. An empty key removes it. */
  'system.setProvider': procedure({
    input: z.object({ provider: providerSettingsSchema, key: z.string().optional() }),
    output: z.object({}),
  }),
  'system.removeProvider': procedure({ input: z.object({ name: z.string() }), output: z.object({}) }),
  'system.setDefaultModel': procedure({
    input: z.object({ model: z.string().nullable() }),
    output: z.object({}),
  }),
  /** Text recognition: Tesseract's names of the languages that are installed, and of those the user chose (none: by themselves). */
  'system.ocr': procedure({
    input: z.object({}),
    output: z.object({ installed: z.array(z.string()), chosen: z.array(z.string()), detail: z.string() }),
  }),
  /** None lets the languages be chosen for each document. */
  'system.setOcrLanguages': procedure({
    input: z.object({ languages: z.array(z.string().min(1).max(40)).max(20) }),
    output: z.object({}),
  }),
  /** Asks the service for its models, with the key given or the one that is kept; nothing is stored. */
  'system.testProvider': procedure({
    input: z.object({ provider: providerSettingsSchema, key: z.string().max(1000).optional() }),
    output: z.object({
      ok: z.boolean(),
      /** For the person: how many models, or what went wrong and what to do. */
      detail: z.string(),
      models: z.array(z.string()),
      tookMs: z.number(),
    }),
  }),
  /** Names that stand behind `provider:`, as the service gives them. */
  'system.providerModels': procedure({
    input: z.object({ name: z.string() }),
    output: z.object({ models: z.array(z.string()) }),
  }),
  /** A backup is checked and laid ready; it takes the library's place when the engine next starts. */
  'system.restore': procedure({
    input: z.object({ file: z.string() }),
    output: z.object({ documents: z.number().int(), needsRestart: z.boolean() }),
  }),
  /** What this machine can do. */
  'system.hardware': procedure({
    input: z.object({}),
    output: z.object({
      cpu: z.string(),
      cores: z.number().int(),
      memoryBytes: z.number(),
      freeMemoryBytes: z.number(),
      diskBytes: z.number(),
      freeDiskBytes: z.number(),
      /** Where models can run, best first: `cuda`, `dml`, `coreml`, `cpu`; what each is for stands in `detail`. */
      accelerators: z.array(z.object({ name: z.string(), detail: z.string() })),
    }),
  }),
};
