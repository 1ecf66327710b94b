import { hasCode } from '@adiuva/wire';
import type { OpenedMedia, PlayedElement } from '../player/player.ts';
import type { MediaPlan } from './mediaPlan.ts';

/** Fetched ahead of what is heard, and kept behind it. */
const aheadMs = 30_000;
const behindMs = 20_000;
const retryMs = 1000;
/** Pieces meet within less; a browser rounds. */
const touchMs = 150;

/**
 * Gives a player a recording stretch by stretch, from wherever it is heard: it begins at once, and a file of hours takes
 * no more memory than a minute of it.
 */
export function streamMedia(plan: MediaPlan, onError: (error: unknown) => void): OpenedMedia {
  const source = new MediaSource();
  const url = URL.createObjectURL(source);
  const controller = new AbortController();
  let element: PlayedElement | null = null;
  let buffer: SourceBuffer | null = null;
  let isFeeding = false;
  /** Where the piece that was appended last ends, for types whose bytes have no times. */
  let untimedEndMs: number | null = null;

  source.addEventListener('sourceopen', () => {
    if (buffer) return;
    try {
      source.duration = plan.durationMs / 1000;
      buffer = source.addSourceBuffer(plan.type);
    } catch (error) {
      return onError(error);
    }
    void begin();
  });

  async function begin(): Promise<void> {
    try {
      if (plan.init) await append(plan.init);
      await feed();
    } catch (error) {
      fail(error);
    }
  }

  function fail(error: unknown): void {
    if (!controller.signal.aborted) onError(error);
  }

  function nowMs(): number {
    return (element?.currentTime ?? 0) * 1000;
  }

  /** The end of what is there from a moment on; null where nothing is. */
  function bufferedEnd(ms: number): number | null {
    const ranges = buffer?.buffered;
    for (let at = 0; ranges && at < ranges.length; at += 1)
      if (ranges.start(at) * 1000 <= ms + touchMs && ranges.end(at) * 1000 > ms) return ranges.end(at) * 1000;
    return null;
  }

  async function feed(): Promise<void> {
    if (isFeeding || !buffer) return;
    isFeeding = true;
    try {
      while (!controller.signal.aborted) {
        const now = nowMs();
        const end = bufferedEnd(now);
        if (end !== null && (end - now > aheadMs || end >= plan.durationMs - touchMs)) {
          if (end >= plan.durationMs - touchMs) finish();
          break;
        }
        const piece = await pieceAt(end === null ? now : end + 1);
        if (!piece) {
          finish();
          break;
        }
        // The person may have gone elsewhere meanwhile.
        const still = nowMs();
        if (still < piece.startMs - aheadMs || still > piece.endMs + behindMs) continue;
        await drop(still);
        if (piece.isUntimed && untimedEndMs !== piece.startMs) {
          buffer.abort();
          buffer.timestampOffset = piece.startMs / 1000;
        }
        await append(piece.bytes);
        untimedEndMs = piece.endMs;
        // Where it has no sound of the moment that was asked for, the next one is not asked for the same.
        if (end === null && bufferedEnd(now) === null && piece.endMs <= now) break;
      }
    } finally {
      isFeeding = false;
    }
  }

  /** The engine may be gone for a while. */
  async function pieceAt(ms: number): Promise<Awaited<ReturnType<MediaPlan['pieceAt']>>> {
    for (;;)
      try {
        return await plan.pieceAt(ms, controller.signal);
      } catch (error) {
        if (!hasCode(error, 'worker_crashed') && !hasCode(error, 'unavailable')) throw error;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
        if (controller.signal.aborted) throw error;
      }
  }

  function finish(): void {
    if (source.readyState === 'open' && !buffer?.updating) source.endOfStream();
  }

  async function append(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const own = buffer;
    if (!own) return;
    try {
      own.appendBuffer(bytes);
    } catch (error) {
      // There is no room: all but what is heard goes.
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error;
      await drop(nowMs(), 1000);
      own.appendBuffer(bytes);
    }
    await settled(own);
  }

  /** What was heard some time ago goes. */
  async function drop(ms: number, keptMs = behindMs): Promise<void> {
    const own = buffer;
    if (!own || own.buffered.length === 0) return;
    const first = own.buffered.start(0) * 1000;
    if (ms - first > keptMs * 2 || keptMs < behindMs) {
      const until = Math.max(0, ms - keptMs) / 1000;
      if (until > own.buffered.start(0)) {
        own.remove(own.buffered.start(0), until);
        await settled(own);
      }
    }
    const last = own.buffered.length > 0 ? own.buffered.end(own.buffered.length - 1) * 1000 : 0;
    if (last - ms > aheadMs * 3) {
      own.remove((ms + aheadMs * 2) / 1000, Number.POSITIVE_INFINITY);
      await settled(own);
    }
  }

  function settled(own: SourceBuffer): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!own.updating) return resolve();
      const done = () => {
        own.removeEventListener('updateend', done);
        own.removeEventListener('error', failed);
        resolve();
      };
      const failed = () => {
        own.removeEventListener('updateend', done);
        own.removeEventListener('error', failed);
        reject(new Error('The browser could not read a stretch of the recording.'));
      };
      own.addEventListener('updateend', done);
      own.addEventListener('error', failed);
    });
  }

  const look = () => void feed().catch(fail);
  const moments = ['timeupdate', 'seeking', 'waiting', 'play'] as const;
  return {
    url,
    feed(next) {
      for (const moment of moments) element?.removeEventListener(moment, look);
      element = next;
      for (const moment of moments) element?.addEventListener(moment, look);
    },
    close() {
      controller.abort();
      for (const moment of moments) element?.removeEventListener(moment, look);
      URL.revokeObjectURL(url);
    },
  };
}
