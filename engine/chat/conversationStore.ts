import type { Message } from '@adiuva/contracts/rpc';

export interface ConversationSummary {
  id: string;
  title: string;
  updatedAt: number;
}

/** Where conversations are kept. `owner` is the principal's id: nobody reads, adds to or deletes another's. */
export interface ConversationStore {
  /** A conversation with its first message, in one transaction. */
  create(args: { id: string; owner: string; title: string; now: number; message: Message }): Promise<void>;
  /** @throws AppError `not_found` when the conversation is gone or another's */
  append(args: { conversationId: string; owner: string; now: number; message: Message }): Promise<void>;
  /** Oldest first; the last `last` where given. Null when the conversation is gone or another's. */
  messages(args: { conversationId: string; owner: string; last?: number }): Promise<Message[] | null>;
  list(args: { owner: string; limit: number }): Promise<ConversationSummary[]>;
  /** Whether there was one. */
  delete(args: { conversationId: string; owner: string }): Promise<boolean>;
}
