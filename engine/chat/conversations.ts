import { randomUUID } from 'node:crypto';
import type { ConversationSummary, Message } from '@adiuva/contracts/rpc';
import { AppError, type Principal, yieldToEventLoop } from '#base';
import type { Clock } from '#ports';
import { makeSnippet } from '#retrieval';
import type { MessageRecord } from '#storage';
import type { ConversationStore } from './conversationStore.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { toMessage } from './messages.ts';
import { readTitle, titleOfCopy } from './title.ts';

export interface MessageInput {
  conversationId: string;
  messageId: string;
}

export interface ConversationList {
  conversations: ConversationSummary[];
  next: string | null;
}

/** Every `conversationId` that is not the principal's own is one that is not there. */
export interface Conversations {
  /** @throws AppError `invalid_input` for an `after` that is no end of a page */
  conversations(
    input: { limit?: number | undefined; query?: string | undefined; after?: string | undefined },
    principal: Principal,
  ): ConversationList;
  /** @throws AppError `not_found`; so do the ones below */
  messages(
    conversationId: string,
    principal: Principal,
  ): Promise<{ title: string; messages: Message[]; shownId: string | null }>;
  show(input: MessageInput, principal: Principal): Promise<{ shownId: string }>;
  rename(conversationId: string, title: string, principal: Principal): Promise<{ title: string }>;
  /** A conversation of its own with a copy of everything up to a message. */
  branch(input: MessageInput, principal: Principal): Promise<{ conversationId: string }>;
  /** The branch that is shown, as Markdown with its sources as footnotes. */
  export(conversationId: string, principal: Principal): Promise<{ name: string; text: string }>;
  /** Whether there was one. */
  deleteConversation(conversationId: string, principal: Principal): Promise<boolean>;
  /** Whether it stands again. */
  restoreConversation(conversationId: string, principal: Principal): Promise<boolean>;
}

/** A conversation that was deleted can be had back for this long. */
export const restorableMs = 24 * 60 * 60 * 1000;

const defaultListed = 100;
/** Of a search: each has its message looked for. */
const mostFound = 100;
/** Messages read in one go; more would hold the event loop. */
const messagePage = 200;
/** Messages copied in one write; more would keep others waiting. */
const copiedAtOnce = 50;

export function createConversations({
  store,
  clock,
}: {
  store: ConversationStore;
  clock: Clock;
}): Conversations {
  return {
    conversations({ limit = defaultListed, query, after }, principal) {
      const page = store.list({
        owner: principal.id,
        limit: query?.trim() ? Math.min(limit, mostFound) : limit,
        query,
        after: after === undefined ? undefined : readCursor(after),
      });
      return {
        conversations: page.conversations.map(({ found, ...summary }) => ({
          ...summary,
          ...(found && {
            found: { messageId: found.messageId, ...makeSnippet(found.text, page.terms) },
          }),
        })),
        next: page.next && writeCursor(page.next),
      };
    },

    async messages(conversationId, principal) {
      const place = { conversationId, owner: principal.id };
      const messages: Message[] = [];
      for (;;) {
        const page = store.messages({ ...place, after: messages.length, limit: messagePage });
        if (!page) throw noConversation();
        messages.push(...page.map(toMessage));
        if (page.length < messagePage) break;
        await yieldToEventLoop();
      }
      // Last, so that what is shown is among them.
      const conversation = store.conversation(place);
      if (!conversation) throw noConversation();
      return { ...conversation, messages };
    },

    show: ({ conversationId, messageId }, principal) =>
      store.show({ conversationId, owner: principal.id, messageId }),

    async rename(conversationId, given, principal) {
      const title = readTitle(given);
      await store.rename({ conversationId, owner: principal.id, title });
      return { title };
    },

    async branch({ conversationId, messageId }, principal) {
      const place = { conversationId, owner: principal.id };
      const source = store.conversation(place);
      if (!source) throw noConversation();
      const copyId = randomUUID();
      const title = titleOfCopy(source.title);
      const copy = { ...place, messageId, copyId, title, now: clock.now(), limit: copiedAtOnce };
      let { copied, isDone } = await store.copyBranch({ ...copy, after: 0 });
      while (!isDone) ({ copied, isDone } = await store.copyBranch({ ...copy, after: copied }));
      return { conversationId: copyId };
    },

    async export(conversationId, principal) {
      const place = { conversationId, owner: principal.id };
      const conversation = store.conversation(place);
      if (!conversation) throw noConversation();
      const messages: MessageRecord[] = [];
      for (let end = conversation.shownId; end !== null; ) {
        const stretch = store.branch({ ...place, messageId: end, last: messagePage });
        if (!stretch) throw noConversation();
        messages.unshift(...stretch);
        end = stretch[0]?.parentId ?? null;
        await yieldToEventLoop();
      }
      // Only now: the parser of Markdown takes a while to load.
      const { exportMarkdown, exportName } = await import('./exportMarkdown.ts');
      const { title } = conversation;
      return { name: exportName(title), text: await exportMarkdown(title, messages.map(toMessage)) };
    },

    deleteConversation: (conversationId, principal) =>
      store.delete({ conversationId, owner: principal.id, now: clock.now() }),

    restoreConversation: (conversationId, principal) =>
      store.restore({ conversationId, owner: principal.id, since: clock.now() - restorableMs }),
  };
}

function noConversation(): AppError {
  return new AppError('not_found', 'This conversation does not exist.');
}

export function noMessage(): AppError {
  return new AppError('not_found', 'This message is not in the conversation.');
}
