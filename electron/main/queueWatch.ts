import type { QueueState } from '@adiuva/contracts/rpc';
import type { Progress } from './status.ts';

/** Work that took less than this is not worth a notification. */
const longMs = 20_000;

export interface Finished {
  done: number;
  failed: number;
  tookMs: number;
}

export interface QueueWatch {
  /** @returns what came to its end with this state of the queue, where it was long enough to tell of it */
  saw(queue: QueueState): Finished | null;
  /** Null while nothing is under way. */
  progress(): Progress | null;
}

/** Sees stretches of work in the counts of a queue: from the first job that waits to none that does. */
export function createQueueWatch(now: () => number): QueueWatch {
  let begun: { at: number; done: number; failed: number } | null = null;
  let last: { ended: number; open: number } = { ended: 0, open: 0 };

  return {
    saw({ counts, isPaused }) {
      const open = counts.queued + counts.running;
      const failed = counts.failed + counts.dead;
      const done = counts.done;
      if (open > 0) begun ??= { at: now(), done, failed };
      if (!begun) return null;
      // Old jobs are swept out of the lists in between: counts may fall, and what fell was done before.
      begun.done = Math.min(begun.done, done);
      begun.failed = Math.min(begun.failed, failed);
      last = { ended: done - begun.done + (failed - begun.failed), open };
      if (open > 0 || isPaused) return null;
      const finished = { done: done - begun.done, failed: failed - begun.failed, tookMs: now() - begun.at };
      begun = null;
      return finished.tookMs >= longMs && finished.done + finished.failed > 0 ? finished : null;
    },
    progress: () => (begun ? { done: last.ended, total: last.ended + last.open } : null),
  };
}
