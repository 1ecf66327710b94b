import { z } from 'zod';
import { boxSchema, locatorSchema } from './locator.ts';

/** A run of a part's text that a reader sees as one thing. Blocks are in reading order and do not overlap. */
export const blockSchema = z.object({
  kind: z.enum(['heading', 'paragraph', 'list', 'table', 'code', 'quote', 'caption']),
  /** UTF-16 code units into the part's text. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** Headings only: 1 is the largest. */
  level: z.number().int().min(1).max(6).optional(),
});

/** Where a stretch of a page's text stands on the page: one a line. */
export const lineBoxSchema = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  box: boxSchema,
});

/**
 * A piece of a document with its own place: a PDF page, a stretch of flowing text. Chunks never cross parts, so
 * the offsets of a chunk into its part are exact.
 */
export const partSchema = z.object({
  kind: z.enum(['page', 'text', 'slide', 'sheet', 'message', 'recording', 'picture']),
  text: z.string(),
  /** Points at the whole part. */
  locator: locatorSchema,
  blocks: z.array(blockSchema),
  /** Pages only. */
  lines: z.array(lineBoxSchema).optional(),
  /** The headings that are still open where the part begins, outermost first. */
  headingPath: z.array(z.string()).optional(),
});

export const documentMetadataSchema = z.object({
  title: z.string().optional(),
  author: z.string().optional(),
  /** Unix milliseconds, from the document itself and not from the file system. */
  createdAt: z.number().optional(),
  modifiedAt: z.number().optional(),
  /** ISO 639-1, detected. */
  language: z.string().optional(),
  pageCount: z.number().int().optional(),
});

export type Block = z.infer<typeof blockSchema>;
export type LineBox = z.infer<typeof lineBoxSchema>;
export type Part = z.infer<typeof partSchema>;
export type DocumentMetadata = z.infer<typeof documentMetadataSchema>;
