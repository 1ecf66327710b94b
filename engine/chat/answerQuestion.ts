import { randomUUID } from 'node:crypto';
import type { Answer, AskEvent, AskScope, Message, SearchOutput } from '@adiuva/contracts/rpc';
import { AppError, hasCode, type Principal, throwIfAborted } from '#base';
import type { Clock, Log } from '#ports';
import type { LanguageModel } from '#providers';
import type { MessageRecord } from '#storage';
import type { AnswerWriter, WrittenAnswer } from './answerWriter.ts';
import type { ChatLibrary } from './chatLibrary.ts';
import type { ConversationStore } from './conversationStore.ts';
import { extractiveAnswer, nothingFound } from './extractiveAnswer.ts';
import { readQuery } from './followUp.ts';
import { generateAnswer, toTurns } from './generatedAnswer.ts';
import { answerMessage, keptError } from './messages.ts';
import { distinctPassages, type Passage } from './passages.ts';
import { fitsWindow, longestPassages } from './prompt.ts';

/** What is searched for a question. */
export interface Retrieval {
  query: string;
  limit: number;
  /** Undefined: everything the principal may read. */
  scope: AskScope | undefined;
}

export interface AskOptions {
  signal?: AbortSignal | undefined;
  onEvent?: ((event: AskEvent) => void) | undefined;
}

export interface AnsweringOptions {
  /** What the principal may see is retrieval's to decide; chat reads nothing else. */
  retrieve(
    input: Retrieval,
    principal: Principal,
    signal: AbortSignal | undefined,
  ): Promise<Pick<SearchOutput, 'results'>>;
  library: ChatLibrary;
  store: ConversationStore;
  clock: Clock;
  log: Log;
}

/** A question that is kept already, and what it takes to answer it. */
export interface KeptQuestion {
  conversationId: string;
  question: MessageRecord;
  /** The end of the branch before it, oldest first. */
  history: readonly MessageRecord[];
  /** Null for extracts. */
  model: LanguageModel | null;
}

export const extractive = 'extractive';
/** Enough to choose sentences from; a model's window decides how many of its own it reads. */
const passagesForExtracts = 12;
const passagesForModel = 24;

/**
 * Answers a question and keeps the answer, however it ends.
 *
 * @throws AppError `cancelled`; what retrieval and the language model throw
 */
export async function answerQuestion(
  deps: AnsweringOptions,
  asked: KeptQuestion,
  principal: Principal,
  { signal, onEvent }: AskOptions,
): Promise<Answer> {
  const { store, clock, log } = deps;
  const { conversationId, question, history, model } = asked;
  const messageId = randomUUID();
  let writer: AnswerWriter | undefined;

  async function keep(
    written: WrittenAnswer,
    by: { model: string; kind: 'extract' | 'generated' },
    state: Message['state'],
    error?: unknown,
  ): Promise<Message> {
    const now = clock.now();
    const message = answerMessage({
      id: messageId,
      parentId: question.id,
      ...by,
      written: { ...written, citations: deps.library.narrow(written.citations) },
      state,
      createdAt: now,
      ...(error !== undefined && { error: keptError(error) }),
    });
    await store.appendAnswer({ conversationId, owner: principal.id, now, message });
    return message;
  }

  onEvent?.({ type: 'started', conversationId, questionId: question.id, messageId });
  try {
    throwIfAborted(signal);
    const query = readQuery(question.text, history);
    const { passages, isWhole } = await findPassages(deps, asked, query.text, principal, signal);
    throwIfAborted(signal);
    const documents = [...new Set(passages.map(({ path }) => path))];
    onEvent?.({ type: 'retrieved', passages: passages.length, documents });
    const isGenerated = model !== null && (passages.length > 0 || history.length > 0);
    let written: WrittenAnswer;
    if (isGenerated) {
      await generateAnswer({
        model,
        question: question.text,
        passages,
        isWhole,
        history,
        signal,
        onStart: (started) => {
          writer = started;
        },
        onText: (delta) => onEvent?.({ type: 'text', delta }),
      });
      written = writer?.written() ?? nothingFound(question.text);
    } else {
      written =
        passages.length > 0
          ? extractiveAnswer(question.text, passages, query.earlier)
          : nothingFound(question.text);
      onEvent?.({ type: 'text', delta: written.text });
    }
    const by = isGenerated
      ? ({ model: model.id, kind: 'generated' } as const)
      : ({ model: extractive, kind: 'extract' } as const);
    const kept = await keep(written, by, 'complete');
    return {
      answer: kept.text,
      citations: kept.citations,
      ...by,
      grounded: kept.grounded,
      conversationId,
      questionId: question.id,
      messageId,
      unsupported: kept.unsupported,
      droppedCitations: kept.droppedCitations,
    };
  } catch (error) {
    const isStopped = signal?.aborted === true || hasCode(error, 'cancelled');
    const partial = writer?.written() ?? { text: '', citations: [], dropped: 0 };
    const by = {
      model: model?.id ?? extractive,
      kind: model ? ('generated' as const) : ('extract' as const),
    };
    // The reason the answer ended matters more than that its rest could not be kept.
    await keep(partial, by, isStopped ? 'stopped' : 'failed', isStopped ? undefined : error).catch(
      (cause: unknown) =>
        log.warn('chat.answerNotKept', { code: cause instanceof AppError ? cause.code : 'internal' }),
    );
    if (isStopped && !hasCode(error, 'cancelled'))
      throw new AppError('cancelled', 'Stopped.', { cause: error });
    throw error;
  }
}

/** Of attached documents everything where it fits into the model's window; otherwise what fits the question best. */
async function findPassages(
  { retrieve, library }: AnsweringOptions,
  { question, model, history }: KeptQuestion,
  query: string,
  principal: Principal,
  signal: AbortSignal | undefined,
): Promise<{ passages: Passage[]; isWhole: boolean }> {
  const attached = question.attachments.map(({ documentId }) => documentId);
  if (model && attached.length > 0) {
    const room = {
      question: question.text,
      history: toTurns(history),
      contextTokens: model.contextTokens,
    };
    const passages = await library.readWhole(attached, longestPassages(room));
    throwIfAborted(signal);
    if (passages && fitsWindow({ ...room, passages })) return { passages, isWhole: true };
  }
  const limit = model ? passagesForModel : passagesForExtracts;
  const scope =
    attached.length > 0 ? { knowledgeBases: [], documentIds: attached } : (question.scope ?? undefined);
  const found = await retrieve({ query, limit, scope }, principal, signal);
  return { passages: distinctPassages(found.results), isWhole: false };
}
