import type { JobProgress, JobState, QueueState } from '@adiuva/contracts/rpc';
import type { Clock } from '#ports';
import type { JobRecord, StorageReader } from '#storage';
import type { JobRunner } from './jobRunner.ts';
import { createRateMeter } from './rateMeter.ts';

/** How the queue stands, and what runs in it. */
export interface QueueNews {
  queue: QueueState;
  running: { job: JobRecord; progress: JobProgress | null }[];
}

export interface QueueWatch {
  /** Tells how it stands now, and again after changes, never more than three times a second. */
  follow(listener: (news: QueueNews) => void): () => void;
  close(): void;
}

const minimumWaitMs = 333;
/** Counting a hundred thousand waiting jobs takes milliseconds of the loop: it gets a hundredth of the time at most. */
const waitPerCost = 100;

/** One timer for all followers, none while nothing changes, and nothing but a count of ends while nobody follows. */
export function createQueueWatch(deps: {
  runner: Pick<JobRunner, 'running' | 'isPaused' | 'onChange' | 'listen'>;
  read: Pick<StorageReader, 'countJobs'>;
  clock: Clock;
}): QueueWatch {
  const { runner, read, clock } = deps;
  const followers = new Set<(news: QueueNews) => void>();
  const meter = createRateMeter();
  let timer: NodeJS.Timeout | undefined;
  let waitUntil = 0;
  let told = '';

  const stops = [
    runner.onChange(() => {
      if (followers.size > 0 && timer === undefined) schedule();
    }),
    runner.listen((news) => {
      if (news.type !== 'ended' || news.job.state === 'cancelled') return;
      meter.add(clock.now(), news.job.startedAt ?? clock.now());
    }),
  ];

  function schedule(): void {
    timer = setTimeout(tell, Math.max(0, waitUntil - performance.now()));
  }

  function look(): QueueNews {
    const counts = read.countJobs();
    const running = runner.running();
    return { queue: { counts, isPaused: runner.isPaused(), ...pace(counts) }, running };
  }

  function pace(counts: Record<JobState, number>): Pick<QueueState, 'ratePerSecond' | 'remainingMs'> {
    const left = counts.queued + counts.running;
    if (left === 0 || runner.isPaused()) return { ratePerSecond: null, remainingMs: null };
    const ratePerSecond = meter.perSecond(clock.now());
    return { ratePerSecond, remainingMs: ratePerSecond && Math.round((left / ratePerSecond) * 1000) };
  }

  function tell(): void {
    timer = undefined;
    const started = performance.now();
    const news = look();
    const cost = performance.now() - started;
    waitUntil = performance.now() + Math.max(minimumWaitMs, cost * waitPerCost);
    const now = keyOf(news);
    if (now === told) return;
    told = now;
    for (const follower of [...followers]) follower(news);
  }

  return {
    follow(listener) {
      const news = look();
      // Who follows already hears of what changed since by the timer, which compares with what they were told.
      if (followers.size === 0) told = keyOf(news);
      followers.add(listener);
      listener(news);
      return () => {
        followers.delete(listener);
        if (followers.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    close() {
      clearTimeout(timer);
      for (const stop of stops) stop();
      followers.clear();
    },
  };
}

/** What is told again only when it is another: the pace alone is no news. */
function keyOf({ queue: { counts, isPaused }, running }: QueueNews): string {
  return JSON.stringify([counts, isPaused, running.map(({ job, progress }) => [job.id, progress])]);
}
