import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** A tag as a person writes it. Compared without regard to case and Unicode form; kept as it was first written. */
export const tagNameSchema = z.string().min(1).max(100);

export const tagSchema = z.object({
  name: z.string(),
  /** Of those the caller may read. */
  documents: z.number().int(),
});
export type Tag = z.infer<typeof tagSchema>;

/** Documents by id or path; the path of a folder stands for all that is under it. */
const targets = z.array(z.string().min(1)).min(1).max(10_000);
const tags = z.array(tagNameSchema).min(1).max(50);
const changed = z.object({
  /** Documents that were named. */
  documents: z.number().int(),
  /** Of those, the ones whose tags are now others. */
  changed: z.number().int(),
});

/** Tags that people give documents. They stay when a document is read again, renamed or moved. */
export const tagsRpc = {
  'tags.list': procedure({
    input: z.object({ kb: z.string().min(1).max(200).optional() }),
    output: z.object({ tags: z.array(tagSchema) }),
  }),
  'tags.add': procedure({ input: z.object({ targets, tags }), output: changed }),
  'tags.remove': procedure({ input: z.object({ targets, tags }), output: changed }),
  /** On every document the caller may read. A name that is there already takes the other's documents in. */
  'tags.rename': procedure({
    input: z.object({ from: tagNameSchema, to: tagNameSchema }),
    output: z.object({ documents: z.number().int() }),
  }),
};
