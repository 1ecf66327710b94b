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
  /** Of the try in hand, or of the last one; null while it has not been tried. */
  startedAt: z.number().nullable(),
  error: wireErrorSchema.optional(),
});
export type Job = z.infer<typeof jobSchema>;

/** A stage of one try, with its times in Unix milliseconds. */
export const jobStageSchema = z.object({
  attempt: z.number().int().positive(),
  stage: z.string(),
  startedAt: z.number(),
  /** Null while it is in hand, and for the one in which a process was killed. */
  endedAt: z.number().nullable(),
});
export type JobStage = z.infer<typeof jobStageSchema>;

export const jobCountsSchema = z.record(jobStateSchema, z.number().int());

/** How the queue stands as a whole. */
export const queueStateSchema = z.object({
  counts: jobCountsSchema,
  isPaused: z.boolean(),
  /** Jobs that ended a second, over the last half minute; null until there is something to count. */
  ratePerSecond: z.number().nullable(),
  /** At that rate; null where it is not known. */
  remainingMs: z.number().nullable(),
});
export type QueueState = z.infer<typeof queueStateSchema>;

const id = z.string().min(1).max(40);

export const jobsRpc = {
  /** Running first, then waiting in their order, then ended with the last to end first. */
  'jobs.list': procedure({
    input: z.object({
      state: jobStateSchema.optional(),
      limit: z.number().int().positive().max(10_000).optional(),
      /** Only with a state. */
      offset: z.number().int().nonnegative().optional(),
    }),
    output: z.object({ jobs: z.array(jobSchema), counts: jobCountsSchema, isPaused: z.boolean() }),
  }),
  'jobs.show': procedure({
    input: z.object({ id }),
    output: jobSchema.extend({ stages: z.array(jobStageSchema) }),
  }),
  /** Back to `queued` with its tries given anew; only from failed, dead or cancelled. */
  'jobs.retry': procedure({ input: z.object({ id }), output: jobSchema }),
  'jobs.retryAll': procedure({
    input: z.object({ state: z.enum(['failed', 'dead', 'cancelled']) }),
    output: z.object({ retried: z.number().int() }),
  }),
  'jobs.cancel': procedure({ input: z.object({ id }), output: jobSchema }),
  /** What runs is put back at its last durable step; nothing new begins until it is resumed. Kept over restarts. */
  'jobs.pause': procedure({ input: z.object({}), output: z.object({ isPaused: z.boolean() }) }),
  'jobs.resume': procedure({ input: z.object({}), output: z.object({ isPaused: z.boolean() }) }),
  /** Tells how the queue stands and what runs, at most a few times a second, until the caller stops it. */
  'jobs.follow': procedure({
    input: z.object({}),
    output: z.object({}),
    event: z.object({ queue: queueStateSchema, running: z.array(jobSchema) }),
  }),
};
