import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';

/** What travels on a port, in either direction. `id` is chosen by the caller and unique on its port. */
export const callFrameSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('call'), id: z.number().int(), method: z.string(), input: z.unknown() }),
  z.object({ t: z.literal('cancel'), id: z.number().int() }),
]);

export const replyFrameSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('event'), id: z.number().int(), event: z.unknown() }),
  z.object({ t: z.literal('result'), id: z.number().int(), value: z.unknown() }),
  z.object({ t: z.literal('error'), id: z.number().int(), error: wireErrorSchema }),
]);

export type CallFrame = z.infer<typeof callFrameSchema>;
export type ReplyFrame = z.infer<typeof replyFrameSchema>;
