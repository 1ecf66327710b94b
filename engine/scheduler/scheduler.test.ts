import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ResidentModel } from './deviceMemory.ts';
import { createScheduler, type Scheduler, type WorkLease, type WorkRequest } from './scheduler.ts';

const gigabyte = 1024 ** 3;
let batteryWork: 'normal' | 'slow' | 'wait' = 'slow';
let scheduler: Scheduler;

beforeEach(() => {
  vi.useFakeTimers();
  batteryWork = 'slow';
  scheduler = createScheduler({
    cores: 8,
    batteryWork: () => batteryWork,
    clock: { now: () => Date.now() },
  });
});
afterEach(() => {
  scheduler.close();
  vi.useRealTimers();
});

/** What has been granted until now, without waiting for more. */
function ask(request: WorkRequest): { lease?: WorkLease; error?: unknown } {
  const asked: { lease?: WorkLease; error?: unknown } = {};
  scheduler.acquire(request).then(
    (lease) => {
      asked.lease = lease;
    },
    (error: unknown) => {
      asked.error = error;
    },
  );
  return asked;
}
const settle = () => vi.advanceTimersByTimeAsync(0);

/** A graphics card that complains when it is given more than it holds. */
function simulateGpu(capacity: number) {
  const loaded = new Map<string, number>();
  const used = () => [...loaded.values()].reduce((sum, bytes) => sum + bytes, 0);
  let peak = 0;
  return {
    loaded,
    peak: () => peak,
    load({ key, memoryBytes }: ResidentModel) {
      loaded.set(key, memoryBytes);
      peak = Math.max(peak, used());
      if (used() > capacity) throw new Error(`overfilled by ${[...loaded.keys()].join(' and ')}`);
    },
    model(key: string, gigabytes: number, unloadMs = 50): ResidentModel {
      return {
        key,
        device: 'gpu',
        memoryBytes: gigabytes * gigabyte,
        evict: async () => {
          await new Promise((resolve) => setTimeout(resolve, unloadMs));
          loaded.delete(key);
        },
      };
    },
  };
}

describe('answers', () => {
  it('go first: a transcription yields at the end of its piece, and goes on when the answer is there', async () => {
    const first = ask({ kind: 'transcription' });
    await settle();
    expect(first.lease?.isWanted()).toBe(false);
    const answer = ask({ kind: 'answer' });
    await settle();
    expect(answer.lease).toBeDefined();
    expect(first.lease?.isWanted()).toBe(true);
    first.lease?.release();
    const second = ask({ kind: 'transcription' });
    const batch = ask({ kind: 'embedding' });
    await settle();
    expect([second.lease, batch.lease]).toEqual([undefined, undefined]);
    answer.lease?.release();
    await settle();
    expect([second.lease, batch.lease]).toEqual([expect.anything(), expect.anything()]);
  });

  it('hold the rest back for so long only', async () => {
    ask({ kind: 'answer' });
    const window = ask({ kind: 'transcription' });
    await vi.advanceTimersByTimeAsync(119_000);
    expect(window.lease).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(window.lease).toBeDefined();
  });
});

describe('cores', () => {
  it('are shared by the kinds that run, one piece of a kind at a time', async () => {
    const window = ask({ kind: 'transcription' });
    await settle();
    expect(window.lease?.threads).toBe(8);
    const batch = ask({ kind: 'embedding' });
    const next = ask({ kind: 'transcription' });
    await settle();
    expect(batch.lease?.threads).toBe(4);
    expect(next.lease).toBeUndefined();
    window.lease?.release();
    window.lease?.release();
    await settle();
    expect(next.lease?.threads).toBe(4);
  });

  it('are free again when who waits is stopped, or who runs fails', async () => {
    const controller = new AbortController();
    const window = ask({ kind: 'transcription' });
    const stopped = ask({ kind: 'transcription', signal: controller.signal });
    const next = ask({ kind: 'transcription' });
    await settle();
    controller.abort();
    await settle();
    expect(stopped.error).toMatchObject({ code: 'cancelled' });
    window.lease?.release();
    await settle();
    next.lease?.release();
    await expect(
      scheduler.run({ kind: 'transcription' }, () => Promise.reject(new Error('broke'))),
    ).rejects.toThrow('broke');
    await expect(scheduler.run({ kind: 'transcription' }, async () => 'done')).resolves.toBe('done');
  });
});

