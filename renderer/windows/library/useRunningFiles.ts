import type { Job } from '@adiuva/contracts/rpc';
import { useState } from 'react';
import { useFollow } from '../../client/index.ts';

/** The jobs in hand by what they work on. */
export function useRunningFiles(): ReadonlyMap<string, Job> {
  const [running, setRunning] = useState<ReadonlyMap<string, Job>>(new Map());
  useFollow('jobs.follow', {}, (event) => {
    setRunning((before) =>
      before.size === 0 && event.running.length === 0
        ? before
        : new Map(event.running.map((job) => [job.subject, job])),
    );
  });
  return running;
}
