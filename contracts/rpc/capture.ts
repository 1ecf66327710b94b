import { z } from 'zod';
import { procedure } from '../procedure.ts';

/** A recording that is being made, or was when the app ended. */
export const captureSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['recording', 'paused', 'finishing', 'finished', 'recovered']),
  /** What of it is on the disk. */
  durationMs: z.number().nonnegative(),
  bytes: z.number().nonnegative(),
  startedAt: z.number(),
  /** Channel by channel: `microphone`, `system`. */
  sources: z.array(z.enum(['microphone', 'system'])),
  path: z.string(),
  /** Once it is in the library. */
  documentId: z.string().nullable(),
});
export type Capture = z.infer<typeof captureSchema>;

const id = z.string().min(1).max(100);

/** Live recording: the window hears, the engine keeps what it hears on the disk as it comes. */
export const captureRpc = {
  'capture.start': procedure({
    input: z.object({
      title: z.string().trim().max(200).optional(),
      kb: z.string().min(1).max(200).optional(),
      sources: z
        .array(z.enum(['microphone', 'system']))
        .min(1)
        .max(2),
      /** Hertz of what will be sent. */
      sampleRate: z.number().int().min(8_000).max(96_000),
    }),
    output: captureSchema,
  }),
  /** Interleaved 16-bit little-endian samples, a channel a source; on the disk when it is answered. `sequence` counts from 0. */
  'capture.append': procedure({
    input: z.object({ id, sequence: z.number().int().nonnegative(), data: z.base64().max(2_000_000) }),
    output: z.object({ durationMs: z.number().nonnegative() }),
  }),
  'capture.pause': procedure({ input: z.object({ id }), output: captureSchema }),
  'capture.resume': procedure({ input: z.object({ id }), output: captureSchema }),
  /** Closes the file and puts it into the library by the meeting preset. */
  'capture.finish': procedure({
    input: z.object({ id, title: z.string().trim().max(200).optional() }),
    output: captureSchema,
  }),
  /** Deletes what was recorded. */
  'capture.discard': procedure({ input: z.object({ id }), output: z.object({ discarded: z.boolean() }) }),
  'capture.list': procedure({ input: z.object({}), output: z.object({ captures: z.array(captureSchema) }) }),
  /** The recordings under way, now and whenever one changes, until the caller stops it. */
  'capture.follow': procedure({
    input: z.object({}),
    output: z.object({}),
    event: z.object({ captures: z.array(captureSchema) }),
  }),
};
