import type { ConversationCursor, ConversationPage, MessageRecord, Storage } from '#storage';

/** A conversation and whose it is. */
export interface ConversationPlace {
  conversationId: string;
  owner: string;
}

/** Where conversations are kept. `owner` is the principal's id: nobody reads, adds to or deletes another's. */
export interface ConversationStore {
  /** A conversation with its first message, in one transaction. */
  create(args: {
    id: string;
    owner: string;
    title: string;
    now: number;
    message: MessageRecord;
  }): Promise<void>;
  /**
   * @param args.parentId undefined: the last answer of the branch that is shown
   * @throws AppError `not_found` when the conversation is gone or another's, or the parent is not in it
   */
  appendQuestion(
    args: ConversationPlace & { now: number; message: MessageRecord; parentId: string | null | undefined },
  ): Promise<{ parentId: string | null }>;
  /** @throws AppError `not_found` when the conversation is gone for good, or another's */
  appendAnswer(args: ConversationPlace & { now: number; message: MessageRecord }): Promise<void>;
  /** @throws AppError `not_found` */
  show(args: ConversationPlace & { messageId: string; isEnd?: boolean }): Promise<{ shownId: string }>;
  /**
   * Copies the next `limit` messages of the branch that ends with a message into a conversation that stands when all
   * are in it; `after` counts those before.
   *
   * @throws AppError `not_found`
   */
  copyBranch(
    args: ConversationPlace & {
      messageId: string;
      copyId: string;
      title: string;
      now: number;
      after: number;
      limit: number;
    },
  ): Promise<{ copied: number; isDone: boolean }>;
  /** @throws AppError `not_found` */
  rename(args: ConversationPlace & { title: string }): Promise<void>;
  /** Null when the conversation is gone or another's; so are the next two. */
  conversation(args: ConversationPlace): { title: string; shownId: string | null } | null;
  /** A page of all branches, in the order of writing; `after` counts what was read before. */
  messages(args: ConversationPlace & { after: number; limit: number }): MessageRecord[] | null;
  /** The last `last` messages of the branch that ends with this one, oldest first. */
  branch(args: ConversationPlace & { messageId: string; last: number }): MessageRecord[] | null;
  list(args: {
    owner: string;
    limit: number;
    query?: string | undefined;
    after?: ConversationCursor | undefined;
  }): ConversationPage;
  /** Whether there was one. */
  delete(args: ConversationPlace & { now: number }): Promise<boolean>;
  /** Whether it stands again. */
  restore(args: ConversationPlace & { since: number }): Promise<boolean>;
}

/** The store over the library's database. */
export function storedConversations({ read, write }: Pick<Storage, 'read' | 'write'>): ConversationStore {
  return {
    create: write.createConversation,
    appendQuestion: write.appendQuestion,
    appendAnswer: write.appendAnswer,
    show: write.showMessage,
    copyBranch: write.copyBranch,
    rename: write.renameConversation,
    delete: write.deleteConversation,
    restore: write.restoreConversation,
    conversation: read.readConversation,
    messages: read.readMessages,
    branch: read.readBranch,
    list: read.listConversations,
  };
}
