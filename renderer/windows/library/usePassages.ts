import type { SearchFilters, SearchMode, SearchOutput } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useEffect, useState } from 'react';
import { useConnection } from '../../client/index.ts';

export interface Passages {
  output: SearchOutput | null;
  error: unknown;
  isSearching: boolean;
  retry(): void;
}

export const passagesAtOnce = 30;

/** Passages for a query, asked for again when it or a filter changes; an empty query asks for nothing. */
export function usePassages(
  query: string,
  mode: SearchMode,
  filters: SearchFilters,
  limit: number,
): Passages {
  const { client } = useConnection();
  const [state, setState] = useState<Omit<Passages, 'retry'>>({
    output: null,
    error: null,
    isSearching: false,
  });
  const [round, setRound] = useState(0);
  const key = JSON.stringify({ query: query.trim(), mode, limit, ...filters });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `round` stands for "again"
  useEffect(() => {
    const input = JSON.parse(key);
    if (input.query === '') return setState({ output: null, error: null, isSearching: false });
    const controller = new AbortController();
    setState((before) => ({ ...before, error: null, isSearching: true }));
    client.call('search.query', input, { signal: controller.signal }).then(
      (output) => setState({ output, error: null, isSearching: false }),
      (error: unknown) => {
        if (!hasCode(error, 'cancelled')) setState({ output: null, error, isSearching: false });
      },
    );
    return () => controller.abort();
  }, [client, key, round]);
  return { ...state, retry: () => setRound((before) => before + 1) };
}
