import type { DocumentSummary } from '@adiuva/contracts/rpc';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { useConnection, useConnectionState, useFollow } from '../../client/index.ts';
import { createRowWindows, type RowWindows } from '../../components/rowWindows.ts';
import type { ListInput } from './libraryFilter.ts';

const refreshMs = 1000;

/** The documents of a view, fetched as they come into sight and kept in line with the library. */
export function useDocumentRows(input: ListInput): RowWindows<DocumentSummary> {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const key = JSON.stringify(input);
  const rows = useMemo(
    () =>
      createRowWindows<DocumentSummary>({
        async fetch(offset, limit, signal) {
          const given = JSON.parse(key) as ListInput;
          const { documents, total } = await client.call(
            'library.list',
            { ...given, offset, limit },
            { signal },
          );
          return { rows: documents, total };
        },
      }),
    [client, key],
  );
  useEffect(() => {
    if (isOpen) rows.refresh();
    return rows.rest;
  }, [isOpen, rows]);

  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useFollow('library.follow', {}, () => {
    // While a folder is being read it changes all the time; a person reads more slowly.
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current.refresh();
    }, refreshMs);
  });
  const latest = useRef(rows);
  useEffect(() => {
    latest.current = rows;
  });
  useSyncExternalStore(rows.subscribe, rows.version);
  return rows;
}