describe('battery', () => {
  it('slow: half of the threads, one kind at a time, and a rest as long as the work', async () => {
    scheduler.setPower('battery');
    const window = ask({ kind: 'transcription' });
    const batch = ask({ kind: 'embedding' });
    await settle();
    expect(window.lease?.threads).toBe(4);
    expect(batch.lease).toBeUndefined();
    await vi.advanceTimersByTimeAsync(10_000);
    window.lease?.release();
    await settle();
    expect(batch.lease).toBeDefined();
    batch.lease?.release();
    const next = ask({ kind: 'transcription' });
    await vi.advanceTimersByTimeAsync(9_000);
    expect(next.lease).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(next.lease).toBeDefined();
  });

  it('wait: nothing but answers until the mains or the setting come back', async () => {
    batteryWork = 'wait';
    scheduler.setPower('battery');
    const window = ask({ kind: 'transcription' });
    const answer = ask({ kind: 'answer' });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(answer.lease?.threads).toBe(8);
    answer.lease?.release();
    await settle();
    expect(window.lease).toBeUndefined();
    batteryWork = 'normal';
    scheduler.reconsider();
    await settle();
    expect(window.lease?.threads).toBe(8);
  });

  it('asleep: nothing in the background begins', async () => {
    scheduler.setPower('suspended');
    const window = ask({ kind: 'decoding' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(window.lease).toBeUndefined();
    scheduler.setPower('mains');
    await settle();
    expect(window.lease).toBeDefined();
  });
});

describe('a device’s memory', () => {
  it('is given to one of two models that do not fit together; the idle one makes room', async () => {
    const gpu = simulateGpu(8 * gigabyte);
    scheduler.setDevices(new Map([['gpu', 8 * gigabyte]]));
    const whisper = gpu.model('whisper', 4);
    const language = gpu.model('language', 5);
    const window = ask({ kind: 'transcription', model: whisper });
    await settle();
    gpu.load(whisper);
    const answer = ask({ kind: 'answer', model: language });
    await vi.advanceTimersByTimeAsync(1_000);
    // In use: the answer waits for the end of the segment, and the transcription hears of it.
    expect(answer.lease).toBeUndefined();
    expect(window.lease?.isWanted()).toBe(true);
    window.lease?.release();
    await settle();
    expect(answer.lease).toBeUndefined();
    await vi.advanceTimersByTimeAsync(60);
    expect(answer.lease).toBeDefined();
    expect([...gpu.loaded.keys()]).toEqual([]);
    gpu.load(language);
  });

  it('holds two models that fit, and refuses one that never will', async () => {
    scheduler.setDevices(new Map([['gpu', 8 * gigabyte]]));
    const gpu = simulateGpu(8 * gigabyte);
    const both = [
      ask({ kind: 'transcription', model: gpu.model('whisper', 2) }),
      ask({ kind: 'embedding', model: gpu.model('bge-m3', 3) }),
      ask({ kind: 'answer', model: gpu.model('huge', 9) }),
    ];
    await settle();
    expect(both[2]?.error).toMatchObject({ code: 'unavailable', details: { device: 'gpu' } });
    expect(both[0]?.lease && both[1]?.lease).toBeDefined();
  });

  it('goes back with a process that ended by itself, and a model that cannot be taken out keeps its place', async () => {
    scheduler.setDevices(new Map([['gpu', 8 * gigabyte]]));
    const gpu = simulateGpu(8 * gigabyte);
    const stubborn = { ...gpu.model('whisper', 6), evict: () => Promise.reject(new Error('busy')) };
    const window = ask({ kind: 'transcription', model: stubborn });
    await settle();
    window.lease?.release();
    const answer = ask({ kind: 'answer', model: gpu.model('language', 6) });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(answer.lease).toBeUndefined();
    scheduler.modelLeft('whisper');
    await settle();
    expect(answer.lease).toBeDefined();
  });

  it('never overfills, whoever asks in whatever order, and everybody is served', async () => {
    const capacity = 10 * gigabyte;
    let seed = 20;
    const random = () => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed / 2147483648;
    };
    const gpu = simulateGpu(capacity);
    scheduler.setDevices(new Map([['gpu', capacity]]));
    const models = [2, 3, 4, 5, 7, 9].map((size) => gpu.model(`model-${size}`, size, 1 + size * 10));
    const kinds = ['answer', 'transcription', 'embedding'] as const;
    let served = 0;
    const works = Array.from({ length: 300 }, async () => {
      await new Promise((resolve) => setTimeout(resolve, random() * 20_000));
      const model = models[Math.floor(random() * models.length)] as ResidentModel;
      const kind = kinds[Math.floor(random() * kinds.length)] ?? 'answer';
      await scheduler.run({ kind, model }, async () => {
        gpu.load(model);
        await new Promise((resolve) => setTimeout(resolve, 10 + random() * 200));
      });
      served++;
    });
    await vi.advanceTimersByTimeAsync(600_000);
    await Promise.all(works);
    expect(served).toBe(300);
    expect(gpu.peak()).toBeGreaterThan(0.5 * capacity);
    expect(gpu.peak()).toBeLessThanOrEqual(capacity);
  });
});
