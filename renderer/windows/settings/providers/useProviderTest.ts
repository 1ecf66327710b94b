import type { OutputOf } from '@adiuva/contracts';
import type { EngineContract, ProviderSettings } from '@adiuva/contracts/rpc';
import { useCallback, useState } from 'react';
import { useConnection } from '../../../client/index.ts';
import { useErrorWords } from '../../../messages/index.ts';

export type ProviderTest = Pick<OutputOf<EngineContract['system.testProvider']>, 'ok' | 'detail' | 'models'>;

/** Asks a service whether it would answer; with the key given, or with the one that is kept. */
export function useProviderTest(): {
  result: ProviderTest | null;
  isTesting: boolean;
  test(provider: ProviderSettings, key?: string): void;
} {
  const { client } = useConnection();
  const words = useErrorWords();
  const [result, setResult] = useState<ProviderTest | null>(null);
  const [isTesting, setTesting] = useState(false);
  const test = useCallback(
    (provider: ProviderSettings, key?: string) => {
      setTesting(true);
      setResult(null);
      client
        .call('system.testProvider', { provider, ...(key && { key }) })
        .then(setResult, (error: unknown) => setResult({ ok: false, detail: words(error), models: [] }))
        .finally(() => setTesting(false));
    },
    [client, words],
  );
  return { result, isTesting, test };
}
