import { randomBytes } from 'node:crypto';
import type { Message } from '@adiuva/contracts/rpc';
import type { LanguageModel, ModelTurn } from '#providers';
import { type AnswerWriter, createAnswerWriter, withoutMarks } from './answerWriter.ts';
import type { Passage } from './passages.ts';
import { buildPrompt } from './prompt.ts';

/** What is read of a former message. */
export type Turn = Pick<Message, 'role' | 'text'>;

export interface GenerateRequest {
  model: LanguageModel;
  question: string;
  passages: readonly Passage[];
  /** The passages are whole documents that fit. */
  isWhole?: boolean;
  history: readonly Turn[];
  signal: AbortSignal | undefined;
  /** Given before the first word, so that what was written is at hand when the model fails. */
  onStart(writer: AnswerWriter): void;
  onText(delta: string): void;
}

/** @throws what the model's stream throws */
export async function generateAnswer(request: GenerateRequest): Promise<void> {
  const { model, question, passages, isWhole = false, history, signal, onStart, onText } = request;
  const prompt = buildPrompt({
    question,
    passages,
    isWhole,
    history: toTurns(history),
    contextTokens: model.contextTokens,
    nonce: randomBytes(6).toString('hex'),
  });
  const writer = createAnswerWriter(prompt.passages);
  onStart(writer);
  const emit = (delta: string) => {
    if (delta !== '') onText(delta);
  };
  try {
    const { system, messages, maxOutputTokens } = prompt;
    for await (const delta of model.stream({ system, messages, maxOutputTokens, signal }))
      emit(writer.push(delta));
  } finally {
    emit(writer.end());
  }
}

/** Strictly one after the other, as services ask for; numbers of former citations would mislead and go. */
export function toTurns(history: readonly Turn[]): ModelTurn[] {
  const turns: ModelTurn[] = [];
  for (const [index, { role, text }] of history.entries()) {
    const answer = history[index + 1];
    const clean = withoutMarks(text).trim();
    if (role === 'assistant') {
      if (clean !== '' && turns.at(-1)?.role === 'user') turns.push({ role, text: clean });
    } else if (clean !== '' && answer?.role === 'assistant' && withoutMarks(answer.text).trim() !== '') {
      turns.push({ role, text: clean });
    }
  }
  return turns;
}
