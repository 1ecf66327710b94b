import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** Somebody whose name stands in documents and whose voice is heard in recordings. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Other spellings that documents use. */
  aliases: z.array(z.string()),
  /** Seconds of speech that the voice is known by; 0 where no voice is kept. */
  voiceSeconds: z.number().nonnegative(),
  recordings: z.number().int().nonnegative(),
});
export type Person = z.infer<typeof personSchema>;

const id = z.string().min(1).max(100);
const name = z.string().trim().min(1).max(200);

/**
 * People and their voices. Voices are biometric data: kept only where the setting is on, on this machine, and deleted
 * for good.
 */
export const peopleRpc = {
  'people.list': procedure({
    input: z.object({}),
    output: z.object({
      people: z.array(personSchema),
      /** Of people and of speakers without a name; 0 for whoever may not read everything. */
      keptVoices: z.number().int().nonnegative(),
    }),
  }),
  /** Where somebody speaks and where they are named. */
  'people.show': procedure({
    input: z.object({ id }),
    output: personSchema.extend({
      speaksIn: z.array(
        z.object({
          documentId: z.string(),
          title: z.string(),
          speaker: z.number().int(),
          speechMs: z.number(),
        }),
      ),
      namedIn: z.array(z.object({ documentId: z.string(), title: z.string(), path: z.string() })),
    }),
  }),
  /** Changes every transcript in which they are named so. */
  'people.rename': procedure({ input: z.object({ id, name }), output: personSchema }),
  'people.setAliases': procedure({
    input: z.object({ id, aliases: z.array(name).max(50) }),
    output: personSchema,
  }),
  /** Two entries that are one person: the voices, recordings and spellings of both. */
  'people.merge': procedure({ input: z.object({ from: id, into: id }), output: personSchema }),
  /** One entry that is two people: what was heard in these recordings goes to a new one of that name. */
  'people.split': procedure({
    input: z.object({ id, name, documentIds: z.array(z.string()).min(1).max(1_000) }),
    output: personSchema,
  }),
  /** The person goes with the voice; transcripts keep the name as it was written, unless `forgetName`. */
  'people.remove': procedure({
    input: z.object({ id, forgetName: z.boolean().optional() }),
    output: z.object({ removed: z.boolean() }),
  }),
  /** Every voice that is kept, here and in each recording, for good. Names stay. */
  'people.forgetVoices': procedure({
    input: z.object({}),
    output: z.object({ voices: z.number().int().nonnegative() }),
  }),
};
