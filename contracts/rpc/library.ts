import { z } from 'zod';
import { documentMetadataSchema, memberOutcomeSchema, partSchema } from '../document.ts';
import { wireErrorSchema } from '../errors.ts';
import { containerStepSchema, locatorSchema } from '../locator.ts';
import { presetNameSchema } from '../presets.ts';
import { procedure } from '../procedure.ts';
import { searchFiltersSchema } from './search.ts';

/** `indexed` and `unchanged` are in the index; `skipped` is a type nobody handles; `failed` says why. */
export const documentStatusSchema = z.enum(['pending', 'indexed', 'unchanged', 'skipped', 'failed']);

/** One file's outcome, as `adiuva ingest --json` prints it. */
export const ingestedDocumentSchema = z.object({
  id: z.string(),
  path: z.string(),
  status: documentStatusSchema,
  mediaType: z.string().nullable(),
  parts: z.number().int(),
  chunks: z.number().int(),
  warnings: z.array(z.string()).optional(),
  error: wireErrorSchema.optional(),
});

export const ingestTotalsSchema = z.object({
  indexed: z.number().int(),
  unchanged: z.number().int(),
  skipped: z.number().int(),
  failed: z.number().int(),
  chunks: z.number().int(),
  /** Only where a folder lost files. */
  removed: z.number().int().optional(),
});

/** The outcome of each file came as an event before. */
export const ingestResultSchema = z.object({ totals: ingestTotalsSchema, seconds: z.number() });

/** Which outcomes are told: of every file, or of those alone that are not what they were. */
export const outcomesSchema = z.enum(['all', 'changes']);

/** `recognise`: text in pictures. `decode` to `speakers`: recordings. */
export const ingestStageSchema = z.enum([
  'extract',
  'recognise',
  'decode',
  'voice',
  'transcribe',
  'speakers',
  'chunk',
  'embed',
  'index',
]);
export type IngestStage = z.infer<typeof ingestStageSchema>;

/** `stage` is the step in hand; `fraction` of that step where it is known. */
export const ingestEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('scanned'), files: z.number().int(), queued: z.number().int() }),
  z.object({
    type: z.literal('progress'),
    path: z.string(),
    stage: ingestStageSchema,
    fraction: z.number().optional(),
  }),
  /** Some files have ended; `done` of the `total` that were met so far. */
  z.object({
    type: z.literal('documents'),
    documents: z.array(ingestedDocumentSchema),
    done: z.number().int(),
    total: z.number().int(),
  }),
]);

export const documentSummarySchema = z.object({
  id: z.string(),
  path: z.string(),
  kb: z.string(),
  status: documentStatusSchema,
  mediaType: z.string().nullable(),
  title: z.string().nullable(),
  author: z.string().nullable(),
  language: z.string().nullable(),
  size: z.number(),
  /** Unix milliseconds, of the file. */
  modifiedAt: z.number(),
  indexedAt: z.number().nullable(),
  parts: z.number().int(),
  chunks: z.number().int(),
  preset: presetNameSchema,
  tags: z.array(z.string()),
  /** Files inside it: members of an archive, attachments. */
  members: z.number().int(),
  /** What was left out and why, in words for the person. */
  warnings: z.array(z.string()),
  /** Unix milliseconds: since then its file is gone. */
  missingSince: z.number().optional(),
  error: wireErrorSchema.optional(),
});

/** `name` is the title, or the file's name where there is none; `date` is the file's last change. */
export const documentOrderSchema = z.enum(['path', 'name', 'date', 'size', 'type', 'status']);
export type DocumentOrder = z.infer<typeof documentOrderSchema>;

export const storedChunkSchema = z.object({
  id: z.string(),
  ordinal: z.number().int(),
  text: z.string(),
  tokenCount: z.number().int(),
  locator: locatorSchema,
});

const kb = z.string().min(1).max(200);

