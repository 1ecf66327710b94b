import { randomUUID } from 'node:crypto';
import type { Answer, AskScope } from '@adiuva/contracts/rpc';
import { type Principal, throwIfAborted } from '#base';
import type { LanguageModel, Providers } from '#providers';
import { type AnsweringOptions, type AskOptions, answerQuestion, extractive } from './answerQuestion.ts';
import { type Conversations, createConversations, type MessageInput, noMessage } from './conversations.ts';
import { questionMessage } from './messages.ts';
import { titleOf } from './title.ts';

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

export interface Chat extends Conversations {
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
}

const historyMessages = 20;

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

    ...createConversations(options),
  };
}

/** Null where everything is asked. */
function readScope({ kb, scope }: AskInput): AskScope | null {
  const knowledgeBases = [...new Set([...(kb === undefined ? [] : [kb]), ...(scope?.knowledgeBases ?? [])])];
  const documentIds = [...new Set(scope?.documentIds)];
  return knowledgeBases.length + documentIds.length > 0 ? { knowledgeBases, documentIds } : null;
}
