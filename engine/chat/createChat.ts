import { randomUUID } from 'node:crypto';
import type { Answer, AskEvent, Message, SearchInput, SearchOutput } from '@adiuva/contracts/rpc';
import { AppError, hasCode, type Principal, throwIfAborted } from '#base';
import type { Clock, Log } from '#ports';
import type { LanguageModel, Providers } from '#providers';
import { type AnswerWriter, isGrounded, type WrittenAnswer } from './answerWriter.ts';
import type { ConversationStore, ConversationSummary } from './conversationStore.ts';
import { extractiveAnswer, nothingFound } from './extractiveAnswer.ts';
import { readQuery } from './followUp.ts';
import { generateAnswer } from './generatedAnswer.ts';
import { distinctPassages, type Passage } from './passages.ts';

export interface ChatOptions {
  /** What the principal may see is retrieval's to decide; chat reads nothing else. */
  retrieve(input: SearchInput, principal: Principal, signal: AbortSignal | undefined): Promise<SearchOutput>;
  providers: Providers;
  store: ConversationStore;
  clock: Clock;
  log: Log;
  /** The settings' `provider:model`; null for extracts. */
  defaultModel(): string | null | Promise<string | null>;
}

export interface AskInput {
  question: string;
  kb?: string | undefined;
  /** `extractive` or `provider:model`. */
  model?: string | undefined;
  conversationId?: string | undefined;
}

export interface AskOptions {
  signal?: AbortSignal | undefined;
  onEvent?: ((event: AskEvent) => void) | undefined;
}

export interface Chat {
  /**
   * Answers from the documents the principal may see, and keeps question and answer. Aborting `signal` ends it at
   * once; what was written is kept as `stopped`.
   *
   * @throws AppError `cancelled`; `not_found` for a conversation or provider that is not there; what retrieval and
   *   the language model throw, with what had been written kept as `failed`
   */
  ask(input: AskInput, principal: Principal, options?: AskOptions): Promise<Answer>;
  conversations(input: { limit?: number | undefined }, principal: Principal): Promise<ConversationSummary[]>;
  /** @throws AppError `not_found` */
  messages(conversationId: string, principal: Principal): Promise<Message[]>;
  deleteConversation(conversationId: string, principal: Principal): Promise<boolean>;
}

const extractive = 'extractive';
/** Enough to choose sentences from; a model's window decides how many of its own it reads. */
const passagesForExtracts = 12;
const passagesForModel = 24;
const historyMessages = 20;

export function createChat({ retrieve, providers, store, clock, log, defaultModel }: ChatOptions): Chat {
  async function chooseModel(asked: string | undefined): Promise<LanguageModel | null> {
    const reference = asked ?? (await defaultModel());
    return reference === null || reference === extractive ? null : providers.resolve(reference);
  }

  async function readHistory(conversationId: string | undefined, owner: string): Promise<Message[]> {
    if (conversationId === undefined) return [];
    const messages = await store.messages({ conversationId, owner, last: historyMessages });
    if (!messages) throw noConversation();
    return messages;
  }

  async function ask(input: AskInput, principal: Principal, options: AskOptions = {}): Promise<Answer> {
    const { question } = input;
    const { signal, onEvent } = options;
    throwIfAborted(signal);
    const owner = principal.id;
    const history = await readHistory(input.conversationId, owner);
    const model = await chooseModel(input.model);
    const conversationId = input.conversationId ?? randomUUID();
    await keepQuestion(conversationId, owner, question, input.conversationId === undefined);

    let writer: AnswerWriter | undefined;
    const keepAnswer = async (written: WrittenAnswer, by: string, state: Message['state']) => {
      const id = randomUUID();
      const now = clock.now();
      const message: Message = {
        id,
        role: 'assistant',
        text: written.text,
        citations: [...written.citations],
        model: by,
        state,
        createdAt: now,
      };
      await store.append({ conversationId, owner, now, message });
      return id;
    };

    try {
      const query = readQuery(question, history);
      const passages = await findPassages(input, query.text, model !== null, principal, options);
      throwIfAborted(signal);
      const isGenerated = model !== null && (passages.length > 0 || history.length > 0);
      let written: WrittenAnswer;
      if (isGenerated) {
        await generateAnswer({
          model,
          question,
          passages,
          history,
          signal,
          onStart: (started) => {
            writer = started;
          },
          onText: (delta) => onEvent?.({ type: 'text', delta }),
        });
        written = writer?.written() ?? nothingFound(question);
      } else {
        written =
          passages.length > 0 ? extractiveAnswer(question, passages, query.earlier) : nothingFound(question);
        onEvent?.({ type: 'text', delta: written.text });
      }
      const by = isGenerated ? model.id : extractive;
      const messageId = await keepAnswer(written, by, 'complete');
      return {
        answer: written.text,
        citations: [...written.citations],
        model: by,
        grounded: isGenerated ? isGrounded(written) : written.citations.length > 0,
        conversationId,
        messageId,
        droppedCitations: written.dropped,
        kind: isGenerated ? 'generated' : 'extract',
      };
    } catch (error) {
      const isStopped = signal?.aborted === true || hasCode(error, 'cancelled');
      const partial = writer?.written() ?? { text: '', citations: [], dropped: 0 };
      // The reason the answer ended matters more than that its rest could not be kept.
      await keepAnswer(partial, model?.id ?? extractive, isStopped ? 'stopped' : 'failed').catch(
        (cause: unknown) =>
          log.warn('chat.answerNotKept', { code: cause instanceof AppError ? cause.code : 'internal' }),
      );
      if (isStopped && !hasCode(error, 'cancelled'))
        throw new AppError('cancelled', 'Stopped.', { cause: error });
      throw error;
    }
  }

  async function findPassages(
    { kb }: AskInput,
    query: string,
    isForModel: boolean,
    principal: Principal,
    { signal, onEvent }: AskOptions,
  ): Promise<Passage[]> {
    const limit = isForModel ? passagesForModel : passagesForExtracts;
    const found = await retrieve({ query, limit, ...(kb === undefined ? {} : { kb }) }, principal, signal);
    const passages = distinctPassages(found.results);
    const documents = [...new Set(passages.map(({ path }) => path))];
    onEvent?.({ type: 'retrieved', passages: passages.length, documents });
    return passages;
  }

  async function keepQuestion(id: string, owner: string, question: string, isNew: boolean): Promise<void> {
    const now = clock.now();
    const message: Message = {
      id: randomUUID(),
      role: 'user',
      text: question,
      citations: [],
      model: null,
      state: 'complete',
      createdAt: now,
    };
    if (isNew) await store.create({ id, owner, title: titleOf(question), now, message });
    else await store.append({ conversationId: id, owner, now, message });
  }

  return {
    ask,
    conversations: ({ limit }, principal) => store.list({ owner: principal.id, limit: limit ?? 100 }),
    async messages(conversationId, principal) {
      const messages = await store.messages({ conversationId, owner: principal.id });
      if (!messages) throw noConversation();
      return messages;
    },
    deleteConversation: (conversationId, principal) => store.delete({ conversationId, owner: principal.id }),
  };
}

function noConversation(): AppError {
  return new AppError('not_found', 'This conversation does not exist.');
}

/** The first question on one line, cut at a word. */
function titleOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  if (line.length <= 80) return line || '…';
  const cut = line.slice(0, 80);
  const word = cut.lastIndexOf(' ');
  return `${cut
    .slice(0, word > 40 ? word : 79)
    .toWellFormed()
    .replace(/\ufffd$/, '')}…`;
}
