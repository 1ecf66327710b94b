import type { WatchedFolder } from '@adiuva/contracts/rpc';
import { useEffect, useMemo, useState } from 'react';
import { useConnectionState, useFollow } from '../../client/index.ts';

const none: ReadonlyMap<string, WatchedFolder> = new Map();

/** The watched folders as they are from moment to moment, by their paths. */
export function useWatchedFolders(): readonly WatchedFolder[] {
  const [folders, setFolders] = useState(none);
  const isOpen = useConnectionState() === 'open';
  // What was removed meanwhile is not told: the list is made anew.
  useEffect(() => {
    if (isOpen) setFolders(none);
  }, [isOpen]);
  useFollow('folders.follow', {}, (event) => {
    if (event.type === 'synced') return;
    setFolders((before) => {
      const after = new Map(before);
      if (event.type === 'folder') after.set(event.folder.id, event.folder);
      else after.delete(event.id);
      return after;
    });
  });
  return useMemo(() => [...folders.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), [folders]);
}
