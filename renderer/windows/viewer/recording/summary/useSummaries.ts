import type { RecordingSummary } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useConnection, useQuery } from '../../../../client/index.ts';
import { useNotices } from '../../../../frame/notices.tsx';
import { useOpenRecording } from '../useRecording.ts';

export interface SummaryInHand {
  templateId: string;
  /** 0 to 1; null until it is told. */
  fraction: number | null;
}

/** The summaries of a recording, and the one that is being made. */
export function useSummaries(documentId: string) {
  const { client } = useConnection();
  const { fail } = useNotices();
  const { recording } = useOpenRecording();
  const { data, error, reload } = useQuery('summaries.list', { documentId });
  const [making, setMaking] = useState<SummaryInHand | null>(null);
  const controller = useRef<AbortController | null>(null);
  useEffect(() => () => controller.current?.abort(), []);
  // Words that changed make a summary old.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision is what it is asked again for
  useEffect(reload, [recording.revision, reload]);

  const make = useCallback(
    (templateId: string) => {
      const own = new AbortController();
      controller.current = own;
      setMaking({ templateId, fraction: null });
      client
        .call(
          'summaries.create',
          { documentId, templateId },
          {
            signal: own.signal,
            onEvent: ({ fraction }) =>
              setMaking((before) => before && { ...before, fraction: fraction < 1 ? fraction : null }),
          },
        )
        .catch((failure: unknown) => {
          if (!hasCode(failure, 'cancelled')) fail(failure);
        })
        .finally(() => {
          if (controller.current !== own) return;
          setMaking(null);
          reload();
        });
    },
    [client, documentId, fail, reload],
  );
  const remove = useCallback(
    ({ templateId }: RecordingSummary) =>
      void client.call('summaries.remove', { documentId, templateId }).then(reload, fail),
    [client, documentId, reload, fail],
  );
  return {
    summaries: data?.summaries ?? null,
    error: data ? null : error,
    reload,
    making,
    make,
    stop: () => controller.current?.abort(),
    remove,
  };
}
