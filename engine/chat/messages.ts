import type { AskScope, Attachment, Message } from '@adiuva/contracts/rpc';
import { AppError, toWireError, type WireError } from '#base';
import type { MessageRecord } from '#storage';
import type { WrittenAnswer } from './answerWriter.ts';
import { isGrounded, unsupportedRanges } from './grounding.ts';

/** What every message has; of a question it is all but its scope and attachments. */
const plain = {
  citations: [],
  model: null,
  kind: null,
  grounded: false,
  droppedCitations: 0,
  unsupported: [],
  scope: null,
  attachments: [],
  state: 'complete',
} as const;

export function questionMessage(args: {
  id: string;
  parentId: string | null;
  text: string;
  scope: AskScope | null;
  attachments: readonly Attachment[];
  createdAt: number;
}): MessageRecord {
  return {
    ...plain,
    ...args,
    role: 'user',
    citations: [],
    unsupported: [],
    attachments: [...args.attachments],
  };
}

export interface AnswerDraft {
  id: string;
  /** The question. */
  parentId: string;
  model: string;
  kind: 'extract' | 'generated';
  written: WrittenAnswer;
  state: Message['state'];
  error?: WireError | undefined;
  createdAt: number;
}

/** An answer with what was judged of it. */
export function answerMessage({ written, error, ...draft }: AnswerDraft): MessageRecord & Message {
  const { text, citations, dropped } = written;
  const judged = draft.kind === 'generated' ? unsupportedRanges(text) : [];
  const last = judged.at(-1);
  // Of a sentence that was cut nobody can tell whether a citation would have followed.
  const isCut = draft.state !== 'complete' && last !== undefined && last[1] >= text.trimEnd().length;
  return {
    ...plain,
    ...draft,
    role: 'assistant',
    text,
    citations: [...citations],
    grounded:
      draft.state === 'complete' && (draft.kind === 'generated' ? isGrounded(written) : citations.length > 0),
    droppedCitations: dropped,
    unsupported: isCut ? judged.slice(0, -1) : judged,
    attachments: [],
    ...(error && { error }),
  };
}

/** Answers from before sentences were judged are judged now. */
export function toMessage(record: MessageRecord): Message {
  if (record.unsupported !== null) return { ...record, unsupported: record.unsupported };
  const written = { text: record.text, citations: record.citations, dropped: record.droppedCitations };
  return {
    ...record,
    unsupported: unsupportedRanges(record.text),
    grounded: record.state === 'complete' && isGrounded(written),
  };
}

/** What is kept of why an answer failed: of a defect, whose words may speak of anything, that it was one. */
export function keptError(error: unknown): WireError {
  if (error instanceof AppError) return toWireError(error);
  return { code: 'internal', message: 'Something went wrong inside; the log says what.' };
}
