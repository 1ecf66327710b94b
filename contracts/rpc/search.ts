import { z } from 'zod';
import { locatorSchema } from '../locator.ts';
import { procedure } from '../procedure.ts';
import { tagNameSchema } from './tags.ts';

export const searchModeSchema = z.enum(['hybrid', 'semantic', 'keyword']);
export type SearchMode = z.infer<typeof searchModeSchema>;

/** Applied before ranking, so that a filter never empties a page of good results. */
export const searchFiltersSchema = z.object({
  kb: z.string().optional(),
  /**
   * A media type (`application/pdf`), its family (`image/*`), a short name (`pdf`, `mail`) or a file extension. What
   * is in an archive or attached to a mail is found by its own type and by that of the file it is in.
   */
  type: z.string().min(1).max(200).optional(),
  /** The document has all of them. */
  tags: z.array(tagNameSchema).min(1).max(20).optional(),
  /** Unix milliseconds of the file's last change; `since` inclusive, `until` exclusive. */
  since: z.number().optional(),
  until: z.number().optional(),
  /** The same of the date of creation that stands in the document itself. */
  createdSince: z.number().optional(),
  createdUntil: z.number().optional(),
  /** Parts of what the document says of itself, by name: `author`, `title`, `from`, `camera`. All of them hold. */
  metadata: z
    .record(z.string().min(1).max(100), z.string().min(1).max(1000))
    .refine((given) => Object.keys(given).length <= 20, 'at most 20 of them')
    .optional(),
  /** A folder's path: everything under it; otherwise a part of the path. */
  path: z.string().optional(),
  /** ISO 639-1. */
  language: z.string().optional(),
  documentIds: z.array(z.string()).optional(),
});
export type SearchFilters = z.infer<typeof searchFiltersSchema>;

export const searchInputSchema = searchFiltersSchema.extend({
  query: z.string().min(1).max(10_000),
  mode: searchModeSchema.optional(),
  limit: z.number().int().positive().max(200).optional(),
  /** Weight of the semantic side, 0 to 1. Without it the two rankings are fused by reciprocal rank (RRF). */
  alpha: z.number().min(0).max(1).optional(),
  /** 0 to 1; results under it are left out before the limit is applied. */
  minScore: z.number().min(0).max(1).optional(),
});

export const searchResultSchema = z.object({
  /** 1-based. */
  rank: z.number().int().positive(),
  /** 0 to 1, higher is better, comparable within one answer. */
  score: z.number(),
  documentId: z.string(),
  chunkId: z.string(),
  path: z.string(),
  title: z.string().nullable(),
  mediaType: z.string().nullable(),
  text: z.string(),
  locator: locatorSchema,
  /** The stretch of `text` that shows why it matched; `marks` are `[start, end)` pairs into `snippet.text`. */
  snippet: z.object({ text: z.string(), marks: z.array(z.tuple([z.number(), z.number()])) }),
});

export const searchOutputSchema = z.object({
  query: z.string(),
  mode: searchModeSchema,
  results: z.array(searchResultSchema),
  /** Candidates that passed the filters before `limit` was applied. */
  total: z.number().int(),
  tookMs: z.number(),
  cached: z.boolean(),
});

export type SearchInput = z.infer<typeof searchInputSchema>;
export type SearchResult = z.infer<typeof searchResultSchema>;
export type SearchOutput = z.infer<typeof searchOutputSchema>;

export const searchRpc = {
  'search.query': procedure({ input: searchInputSchema, output: searchOutputSchema }),
};