export const libraryRpc = {
  'library.ingest': procedure({
    input: z.object({
      paths: z.array(z.string().min(1)).min(1),
      kb: kb.optional(),
      preset: presetNameSchema.optional(),
      outcomes: outcomesSchema.optional(),
    }),
    output: ingestResultSchema,
    event: ingestEventSchema,
  }),
  /** A page at a time: by `after`, which holds its place whatever comes and goes, or by `offset`. */
  'library.list': procedure({
    input: searchFiltersSchema.extend({
      kb: kb.optional(),
      status: documentStatusSchema.optional(),
      /** Those whose files are gone, in place of those whose files are there. */
      missing: z.boolean().optional(),
      sort: documentOrderSchema.optional(),
      descending: z.boolean().optional(),
      limit: z.number().int().positive().max(100_000).optional(),
      /** `next` of the page before, with the same filters and order. */
      after: z.string().max(20_000).optional(),
      offset: z.number().int().nonnegative().optional(),
    }),
    output: z.object({
      documents: z.array(documentSummarySchema),
      total: z.number().int(),
      /** Null on the last page. */
      next: z.string().nullable(),
    }),
  }),
  'library.show': procedure({
    input: z.object({
      id: z.string(),
      /** False leaves the chunks out: `chunkList` is then empty. */
      withChunks: z.boolean().optional(),
    }),
    output: documentSummarySchema.extend({
      metadata: documentMetadataSchema,
      /** SHA-256 of the file; null where it was not read. */
      contentHash: z.string().nullable(),
      /** What became of each file inside it. */
      memberList: z.array(memberOutcomeSchema),
      chunkList: z.array(storedChunkSchema),
    }),
  }),
  /** The extracted text with its blocks, for the viewer; `part` picks one, `within` the first of a file inside it. */
  'library.parts': procedure({
    input: z.object({
      id: z.string(),
      part: z.number().int().nonnegative().optional(),
      within: z.array(containerStepSchema).min(1).max(100).optional(),
    }),
    output: z.object({
      id: z.string(),
      path: z.string(),
      mediaType: z.string().nullable(),
      title: z.string().nullable(),
      total: z.number().int(),
      parts: z.array(partSchema.extend({ ordinal: z.number().int() })),
    }),
  }),
  /** A document by its id or path; a folder's path removes all that is under it. Sources stay untouched. */
  'library.remove': procedure({
    input: z.object({ target: z.string().min(1) }),
    output: z.object({ removed: z.number().int() }),
  }),
  /** Documents whose files are gone stay in the library all the same, by id or path; a folder's path keeps all under it. */
  'library.keep': procedure({
    input: z.object({ target: z.string().min(1) }),
    output: z.object({ kept: z.number().int() }),
  }),
  'library.knowledgeBases': procedure({
    input: z.object({}),
    output: z.object({
      knowledgeBases: z.array(z.object({ name: z.string(), documents: z.number().int() })),
    }),
  }),
  /** Empty until something is read into it. */
  'library.createKnowledgeBase': procedure({
    input: z.object({ name: kb }),
    output: z.object({ name: z.string() }),
  }),
  'library.renameKnowledgeBase': procedure({
    input: z.object({ from: kb, to: kb }),
    output: z.object({ name: z.string() }),
  }),
  /** With everything in it and its watched folders; the files stay untouched. */
  'library.removeKnowledgeBase': procedure({
    input: z.object({ name: kb }),
    output: z.object({ removed: z.number().int() }),
  }),
  /** Documents by id, into another knowledge base with all that was found out about them. */
  'library.move': procedure({
    input: z.object({ ids: z.array(z.string().min(1)).min(1).max(10_000), kb }),
    output: z.object({ moved: z.number().int() }),
  }),
  /** The nearest by what they say; `score` 0 to 1. */
  'library.similar': procedure({
    input: z.object({ id: z.string(), limit: z.number().int().positive().max(50).optional() }),
    output: z.object({
      documents: z.array(z.object({ document: documentSummarySchema, score: z.number() })),
      /** Files with the same bytes, which are not among them. */
      copies: z.array(documentSummarySchema),
    }),
  }),
  /**
   * Bytes of the file on disk, as it was when it was read: `start` inclusive, `end` exclusive, at most 1 MiB at once.
   * `file_changed` when the file is another by now.
   */
  'library.content': procedure({
    input: z.object({
      id: z.string(),
      start: z.number().int().nonnegative(),
      end: z.number().int().positive(),
    }),
    output: z.object({
      size: z.number().int(),
      mediaType: z.string().nullable(),
      /** Base64: ports of text carry it too. */
      data: z.base64(),
    }),
  }),
  /**
   * Tells that documents came, went or changed, at most twice a second and once more a second after the last change,
   * until the caller stops it.
   */
  'library.follow': procedure({
    input: z.object({}),
    output: z.object({}),
    event: z.object({ documents: z.number().int() }),
  }),
};

export type IngestedDocument = z.infer<typeof ingestedDocumentSchema>;
export type IngestTotals = z.infer<typeof ingestTotalsSchema>;
export type IngestResult = z.infer<typeof ingestResultSchema>;
export type IngestEvent = z.infer<typeof ingestEventSchema>;
export type DocumentSummary = z.infer<typeof documentSummarySchema>;
export type DocumentStatus = z.infer<typeof documentStatusSchema>;
