import { useEffect, useState } from 'react';
import { useConnection } from '../../client/index.ts';
import { fileName } from '../../components/fileName.ts';

/** Names of documents by id; null where one is gone. */
export function useDocumentNames(ids: readonly string[]): ReadonlyMap<string, string | null> {
  const { client } = useConnection();
  const [names, setNames] = useState<ReadonlyMap<string, string | null>>(new Map());
  const key = ids.join(' ');
  useEffect(() => {
    if (key === '') return;
    const controller = new AbortController();
    const tell = (id: string, name: string | null) => setNames((before) => new Map(before).set(id, name));
    for (const id of key.split(' '))
      client.call('library.show', { id, withChunks: false }, { signal: controller.signal }).then(
        ({ path }) => tell(id, fileName(path)),
        () => {
          if (!controller.signal.aborted) tell(id, null);
        },
      );
    return () => controller.abort();
  }, [client, key]);
  return names;
}
