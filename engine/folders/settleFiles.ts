import { lstat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { throwIfAborted } from '#base';
import { toFileStamp } from '#pipelines';
import type { Clock } from '#ports';
import type { FileStamp } from '#storage';

/** Waits for files that are still being written. */
export interface Settling<File extends { path: string; stamp: FileStamp }> {
  /** True when the file was written a moment ago: it is kept back until it rests. */
  keepsBack(file: File): boolean;
  isFull(): boolean;
  /** Waits until every file that was kept back rests, and yields them with what they are then. */
  rested(signal: AbortSignal): AsyncGenerator<File[]>;
}

/** As many are kept back before the scan waits for them. */
const most = 5_000;
const statsAtOnce = 64;

export interface SettleTimes {
  /** A file rests when size and time of change stay the same for so long. */
  settleMs: number;
  /** One that never rests (a log) is taken after this. */
  boundMs: number;
}

export function createSettling<File extends { path: string; stamp: FileStamp }>(
  clock: Clock,
  { settleMs, boundMs }: SettleTimes,
): Settling<File> {
  let kept: { file: File; since: number; seenAt: number }[] = [];

  const dueAt = ({ seenAt, since }: (typeof kept)[number]) => Math.min(seenAt + settleMs, since + boundMs);

  async function look(entry: (typeof kept)[number]): Promise<File | null> {
    const now = clock.now();
    let stamp: FileStamp;
    try {
      const stats = await lstat(entry.file.path);
      // Gone, or something else by now: the next scan says what.
      if (!stats.isFile()) return null;
      stamp = toFileStamp(stats);
    } catch {
      return null;
    }
    const { size, mtimeMs } = entry.file.stamp;
    if (stamp.size !== size || stamp.mtimeMs !== mtimeMs) entry.seenAt = now;
    entry.file = { ...entry.file, stamp };
    if (now - entry.seenAt >= settleMs || now - entry.since >= boundMs) return entry.file;
    kept.push(entry);
    return null;
  }

  return {
    keepsBack(file) {
      const now = clock.now();
      const age = now - file.stamp.mtimeMs;
      // A time that is yet to come says nothing.
      if (age >= settleMs || age < -settleMs) return false;
      kept.push({ file, since: now, seenAt: Math.min(now, file.stamp.mtimeMs) });
      return true;
    },
    isFull: () => kept.length >= most,
    async *rested(signal) {
      while (kept.length > 0) {
        throwIfAborted(signal);
        const now = clock.now();
        const next = Math.min(...kept.map(dueAt));
        if (next > now)
          await sleep(Math.min(next - now, settleMs), undefined, { signal }).catch(() => undefined);
        const due: typeof kept = [];
        const left: typeof kept = [];
        for (const entry of kept) (dueAt(entry) <= clock.now() ? due : left).push(entry);
        kept = left;
        for (let start = 0; start < due.length; start += statsAtOnce) {
          const files = await Promise.all(due.slice(start, start + statsAtOnce).map(look));
          const ready = files.filter((file) => file !== null);
          if (ready.length > 0) yield ready;
        }
      }
    },
  };
}
