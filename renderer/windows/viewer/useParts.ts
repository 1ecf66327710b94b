import type { ContainerStep, OutputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useConnection, useConnectionState } from '../../client/index.ts';
import { createRowWindows, type RowWindows } from '../../components/rowWindows.ts';

type Answer = OutputOf<EngineContract['library.parts']>;
export type StoredPart = Answer['parts'][number];

/** The parts of a document, fetched as they come into sight. */
export function useParts(documentId: string): RowWindows<StoredPart> {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const parts = useMemo(
    () =>
      createRowWindows<StoredPart>({
        pageSize: 1,
        maxPages: 60,
        async fetch(part, _limit, signal) {
          const answer = await client.call('library.parts', { id: documentId, part }, { signal });
          return { rows: answer.parts, total: answer.total };
        },
      }),
    [client, documentId],
  );
  useEffect(() => {
    if (isOpen) parts.refresh();
    return parts.rest;
  }, [isOpen, parts]);
  useSyncExternalStore(parts.subscribe, parts.version);
  return parts;
}

/** The part in which a file inside the document begins; null until it is known, and where nothing is asked for. */
export function usePartWithin(
  documentId: string,
  within: readonly ContainerStep[] | undefined,
): { part: number | null; error: unknown } {
  const { client } = useConnection();
  const [found, setFound] = useState<{ part: number | null; error: unknown }>({ part: null, error: null });
  const key = within ? JSON.stringify(within) : null;
  useEffect(() => {
    setFound({ part: null, error: null });
    if (key === null) return;
    const controller = new AbortController();
    client
      .call('library.parts', { id: documentId, within: JSON.parse(key) }, { signal: controller.signal })
      .then(
        ({ parts }) => setFound({ part: parts[0]?.ordinal ?? null, error: null }),
        (error: unknown) => {
          if (!controller.signal.aborted) setFound({ part: null, error });
        },
      );
    return () => controller.abort();
  }, [client, documentId, key]);
  return found;
}
