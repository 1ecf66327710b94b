import type { Clock, Log } from '#ports';
import type { StorageWriter } from '#storage';
import { type Attempt, abortAttempt } from './attempt.ts';

export const leaseMs = 30_000;
const heartbeatMs = 1_000;
/** Leases of a machine that slept are looked for this often. */
export const sweepMs = 10_000;

/** Renews the leases of what runs, and takes up what somebody let go of. @returns what ends it */
export function keepLeases(deps: {
  write: Pick<StorageWriter, 'renewLeases' | 'requeueAbandoned'>;
  clock: Clock;
  log: Log;
  active: ReadonlyMap<number, Attempt>;
  /** What was let go of waits again. */
  onSwept(): void;
}): () => void {
  const { write, clock, log, active } = deps;
  const heartbeat = setInterval(() => void beat(), heartbeatMs);
  const sweeping = setInterval(() => void sweep(), sweepMs);

  async function beat(): Promise<void> {
    const attempts = [...active.values()];
    if (attempts.length === 0) return;
    const leases = attempts.map(({ lease, progress, stages }) => ({
      lease,
      progress,
      stages: stages.stages(),
    }));
    const now = clock.now();
    try {
      const lost = await write.renewLeases({ leases, leaseUntil: now + leaseMs, now });
      for (const { jobId, token } of lost) {
        const attempt = attempts.find(({ lease }) => lease.jobId === jobId && lease.token === token);
        // One that has ended in the meantime has lost nothing.
        if (attempt && active.get(jobId) === attempt) abortAttempt(attempt, 'lease');
      }
    } catch (error) {
      log.warn('jobs.beat_failed', { message: String(error) });
    }
  }

  async function sweep(): Promise<void> {
    try {
      // After the machine slept, what runs here has let its leases run out too; it is still being worked on.
      await beat();
      const found = await write.requeueAbandoned({ leaseEndedBefore: clock.now(), now: clock.now() });
      if (found > 0) log.warn('jobs.leases_expired', { found });
    } catch (error) {
      log.warn('jobs.sweep_failed', { message: String(error) });
    }
    deps.onSwept();
  }

  return () => {
    clearInterval(heartbeat);
    clearInterval(sweeping);
  };
}
