import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';
import { boxSchema, containerStepSchema, locatorSchema } from './locator.ts';

/**
 * Where the rows of a table begin in the part's text, so that a chunk of it can name its cells. The line of dashes
 * of a Markdown table is no row.
 */
export const tableGridSchema = z.object({
  /** 1-based, as a spreadsheet counts; 1 for a table in a text. */
  firstRow: z.number().int().positive(),
  firstColumn: z.number().int().positive(),
  columns: z.number().int().positive(),
  /** UTF-16 code units into the part's text, ascending; one a row. */
  rows: z.array(z.number().int().nonnegative()),
  /**
   * How many rows at the top name the columns; 1 unless told. Where a long table goes on in a further part it is 0,
   * and the text before the first row, if there is any, says the head again.
   */
  headerRows: z.number().int().nonnegative().optional(),
});

/** A run of a part's text that a reader sees as one thing. Blocks are in reading order and do not overlap. */
export const blockSchema = z.object({
  kind: z.enum(['heading', 'paragraph', 'list', 'table', 'code', 'quote', 'caption', 'footnote', 'turn']),
  /** UTF-16 code units into the part's text. */
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  /** Headings only: 1 is the largest. */
  level: z.number().int().min(1).max(6).optional(),
  /** Turns only: who speaks, as the text names them; absent where nobody is told apart. */
  speaker: z.string().optional(),
  /** Turns only: UTF-16 code units of the speaker's name at its start, with the colon. */
  nameLength: z.number().int().positive().optional(),
  /** Tables, and on sheets whatever stands in cells: where rows and columns are known. */
  grid: tableGridSchema.optional(),
});

/** Where a stretch of a page's text stands on the page: one a line. */
export const lineBoxSchema = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  box: boxSchema,
});

/** When a stretch of a recording's text is spoken: one a word. Milliseconds from the start of the recording. */
export const timeMarkSchema = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().nonnegative(),
  startMs: z.number().int().nonnegative(),
  endMs: z.number().int().nonnegative(),
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
  /** Recordings only: ascending, in the order of the text. */
  times: z.array(timeMarkSchema).optional(),
  /** The headings that are still open where the part begins, outermost first. */
  headingPath: z.array(z.string()).optional(),
  /** A picture without text of its own: `text` is empty until text recognition (OCR) has read it. */
  awaitsOcr: z.boolean().optional(),
  /** A recording: `text` is empty until it has been transcribed. */
  awaitsTranscription: z.boolean().optional(),
  /** The text comes from text recognition; mean confidence of its words, 0 to 1. */
  ocrConfidence: z.number().min(0).max(1).optional(),
});

export const documentMetadataSchema = z.object({
  title: z.string().optional(),
  /** Where the title was taken from, for a document that has none of its own. */
  titleFrom: z.enum(['heading', 'text', 'name']).optional(),
  author: z.string().optional(),
  /** Unix milliseconds, from the document itself and not from the file system. */
  createdAt: z.number().optional(),
  modifiedAt: z.number().optional(),
  /** ISO 639-1, detected. */
  language: z.string().optional(),
  pageCount: z.number().int().optional(),
  durationMs: z.number().nonnegative().optional(),
  /** Pictures: pixels as displayed. */
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** What else the format tells, by the name a person knows it by: from, to, camera, sheets. */
  properties: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

/** What became of a member of an archive or an attachment of a mail. */
export const memberOutcomeSchema = z.object({
  /** From the file on disk to the member, outermost first. */
  within: z.array(containerStepSchema).min(1),
  mediaType: z.string().nullable(),
  status: z.enum(['indexed', 'skipped', 'failed']),
  parts: z.number().int().nonnegative(),
  error: wireErrorSchema.optional(),
});

export type Block = z.infer<typeof blockSchema>;
export type TimeMark = z.infer<typeof timeMarkSchema>;
export type LineBox = z.infer<typeof lineBoxSchema>;
export type Part = z.infer<typeof partSchema>;
export type DocumentMetadata = z.infer<typeof documentMetadataSchema>;
export type TableGrid = z.infer<typeof tableGridSchema>;
export type MemberOutcome = z.infer<typeof memberOutcomeSchema>;
