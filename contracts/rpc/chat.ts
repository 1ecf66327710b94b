import { z } from 'zod';
import { locatorSchema } from '../locator.ts';
import { procedure } from '../procedure.ts';

export const citationSchema = z.object({
  /** 1-based, as it stands in the answer: `[1]`. */
  n: z.number().int().positive(),
  documentId: z.string(),
  chunkId: z.string(),
  path: z.string(),
  title: z.string().nullable(),
  /** Verbatim from the source. */
  quote: z.string(),
  locator: locatorSchema,
});
export type Citation = z.infer<typeof citationSchema>;

export const answerSchema = z.object({
  answer: z.string(),
  citations: z.array(citationSchema),
  /** `extractive` where no language model took part. */
  model: z.string(),
  /** True when every statement of the answer carries a citation that was checked against its source. */
  grounded: z.boolean(),
  conversationId: z.string(),
  messageId: z.string(),
  /** Citations of the model that were dropped because their quote is not in the passage they name. */
  droppedCitations: z.number().int(),
  /** `extract`: quoted sentences, labelled as such. `generated`: written by a language model. */
  kind: z.enum(['extract', 'generated']),
});
export type Answer = z.infer<typeof answerSchema>;

export const askEventSchema = z.discriminatedUnion('type', [
  /** `documents`: the paths of what is being read, best first. */
  z.object({ type: z.literal('retrieved'), passages: z.number().int(), documents: z.array(z.string()) }),
  z.object({ type: z.literal('text'), delta: z.string() }),
]);
export type AskEvent = z.infer<typeof askEventSchema>;

export const messageSchema = z.object({
  id: z.string(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  citations: z.array(citationSchema),
  model: z.string().nullable(),
  /** `stopped` keeps what had been written when the user, or a fault, ended it. */
  state: z.enum(['complete', 'stopped', 'failed']),
  createdAt: z.number(),
});
export type Message = z.infer<typeof messageSchema>;

export const chatRpc = {
  'chat.ask': procedure({
    input: z.object({
      question: z.string().min(1).max(20_000),
      kb: z.string().optional(),
      /** `extractive`, or `provider:model` (`ollama:llama3.2`); without it the default in the settings. */
      model: z.string().optional(),
      conversationId: z.string().optional(),
    }),
    output: answerSchema,
    event: askEventSchema,
  }),
  'chat.conversations': procedure({
    input: z.object({ limit: z.number().int().positive().max(1000).optional() }),
    output: z.object({
      conversations: z.array(z.object({ id: z.string(), title: z.string(), updatedAt: z.number() })),
    }),
  }),
  'chat.messages': procedure({
    input: z.object({ conversationId: z.string() }),
    output: z.object({ messages: z.array(messageSchema) }),
  }),
  'chat.deleteConversation': procedure({
    input: z.object({ conversationId: z.string() }),
    output: z.object({ deleted: z.boolean() }),
  }),
};
