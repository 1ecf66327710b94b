import { restorableMs } from '#chat';
import type { Clock, Log } from '#ports';
import type { Storage } from '#storage';

const idleBeforeMs = 2_000;
const sliceMs = 40;
const vectorsPerSlice = 500;
const documentsPerSlice = 20;
const clearingSliceMs = 40;
const conversationsPerSlice = 1;
const purgeEveryMs = 60 * 60 * 1000;

export interface Maintenance {
  /** Some time after the last call, when nothing runs. */
  soon(): void;
  /** At once; resolves when all is tidy. */
  now(): Promise<void>;
  close(): void;
}

/**
 * What nobody waits for: documents of removed knowledge bases and those whose files stay away, conversations that were deleted, vectors whose text is gone, and the tables that make common words cheap to search. In
 * slices, so that a write that somebody waits for is never far behind.
 */
export function createMaintenance(deps: {
  storage: Storage;
  log: Log;
  clock: Clock;
  isBusy(): boolean;
  /** A document whose file has been gone for so long goes. */
  graceMs(): number;
  /** Documents of removed knowledge bases went. */
  onCleared(paths: readonly string[]): Promise<void>;
  /** Tidies what is kept beside the database. */
  sweepCaches(): Promise<void>;
}): Maintenance {
  const { storage, log, clock } = deps;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let isClosed = false;

  const purging = setInterval(() => void now(), purgeEveryMs);
  purging.unref();
  // What waits since the last time, in an engine that is never open for long too.
  if (storage.read.isClearing() || storage.read.hasDeletedBefore(clock.now() - restorableMs)) soon();

  async function run(): Promise<void> {
    while (!isClosed) {
      const { paths } = await storage.write.clearRemoved({ budgetMs: clearingSliceMs });
      if (paths.length === 0) break;
      await deps.onCleared(paths);
    }
    while (!isClosed) {
      const before = clock.now() - deps.graceMs();
      const purged = await storage.write.purgeMissing({ before, limit: documentsPerSlice });
      if (purged < documentsPerSlice) break;
    }
    while (!isClosed) {
      const before = clock.now() - restorableMs;
      const purged = await storage.write.purgeConversations({ before, limit: conversationsPerSlice });
      if (purged < conversationsPerSlice) break;
    }
    await deps.sweepCaches();
    while (!isClosed && !deps.isBusy()) {
      const collected = await storage.write.collectUnusedVectors({ limit: vectorsPerSlice });
      if (collected < vectorsPerSlice) break;
    }
    while (!isClosed && !deps.isBusy()) {
      const { done } = await storage.write.refreshCommonTerms({ budgetMs: sliceMs });
      if (done) break;
    }
  }

  /** Who asks while one is under way may mean what it has passed already. */
  function now(): Promise<void> {
    if (!running) return begin();
    next ??= running.then(() => {
      next = undefined;
      return begin();
    });
    return next;
  }

  function begin(): Promise<void> {
    running = run()
      .catch((error: unknown) => {
        if (!isClosed) log.warn('maintenance.failed', { message: String(error) });
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  function soon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void now(), idleBeforeMs);
    timer.unref();
  }

  return {
    soon,
    now,
    close() {
      isClosed = true;
      clearTimeout(timer);
      clearInterval(purging);
    },
  };
}
