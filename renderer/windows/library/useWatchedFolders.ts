import type { WatchedFolder } from '@adiuva/contracts/rpc';
import { hasCode } from '@adiuva/wire';
import { useEffect, useState } from 'react';
import { useConnection, useConnectionState } from '../../client/index.ts';

/** The watched folders as they are from moment to moment. `onSynced` hears when one was brought in line. */
export function useWatchedFolders(onSynced: () => void): readonly WatchedFolder[] {
  const { client } = useConnection();
  const isOpen = useConnectionState() === 'open';
  const [folders, setFolders] = useState<ReadonlyMap<string, WatchedFolder>>(new Map());

  useEffect(() => {
    if (!isOpen) return;
    const controller = new AbortController();
    setFolders(new Map());
    client
      .call(
        'folders.follow',
        {},
        {
          signal: controller.signal,
          onEvent(event) {
            if (event.type === 'synced') return onSynced();
            setFolders((before) => {
              const after = new Map(before);
              if (event.type === 'folder') after.set(event.folder.id, event.folder);
              else after.delete(event.id);
              return after;
            });
          },
        },
      )
      .catch((error: unknown) => {
        // The connection says for itself that it is gone.
        if (!hasCode(error, 'cancelled') && !hasCode(error, 'worker_crashed')) throw error;
      });
    return () => controller.abort();
  }, [client, isOpen, onSynced]);

  return [...folders.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}
