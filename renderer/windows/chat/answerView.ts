import type { Citation, Message } from '@adiuva/contracts/rpc';
import type { TextRange } from '../../components/markdown/annotateBlock.ts';
import type { LiveAnswer } from './session/liveAnswers.ts';

/** An answer as it is shown, whether it is being written or kept. */
export interface AnswerView {
  id: string | null;
  text: string;
  kind: 'extract' | 'generated';
  model: string | null;
  citations: readonly Citation[];
  unsupported: readonly TextRange[];
  isGrounded: boolean;
  droppedCitations: number;
  state: 'live' | 'complete' | 'stopped' | 'failed';
  phase: LiveAnswer['phase'];
  documents: readonly string[];
  error: unknown;
}

export function viewOfMessage(message: Message): AnswerView {
  const { id, text, kind, model, citations, unsupported, grounded, droppedCitations, state, error } = message;
  return {
    id,
    text,
    kind: kind ?? 'generated',
    model,
    citations,
    unsupported,
    isGrounded: grounded,
    droppedCitations,
    state,
    phase: 'ended',
    documents: [],
    error: error ?? null,
  };
}

/** @param isExtract whether no language model was asked */
export function viewOfLive(live: LiveAnswer, isExtract: boolean): AnswerView {
  const { messageId, text, answer, phase, documents, error, wasStopped, model } = live;
  const ended = error !== null ? 'failed' : wasStopped ? 'stopped' : 'complete';
  return {
    id: messageId,
    text,
    kind: answer?.kind ?? (isExtract ? 'extract' : 'generated'),
    model: answer?.model ?? model ?? null,
    citations: answer?.citations ?? [],
    unsupported: answer?.unsupported ?? [],
    isGrounded: answer?.grounded ?? true,
    droppedCitations: answer?.droppedCitations ?? 0,
    state: phase === 'ended' ? ended : 'live',
    phase,
    documents,
    error,
  };
}
