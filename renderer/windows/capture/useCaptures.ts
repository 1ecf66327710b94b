import type { Capture } from '@adiuva/contracts/rpc';
import { useState } from 'react';
import { useFollow } from '../../client/index.ts';

/** The recordings under way, of this window and of others, and those that were not finished. */
export function useCaptures(): readonly Capture[] {
  const [captures, setCaptures] = useState<readonly Capture[]>([]);
  useFollow('capture.follow', {}, (event) => setCaptures(event.captures));
  return captures;
}
