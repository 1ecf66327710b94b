import { z } from 'zod';
import { wireErrorSchema } from '../errors.ts';
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

/** `[start, end)` in UTF-16 code units into the text of an answer. */
const rangeSchema = z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]);

/** What a question is asked of: knowledge bases and documents, added up. Both empty: everything the caller may read. */
export const askScopeSchema = z.object({
  knowledgeBases: z.array(z.string().min(1).max(200)).max(50),
  documentIds: z.array(z.string().min(1).max(100)).max(500),
});
export type AskScope = z.infer<typeof askScopeSchema>;

/** A document that was handed over with a question; while one is there, the question is asked of these alone. */
export const attachmentSchema = z.object({
  documentId: z.string(),
  name: z.string(),
  mediaType: z.string().nullable(),
});
export type Attachment = z.infer<typeof attachmentSchema>;

export const answerSchema = z.object({
  answer: z.string(),
  citations: z.array(citationSchema),
  /** `extractive` where no language model took part. */
  model: z.string(),
  /** True when every statement of the answer carries a citation that was checked against its source. */
  grounded: z.boolean(),
  conversationId: z.string(),
  questionId: z.string(),
  messageId: z.string(),
  /** Sentences of the answer that state something and carry no citation that held. */
  unsupported: z.array(rangeSchema),
  /** Citations of the model that were dropped because their quote is not in the passage they name. */
  droppedCitations: z.number().int(),
  /** `extract`: quoted sentences, labelled as such. `generated`: written by a language model. */
  kind: z.enum(['extract', 'generated']),
});
export type Answer = z.infer<typeof answerSchema>;

export const askEventSchema = z.discriminatedUnion('type', [
  /** The question is kept; `messageId` is what the answer will be known by. */
  z.object({
    type: z.literal('started'),
    conversationId: z.string(),
    questionId: z.string(),
    messageId: z.string(),
  }),
  /** `documents`: the paths of what is being read, best first. */
  z.object({ type: z.literal('retrieved'), passages: z.number().int(), documents: z.array(z.string()) }),
  z.object({ type: z.literal('text'), delta: z.string() }),
]);
export type AskEvent = z.infer<typeof askEventSchema>;

/**
 * The messages of a conversation are a tree: a question that was edited and an answer that was asked for again stand
 * beside the first as children of the same parent. A message's children are in the order they were written.
 */
export const messageSchema = z.object({
  id: z.string(),
  /** Null for a first question. */
  parentId: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  text: z.string(),
  citations: z.array(citationSchema),
  model: z.string().nullable(),
  /** Answers only: as in `Answer`. */
  kind: z.enum(['extract', 'generated']).nullable(),
  grounded: z.boolean(),
  droppedCitations: z.number().int(),
  unsupported: z.array(rangeSchema),
  /** Questions only. */
  scope: askScopeSchema.nullable(),
  attachments: z.array(attachmentSchema),
  /** `stopped` keeps what had been written when the user, or a fault, ended it. */
  state: z.enum(['complete', 'stopped', 'failed']),
  /** Why it failed. */
  error: wireErrorSchema.optional(),
  createdAt: z.number(),
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  updatedAt: z.number(),
  messages: z.number().int(),
  /** Where a search found its words; `marks` are `[start, end)` pairs into `text`. */
  found: z.object({ messageId: z.string(), text: z.string(), marks: z.array(rangeSchema) }).optional(),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

const conversation = { conversationId: z.string().min(1).max(100) };
const message = { ...conversation, messageId: z.string().min(1).max(100) };
/** `extractive`, or `provider:model` (`ollama:llama3.2`); without it the default in the settings. */
const model = z.string().min(1).max(300).optional();

export const chatRpc = {
  'chat.ask': procedure({
    input: z.object({
      question: z.string().min(1).max(20_000),
      /** One knowledge base; the same as a scope of it alone. */
      kb: z.string().optional(),
      scope: askScopeSchema.optional(),
      /** Ids of documents of the library. */
      attachments: z.array(z.string().min(1).max(100)).max(50).optional(),
      model,
      conversationId: z.string().optional(),
      /** The answer it follows; null begins the conversation anew beside its first question. Without it: the branch that is shown. */
      parentId: z.string().nullable().optional(),
    }),
    output: answerSchema,
    event: askEventSchema,
  }),
  /** Asks the question of an answer again; the new answer stands beside the old one and is shown. */
  'chat.regenerate': procedure({
    input: z.object({ ...message, model }),
    output: answerSchema,
    event: askEventSchema,
  }),
  /** Newest first; with `query` those that hold its words, in title or messages. */
  'chat.conversations': procedure({
    input: z.object({
      limit: z.number().int().positive().max(1000).optional(),
      query: z.string().max(500).optional(),
      /** `next` of the page before. */
      after: z.string().max(200).optional(),
    }),
    output: z.object({ conversations: z.array(conversationSummarySchema), next: z.string().nullable() }),
  }),
  /** All branches. `shownId`: the last message of the branch that is shown. */
  'chat.messages': procedure({
    input: z.object(conversation),
    output: z.object({ title: z.string(), messages: z.array(messageSchema), shownId: z.string().nullable() }),
  }),
  /** Shows the branch through a message, down to its newest end. */
  'chat.show': procedure({ input: z.object(message), output: z.object({ shownId: z.string() }) }),
  'chat.rename': procedure({
    input: z.object({ ...conversation, title: z.string().min(1).max(200) }),
    output: z.object({ title: z.string() }),
  }),
  /** A new conversation that begins with a copy of everything up to a message. */
  'chat.branch': procedure({ input: z.object(message), output: z.object({ conversationId: z.string() }) }),
  /** Out of sight at once, and gone for good after a day; until then it can be restored. */
  'chat.deleteConversation': procedure({
    input: z.object(conversation),
    output: z.object({ deleted: z.boolean() }),
  }),
  'chat.restoreConversation': procedure({
    input: z.object(conversation),
    output: z.object({ restored: z.boolean() }),
  }),
  /** The branch that is shown, with its sources as notes. */
  'chat.export': procedure({
    input: z.object({ ...conversation, format: z.literal('markdown') }),
    output: z.object({ name: z.string(), text: z.string() }),
  }),
};
