import { z } from 'zod';

export const presetNameSchema = z.enum(['default', 'meeting', 'executive', 'technical', 'qa']);
export type PresetName = z.infer<typeof presetNameSchema>;

export const chunkingStrategySchema = z.enum([
  'recursive',
  'sentence',
  'semantic',
  'fixed',
  /** Recordings: a chunk a turn; other text as `sentence`. */
  'diarization',
  /** Recordings: consecutive turns of one speaker together; other text as `sentence`. */
  'speaker',
]);
export type ChunkingStrategy = z.infer<typeof chunkingStrategySchema>;

export const chunkingOptionsSchema = z.object({
  strategy: chunkingStrategySchema,
  /** Tokens of the embedding model's tokenizer, without its special tokens. */
  size: z.number().int().positive(),
  overlap: z.number().int().nonnegative(),
  /** Semantic only: cosine similarity of neighbours under which a new chunk begins. */
  similarityThreshold: z.number().min(-1).max(1).optional(),
  /** Headings, tables and code stay whole where they fit. */
  keepStructure: z.boolean().optional(),
});
export type ChunkingOptions = z.infer<typeof chunkingOptionsSchema>;

/** Sizes and overlaps of the product's presets. A recording that is read by `default` is cut by `meeting`. */
export const presets: Readonly<Record<PresetName, ChunkingOptions>> = {
  default: { strategy: 'recursive', size: 512, overlap: 75 },
  meeting: { strategy: 'diarization', size: 400, overlap: 100 },
  executive: { strategy: 'semantic', size: 300, overlap: 100, similarityThreshold: 0.7 },
  technical: { strategy: 'recursive', size: 600, overlap: 120, keepStructure: true },
  qa: { strategy: 'sentence', size: 200, overlap: 25 },
};
