import type { Job, QueueState } from '@adiuva/contracts/rpc';
import { useState } from 'react';
import { useFollow } from '../../client/index.ts';

/** How the queue stands, as the engine tells it; null until it has told. */
export function useQueue(): { queue: QueueState | null; running: readonly Job[] } {
  const [state, setState] = useState<{ queue: QueueState | null; running: readonly Job[] }>({
    queue: null,
    running: [],
  });
  useFollow('jobs.follow', {}, setState);
  return state;
}
