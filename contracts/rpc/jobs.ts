import { z } from 'zod';
import { wireErrorSchema } from '../errors.ts';
import { procedure } from '../procedure.ts';

/**
 * queued -> running -> done | failed | dead | cancelled. `failed`: the handler says that trying again is of no
 * use (a malformed file). `dead`: every try was used up; it waits on the dead-letter list for a person.
 */
export const jobStateSchema = z.enum(['queued', 'running', 'done', 'failed', 'dead', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

export const jobProgressSchema = z.object({
  stage: z.string(),
  /** 0 to 1 within the stage. */
  fraction: z.number().optional(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

export const jobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  /** What it works on, for a person: a path, a model's name. */
  subject: z.string(),
  state: jobStateSchema,
  priority: z.number().int(),
  attempts: z.number().int(),
  progress: jobProgressSchema.nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
  error: wireErrorSchema.optional(),
});
export type Job = z.infer<typeof jobSchema>;

export const jobsRpc = {
  'jobs.list': procedure({
    input: z.object({
      state: jobStateSchema.optional(),
      limit: z.number().int().positive().max(10_000).optional(),
    }),
    output: z.object({ jobs: z.array(jobSchema), counts: z.record(jobStateSchema, z.number().int()) }),
  }),
  /** Back to `queued` with its tries given anew; only from failed, dead or cancelled. */
  'jobs.retry': procedure({ input: z.object({ id: z.string() }), output: jobSchema }),
  'jobs.cancel': procedure({ input: z.object({ id: z.string() }), output: jobSchema }),
};
