import type { OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useEffect, useState } from 'react';
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
  const [answer, setAnswer] = useState<Omit<Query<OutputOf<EngineContract[M]>>, 'reload'>>({
    data: null,
    error: null,
    isLoading: true,
  });
  const key = JSON.stringify(input);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` stands for "again"
  useEffect(() => {
    if (!isOpen) return;
    const controller = new AbortController();
    setAnswer((before) => ({ ...before, isLoading: true }));
    client.call(method, JSON.parse(key), { signal: controller.signal }).then(
      (data) => setAnswer({ data, error: null, isLoading: false }),
      (error: unknown) => {
        if (hasCode(error, 'cancelled')) return;
        setAnswer((before) => ({ ...before, error: errorWords(error), isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [client, isOpen, method, key, round]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...answer, reload };
}

/** What went wrong, as a sentence. */
export function errorWords(error: unknown): string {
  if (hasCode(error, 'worker_crashed')) return 'The connection to Adiuva was lost before the answer came.';
  return error instanceof Error && error.message ? error.message : 'Something went wrong.';
}
