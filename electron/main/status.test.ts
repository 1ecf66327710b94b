import type { QueueState } from '@adiuva/contracts/rpc';
import { describe, expect, it } from 'vitest';
import { catalogues } from './messages/index.ts';
import { createQueueWatch } from './queueWatch.ts';
import { readStatus } from './status.ts';

function queue(counts: Partial<QueueState['counts']>, isPaused = false): QueueState {
  const none = { queued: 0, running: 0, done: 0, failed: 0, dead: 0, cancelled: 0 };
  return { counts: { ...none, ...counts }, isPaused, ratePerSecond: null, remainingMs: null };
}

describe('the status in the tray', () => {
  const words = catalogues.en;
  const known = {
    engine: { state: 'running' as const },
    queue: queue({}),
    progress: null,
    isOffline: false,
    isRecording: false,
  };

  it('says what is going on, the most important first', () => {
    expect(readStatus(words, known)).toMatchObject({ kind: 'idle' });
    expect(readStatus(words, { ...known, isOffline: true })).toMatchObject({ kind: 'offline' });
    const working = {
      ...known,
      isOffline: true,
      queue: queue({ queued: 5 }),
      progress: { done: 2, total: 7 },
    };
    expect(readStatus(words, working)).toEqual({ kind: 'working', text: 'Reading: 2 of 7' });
    const paused = { ...working, queue: queue({ queued: 5 }, true) };
    expect(readStatus(words, paused)).toEqual({ kind: 'paused', text: 'Paused, 5 waiting' });
    expect(readStatus(words, { ...paused, engine: { state: 'failed', reason: '' } })).toMatchObject({
      kind: 'stopped',
    });
    expect(readStatus(words, { ...paused, isRecording: true })).toEqual({
      kind: 'recording',
      text: 'Recording',
    });
    const reviving = { state: 'reviving' as const, attempt: 1, inMs: 1 };
    expect(readStatus(words, { ...known, engine: reviving })).toMatchObject({ kind: 'starting' });
  });
});

describe('the watch over the queue', () => {
  it('counts from where the work began, and tells of its end when it was long', () => {
    let now = 0;
    const watch = createQueueWatch(() => now);
    expect(watch.saw(queue({ done: 100, failed: 3 }))).toBeNull();
    expect(watch.progress()).toBeNull();
    watch.saw(queue({ queued: 10, done: 100, failed: 3 }));
    expect(watch.progress()).toEqual({ done: 0, total: 10 });
    now = 15_000;
    watch.saw(queue({ queued: 5, running: 1, done: 103, failed: 4 }));
    expect(watch.progress()).toEqual({ done: 4, total: 10 });
    now = 30_000;
    expect(watch.saw(queue({ done: 108, failed: 5 }))).toEqual({ done: 8, failed: 2, tookMs: 30_000 });
    expect(watch.progress()).toBeNull();
  });

  it('is silent about short work, about work that was taken back, and while it is paused', () => {
    let now = 0;
    const watch = createQueueWatch(() => now);
    watch.saw(queue({ running: 1 }));
    now = 5000;
    expect(watch.saw(queue({ done: 1 }))).toBeNull();
    watch.saw(queue({ queued: 4, done: 1 }));
    now = 60_000;
    expect(watch.saw(queue({ done: 1, cancelled: 4 }))).toBeNull();
    watch.saw(queue({ queued: 4, done: 1, cancelled: 4 }, true));
    now = 120_000;
    expect(watch.saw(queue({ done: 1, cancelled: 4 }, true))).toBeNull();
  });

  it('is not misled when old jobs are swept out of the lists', () => {
    let now = 0;
    const watch = createQueueWatch(() => now);
    watch.saw(queue({ queued: 10, done: 10_000 }));
    now = 30_000;
    watch.saw(queue({ queued: 5, done: 9_000 }));
    now = 40_000;
    expect(watch.saw(queue({ done: 9_005 }))).toEqual({ done: 5, failed: 0, tookMs: 40_000 });
  });
});
