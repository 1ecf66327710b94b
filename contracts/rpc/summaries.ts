import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** A line of a summary and the seconds it rests on; `isSupported` is false where the model named none that say it. */
export const summaryLineSchema = z.object({
  text: z.string(),
  /** Segments of the transcript, in order. */
  evidence: z.array(
    z.object({ segmentId: z.string(), startMs: z.number().nonnegative(), endMs: z.number().nonnegative() }),
  ),
  isSupported: z.boolean(),
  /** Follow-ups only. */
  owner: z.string().optional(),
  due: z.string().optional(),
});
export type SummaryLine = z.infer<typeof summaryLineSchema>;

export const summarySectionSchema = z.object({ title: z.string(), lines: z.array(summaryLineSchema) });

export const recordingSummarySchema = z.object({
  documentId: z.string(),
  templateId: z.string(),
  templateName: z.string(),
  sections: z.array(summarySectionSchema),
  model: z.string(),
  createdAt: z.number(),
  /** The transcript has changed since. */
  isStale: z.boolean(),
});
export type RecordingSummary = z.infer<typeof recordingSummarySchema>;

/** What a summary is to hold: a section a heading, each with words for the model. */
export const summaryTemplateSchema = z.object({
  id: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(200),
  sections: z
    .array(
      z.object({
        title: z.string().trim().min(1).max(200),
        instruction: z.string().trim().min(1).max(4_000),
        /** Follow-ups have an owner and a date. */
        kind: z.enum(['text', 'decisions', 'followUps']),
      }),
    )
    .min(1)
    .max(12),
  isBuiltIn: z.boolean(),
});
export type SummaryTemplate = z.infer<typeof summaryTemplateSchema>;

const documentId = z.string().min(1).max(100);

export const summariesRpc = {
  'summaries.list': procedure({
    input: z.object({ documentId }),
    output: z.object({ summaries: z.array(recordingSummarySchema) }),
  }),
  /** With the language model that serves; `unavailable` where there is none. */
  'summaries.create': procedure({
    input: z.object({ documentId, templateId: z.string(), model: z.string().optional() }),
    output: recordingSummarySchema,
    event: z.object({ fraction: z.number() }),
  }),
  'summaries.remove': procedure({
    input: z.object({ documentId, templateId: z.string() }),
    output: z.object({ removed: z.boolean() }),
  }),
  'summaries.templates': procedure({
    input: z.object({}),
    output: z.object({ templates: z.array(summaryTemplateSchema) }),
  }),
  'summaries.saveTemplate': procedure({ input: summaryTemplateSchema, output: summaryTemplateSchema }),
  'summaries.removeTemplate': procedure({
    input: z.object({ id: z.string() }),
    output: z.object({ removed: z.boolean() }),
  }),
};
