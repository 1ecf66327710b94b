import { z } from 'zod';
import { documentMetadataSchema, memberOutcomeSchema, partSchema } from '../document.ts';
import { containerStepSchema } from '../locator.ts';
import { procedure } from '../procedure.ts';

export const extractionLimitsSchema = z.object({
  /** Bytes of the file on disk, or of a member when it is unpacked, by kind. */
  maxBytes: z.object({
    document: z.number().int().positive(),
    image: z.number().int().positive(),
    archive: z.number().int().positive(),
    recording: z.number().int().positive(),
  }),
  /** UTF-16 code units of all text of one document; what is over is an error, not a cut. */
  maxTextLength: z.number().int().positive(),
  /** Members of one file, those of its inner archives and mails counted. */
  maxMembers: z.number().int().positive(),
  /** Containers within containers. */
  maxDepth: z.number().int().positive(),
  /** Bytes of all members of one file when they are unpacked. */
  maxUnpackedBytes: z.number().int().positive(),
});

export const extractionSchema = z.object({
  /** IANA media type, found by content first and name second. */
  mediaType: z.string(),
  metadata: documentMetadataSchema,
  parts: z.array(partSchema),
  /** What was left out and why, in words for the person ("3 pages hold only pictures"). */
  warnings: z.array(z.string()),
  /** What became of each member of an archive and each attachment; empty for files without any. */
  members: z.array(memberOutcomeSchema),
});

export type ExtractionLimits = z.infer<typeof extractionLimitsSchema>;
export type Extraction = z.infer<typeof extractionSchema>;

const source = {
  path: z.string(),
  limits: extractionLimitsSchema,
};

/** A picture in a file: the file itself, a page of it, or the same of a member. */
const pictureSchema = z.object({
  within: z.array(containerStepSchema).optional(),
  /** 1-based; absent for a file that is itself a picture. */
  page: z.number().int().positive().optional(),
});
export type PicturePlace = z.infer<typeof pictureSchema>;

/** A further member, page or picture begins: the time limit of one begins anew. */
const alive = z.object({ type: z.literal('alive') });

/**
 * Engine to extraction worker. One file at a time per worker; the engine kills a worker that overruns. Parts come
 * one by one, in order, so that a long document never stands in one message that holds up its receiver.
 */
export const extractionContract = {
  'extraction.extract': procedure({
    input: z.object({
      ...source,
      /** What is there when it is opened will do: a log that is written to without end is no error then. */
      mayGrow: z.boolean().optional(),
    }),
    output: extractionSchema.omit({ parts: true }).extend({ partCount: z.number().int() }),
    event: z.discriminatedUnion('type', [
      z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
      z.object({ type: z.literal('part'), part: partSchema }),
      alive,
    ]),
  }),
  /** Draws a page or a picture as WebP, no larger than its own pixels. */
  'extraction.render': procedure({
    input: z.object({ ...source, picture: pictureSchema, maxSize: z.number().int().positive() }),
    output: z.object({ bytes: z.instanceof(Uint8Array) }),
    event: alive,
  }),
  /** The bytes of a file inside the file, in pieces. */
  'extraction.openMember': procedure({
    input: z.object({ ...source, within: z.array(containerStepSchema).min(1) }),
    output: z.object({ mediaType: z.string(), size: z.number().int() }),
    event: z.discriminatedUnion('type', [
      z.object({ type: z.literal('bytes'), bytes: z.instanceof(Uint8Array) }),
      alive,
    ]),
  }),
  'extraction.ping': procedure({ input: z.object({}), output: z.object({ rssBytes: z.number() }) }),
};

/** Engine to text recognition worker: pictures to parts with their text. */
export const ocrContract = {
  /** The parts come in the order of `pictures`, each as soon as it is read. */
  'ocr.recognise': procedure({
    input: z.object({
      ...source,
      /** ISO 639-3 as the language data is named (`eng`, `deu`), the most likely first. */
      languages: z.array(z.string().regex(/^[a-z_]{3,12}$/i)).min(1),
      pictures: z.array(pictureSchema).min(1),
    }),
    output: z.object({
      recognised: z.number().int(),
      /** ISO 639-1, of the text of all pictures; absent where it is not clear. */
      language: z.string().optional(),
    }),
    event: z.discriminatedUnion('type', [
      z.object({
        type: z.literal('picture'),
        index: z.number().int(),
        text: partSchema.pick({ text: true, blocks: true, lines: true, ocrConfidence: true }),
      }),
      alive,
    ]),
  }),
  'ocr.ping': procedure({ input: z.object({}), output: z.object({ rssBytes: z.number() }) }),
};
