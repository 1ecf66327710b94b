import { z } from 'zod';
import { procedure } from '../procedure.ts';

/**
 * `change`: something in the library or the settings was changed. `sent`: something left this machine, or came to it.
 * `refused`: a caller asked for what it may not, or the offline switch held something back.
 */
export const auditKindSchema = z.enum(['change', 'sent', 'refused']);

export const auditEntrySchema = z.object({
  id: z.string(),
  /** Unix milliseconds. */
  at: z.number(),
  /** The principal's id: `local`, `mcp`. */
  caller: z.string(),
  kind: auditKindSchema,
  /** The procedure's name, or what was done: `library.remove`, `languageModel.ask`. */
  action: z.string(),
  /** What it was done to, for a person: a path, a name, the host that was reached. Never content, never a key. */
  subject: z.string(),
  /** Of `sent`: how much went out; of a download, how much came in. */
  bytes: z.number().int().optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditRpc = {
  /** Newest first. */
  'audit.list': procedure({
    input: z.object({
      kind: auditKindSchema.optional(),
      limit: z.number().int().positive().max(1000).optional(),
      /** `next` of the page before. */
      after: z.string().max(40).optional(),
    }),
    output: z.object({ entries: z.array(auditEntrySchema), next: z.string().nullable() }),
  }),
};
