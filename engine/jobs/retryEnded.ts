import { throwIfAborted } from '#base';
import type { Clock } from '#ports';
import type { JobPlace, StorageWriter } from '#storage';

/** Jobs of one write: others write in between. */
const retriedAtOnce = 500;

/**
 * Puts back in the queue what has ended in a state until now; what ends so meanwhile is not tried without end.
 *
 * @returns how many
 * @throws AppError `cancelled`
 */
export async function retryEnded(deps: {
  write: Pick<StorageWriter, 'retryJobs'>;
  clock: Clock;
  state: 'failed' | 'dead' | 'cancelled';
  signal: AbortSignal | undefined;
  /** Some wait again. @returns false when no more are wanted */
  onBatch(): boolean;
}): Promise<number> {
  const { write, clock, state } = deps;
  let retried = 0;
  let before: JobPlace | null = { updatedAt: clock.now(), id: Number.MAX_SAFE_INTEGER };
  while (before) {
    throwIfAborted(deps.signal);
    const batch: Awaited<ReturnType<typeof write.retryJobs>> = await write.retryJobs({
      state,
      before,
      limit: retriedAtOnce,
      now: clock.now(),
    });
    retried += batch.retried;
    before = deps.onBatch() ? batch.before : null;
  }
  return retried;
}
