import type { OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useEffect, useState } from 'react';
import { useErrorWords } from '../messages/index.ts';
import type { Connection } from './connection.ts';
import { useConnection, useConnectionState } from './useConnection.ts';

export interface Query<T> {
  data: T | null;
  /** In words, for the person. */
  error: string | null;
  isLoading: boolean;
  reload(): void;
}

type Method = keyof EngineContract & string;

/** Asks once the connection is open, again when it came back, when `input` changed, and on `reload`. */
export function useQuery<M extends Method>(
  method: M,
  input: Parameters<Connection['client']['call']>[1] & object,
): Query<OutputOf<EngineContract[M]>> {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const [round, setRound] = useState(0);
  const words = useErrorWords();
  const [answer, setAnswer] = useState<{
    data: OutputOf<EngineContract[M]> | null;
    failure: unknown;
    isLoading: boolean;
  }>({ data: null, failure: null, isLoading: true });
  const key = JSON.stringify(input);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` stands for "again"
  useEffect(() => {
    if (!isOpen) return;
    const controller = new AbortController();
    setAnswer((before) => ({ ...before, isLoading: true }));
    client.call(method, JSON.parse(key), { signal: controller.signal }).then(
      (data) => setAnswer({ data, failure: null, isLoading: false }),
      (error: unknown) => {
        if (hasCode(error, 'cancelled')) return;
        setAnswer((before) => ({ ...before, failure: error, isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [client, isOpen, method, key, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  const { data, failure, isLoading } = answer;
  return { data, error: failure === null ? null : words(failure), isLoading, reload };
}
