import type { Answer } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useRef, useState } from 'react';
import { errorWords, useConnection } from '../../client/index.ts';

/** A question and what has come of it so far. */
export interface Turn {
  id: number;
  question: string;
  /** Grows while the answer is written. */
  text: string;
  state: 'waiting' | 'writing' | 'done' | 'stopped' | 'failed';
  answer: Answer | null;
  error: string | null;
}

export interface Conversation {
  turns: readonly Turn[];
  isAnswering: boolean;
  ask(question: string, kb: string | null): void;
  stop(): void;
  clear(): void;
}

/** Questions that follow one another; each streams its answer and can be stopped. */
export function useConversation(): Conversation {
  const { client } = useConnection();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const running = useRef<AbortController | null>(null);
  const conversationId = useRef<string | undefined>(undefined);
  const lastId = useRef(0);

  const ask = useCallback(
    (question: string, kb: string | null) => {
      if (running.current) return;
      const controller = new AbortController();
      running.current = controller;
      lastId.current += 1;
      const id = lastId.current;
      const change = (update: (turn: Turn) => Partial<Turn>) =>
        setTurns((before) => before.map((turn) => (turn.id === id ? { ...turn, ...update(turn) } : turn)));
      setTurns((before) => [
        ...before,
        { id, question, text: '', state: 'waiting', answer: null, error: null },
      ]);
      const input = {
        question,
        ...(kb && { kb }),
        ...(conversationId.current && { conversationId: conversationId.current }),
      };
      client
        .call('chat.ask', input, {
          signal: controller.signal,
          onEvent: (event) => {
            if (event.type === 'text')
              change((turn) => ({ text: turn.text + event.delta, state: 'writing' }));
          },
        })
        .then(
          (answer) => {
            conversationId.current = answer.conversationId;
            change(() => ({ answer, text: answer.answer, state: 'done' }));
          },
          (error: unknown) =>
            change(() =>
              hasCode(error, 'cancelled')
                ? { state: 'stopped' }
                : { state: 'failed', error: errorWords(error) },
            ),
        )
        .finally(() => {
          running.current = null;
          setTurns((before) => [...before]);
        });
    },
    [client],
  );

  const stop = useCallback(() => running.current?.abort(), []);
  const clear = useCallback(() => {
    running.current?.abort();
    conversationId.current = undefined;
    setTurns([]);
  }, []);

  const isAnswering = turns.some(({ state }) => state === 'waiting' || state === 'writing');
  return { turns, isAnswering, ask, stop, clear };
}
