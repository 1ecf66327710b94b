import { useEffect, useState } from 'react';
import { useConnection } from '../../../client/index.ts';

/** `provider:model` of every model that the services name, and of those set as their defaults; grows as they answer. */
export function useProviderModels(
  providers: readonly { name: string; defaultModel?: string | undefined }[],
): readonly string[] {
  const { client } = useConnection();
  const [found, setFound] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const names = providers.map(({ name }) => name).join('\n');

  useEffect(() => {
    const controller = new AbortController();
    for (const name of names.split('\n').filter(Boolean)) {
      client.call('system.providerModels', { name }, { signal: controller.signal }).then(
        ({ models }) => setFound((before) => new Map(before).set(name, models)),
        // A service that does not answer now has its default model alone; its test button says why.
        () => undefined,
      );
    }
    return () => controller.abort();
  }, [client, names]);

  return providers.flatMap(({ name, defaultModel }) => [
    ...new Set(
      [...(defaultModel ? [defaultModel] : []), ...(found.get(name) ?? [])].map(
        (model) => `${name}:${model}`,
      ),
    ),
  ]);
}
