import { randomUUID } from 'node:crypto';
import type { Answer, AskScope, ConversationSummary, Message } from '@adiuva/contracts/rpc';
import { AppError, type Principal, throwIfAborted, yieldToEventLoop } from '#base';
import type { LanguageModel, Providers } from '#providers';
import { makeSnippet } from '#retrieval';
import type { MessageRecord } from '#storage';
import { type AnsweringOptions, type AskOptions, answerQuestion, extractive } from './answerQuestion.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { questionMessage, toMessage } from './messages.ts';
import { readTitle, titleOf, titleOfCopy } from './title.ts';

export interface ChatOptions extends AnsweringOptions {
  providers: Providers;
  /** The settings' `provider:model`; null for extracts. */
  defaultModel(): string | null | Promise<string | null>;
}

export interface AskInput {
  question: string;
  kb?: string | undefined;
  scope?: AskScope | undefined;
  /** Ids of documents; where there are any, the question is asked of these alone. */
  attachments?: readonly string[] | undefined;
  /** `extractive` or `provider:model`. */
  model?: string | undefined;
  conversationId?: string | undefined;
  /** As in the contract: undefined stands for the branch that is shown. */
  parentId?: string | null | undefined;
}

export interface MessageInput {
  conversationId: string;
  messageId: string;
}

export interface ConversationList {
  conversations: ConversationSummary[];
  next: string | null;
}

/** Every `conversationId` that is not the principal's own is one that is not there. */
export interface Chat {
  /**
   * Answers from the documents the principal may see, and keeps question and answer. Aborting `signal` ends it at
   * once; what was written is kept as `stopped`.
   *
   * @throws AppError `cancelled`; `not_found` for what the question names and is not there; what retrieval and
   *   the language model throw, with what had been written kept as `failed`
   */
  ask(input: AskInput, principal: Principal, options?: AskOptions): Promise<Answer>;
  /** Answers the question of an answer once more. @throws as `ask` does */
  regenerate(
    input: MessageInput & { model?: string | undefined },
    principal: Principal,
    options?: AskOptions,
  ): Promise<Answer>;
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

const historyMessages = 20;
const defaultListed = 100;
/** Of a search: each has its message looked for. */
const mostFound = 100;
/** Messages read in one go; more would hold the event loop. */
const messagePage = 200;
/** Messages copied in one write; more would keep others waiting. */
const copiedAtOnce = 50;

export function createChat(options: ChatOptions): Chat {
  const { providers, store, library, clock, defaultModel } = options;

  async function chooseModel(asked: string | undefined): Promise<LanguageModel | null> {
    const reference = asked ?? (await defaultModel());
    return reference === null || reference === extractive ? null : providers.resolve(reference);
  }

  return {
    async ask(input, principal, askOptions = {}) {
      throwIfAborted(askOptions.signal);
      const owner = principal.id;
      const model = await chooseModel(input.model);
      const scope = readScope(input);
      if (scope) library.checkScope(scope, principal);
      const now = clock.now();
      const question = questionMessage({
        id: randomUUID(),
        parentId: null,
        text: input.question,
        scope,
        attachments: library.attachments(
          [...new Set(input.attachments)].map((documentId) => ({ documentId })),
          principal,
        ),
        createdAt: now,
      });
      if (input.conversationId === undefined) {
        if (input.parentId) throw noMessage();
        const conversationId = randomUUID();
        const title = titleOf(input.question);
        await store.create({ id: conversationId, owner, title, now, message: question });
        const kept = { conversationId, question, history: [], model };
        return answerQuestion(options, kept, principal, askOptions);
      }
      const place = { conversationId: input.conversationId, owner };
      const { parentId } = await store.appendQuestion({
        ...place,
        now,
        message: question,
        parentId: input.parentId,
      });
      const history =
        parentId === null ? [] : store.branch({ ...place, messageId: parentId, last: historyMessages });
      const kept = { conversationId: place.conversationId, question, history: history ?? [], model };
      return answerQuestion(options, kept, principal, askOptions);
    },

    async regenerate({ conversationId, messageId, model: asked }, principal, askOptions = {}) {
      throwIfAborted(askOptions.signal);
      const place = { conversationId, owner: principal.id };
      const branch = store.branch({ ...place, messageId, last: historyMessages + 2 });
      if (!branch) throw noMessage();
      // A question whose answer was never kept can be answered too.
      if (branch.at(-1)?.role === 'assistant') branch.pop();
      const question = branch.pop();
      if (question?.role !== 'user') throw noMessage();
      const model = await chooseModel(asked);
      if (question.scope) library.checkScope(question.scope, principal);
      library.attachments(question.attachments, principal);
      await store.show({ ...place, messageId: question.id, isEnd: true });
      return answerQuestion(
        options,
        { conversationId, question, history: branch.slice(-historyMessages), model },
        principal,
        askOptions,
      );
    },

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

/** Null where everything is asked. */
function readScope({ kb, scope }: AskInput): AskScope | null {
  const knowledgeBases = [...new Set([...(kb === undefined ? [] : [kb]), ...(scope?.knowledgeBases ?? [])])];
  const documentIds = [...new Set(scope?.documentIds)];
  return knowledgeBases.length + documentIds.length > 0 ? { knowledgeBases, documentIds } : null;
}

function noConversation(): AppError {
  return new AppError('not_found', 'This conversation does not exist.');
}

function noMessage(): AppError {
  return new AppError('not_found', 'This message is not in the conversation.');
}
