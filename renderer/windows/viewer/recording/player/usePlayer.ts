import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useConnection } from '../../../../client/index.ts';
import { openMedia } from '../media/openMedia.ts';
import { rangeReader } from '../media/readRanges.ts';
import { createPlayer, type Player } from './player.ts';
import { type PlayerState, readKept } from './playerState.ts';

const keptKey = 'adiuva-player';

/** The player of a recording for as long as it is looked at. Speed and loudness stay as the person left them. */
export function usePlayer(documentId: string, durationMs: number): Player {
  const { client } = useConnection();
  const player = useMemo(() => {
    const read = rangeReader(client, documentId);
    return createPlayer({
      durationMs,
      open: (signal, onLoaded, onError) => openMedia({ durationMs, read, signal, onLoaded, onError }),
      kept: readKept(localStorage.getItem(keptKey)),
    });
  }, [client, documentId, durationMs]);
  useEffect(() => {
    const unsubscribe = player.subscribe(() => {
      const { rate, volume, isMuted } = player.state();
      localStorage.setItem(keptKey, JSON.stringify({ rate, volume, isMuted }));
    });
    return () => {
      unsubscribe();
      player.dispose();
    };
  }, [player]);
  return player;
}

export function usePlayerState(player: Player): PlayerState {
  return useSyncExternalStore(player.subscribe, player.state);
}

/** What follows from the place that is heard: told again only when it is another. */
export function usePosition<T>(player: Player, read: (ms: number) => T): T {
  const [value, setValue] = useState(() => read(player.positionMs()));
  useEffect(() => {
    const look = (ms: number) => setValue(read(ms));
    look(player.positionMs());
    return player.onPosition(look);
  }, [player, read]);
  return value;
}
