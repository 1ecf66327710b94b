import { z } from 'zod';
import { documentMetadataSchema, partSchema } from '../document.ts';
import { procedure } from '../procedure.ts';

export const extractionLimitsSchema = z.object({
  /** Bytes of the file on disk. */
  maxBytes: z.number().int().positive(),
  /** UTF-16 code units of all text of one document; what is over is an error, not a cut. */
  maxTextLength: z.number().int().positive(),
});

export const extractionSchema = z.object({
  /** IANA media type, found by content first and name second. */
  mediaType: z.string(),
  metadata: documentMetadataSchema,
  parts: z.array(partSchema),
  /** What was left out and why, in words for the person ("3 pages hold only pictures"). */
  warnings: z.array(z.string()),
});

export type ExtractionLimits = z.infer<typeof extractionLimitsSchema>;
export type Extraction = z.infer<typeof extractionSchema>;

/**
 * Engine to extraction worker. One file at a time per worker; the engine kills a worker that overruns. Parts come
 * one by one, in order, so that a long document never stands in one message that holds up its receiver.
 */
export const extractionContract = {
  'extraction.extract': procedure({
    input: z.object({ path: z.string(), limits: extractionLimitsSchema }),
    output: extractionSchema.omit({ parts: true }).extend({ partCount: z.number().int() }),
    event: z.discriminatedUnion('type', [
      z.object({ type: z.literal('progress'), done: z.number(), total: z.number() }),
      z.object({ type: z.literal('part'), part: partSchema }),
    ]),
  }),
  'extraction.ping': procedure({ input: z.object({}), output: z.object({ rssBytes: z.number() }) }),
};
