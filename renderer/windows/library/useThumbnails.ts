import type { DocumentSummary } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { useConnection } from '../../client/index.ts';
import { createThumbnailStore, type ThumbnailStore } from './thumbnailStore.ts';

export const ThumbnailContext = createContext<ThumbnailStore | null>(null);

/** A row that is scrolled past in less has no picture made of it. */
const restMs = 150;

/** For the library, once. */
export function useThumbnailStore(): ThumbnailStore {
  const { client } = useConnection();
  return useMemo(
    () =>
      createThumbnailStore({
        async fetch(id) {
          try {
            const { mediaType, data } = await client.call('pictures.thumbnail', { id });
            return `data:${mediaType};base64,${data}`;
          } catch (error) {
            // The connection, or the person, may be back; what a file is does not change.
            if (
              hasCode(error, 'cancelled') ||
              hasCode(error, 'worker_crashed') ||
              hasCode(error, 'unavailable')
            )
              throw error;
            return null;
          }
        },
      }),
    [client],
  );
}

const withLooks = /^(application\/pdf|image\/|audio\/|video\/)/;

/** The small picture of a document in sight; null while there is none. */
export function useThumbnail({ id, indexedAt, mediaType, status }: DocumentSummary): string | null {
  const store = useContext(ThumbnailContext);
  const key = `${id} ${indexedAt}`;
  const mayHave = withLooks.test(mediaType ?? '') && status !== 'failed' && status !== 'pending';
  const [address, setAddress] = useState<string | null>(() => store?.get(key) ?? null);
  useEffect(() => {
    if (!store || !mayHave) return setAddress(null);
    const read = () => setAddress(store.get(key) ?? null);
    read();
    let forget: () => void = () => undefined;
    const timer = setTimeout(() => {
      forget = store.want(key, id);
      read();
    }, restMs);
    const unsubscribe = store.subscribe(read);
    return () => {
      clearTimeout(timer);
      forget();
      unsubscribe();
    };
  }, [store, key, id, mayHave]);
  return address;
}
