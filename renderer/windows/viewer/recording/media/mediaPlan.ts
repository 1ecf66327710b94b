import type { ReadRange } from './readRanges.ts';

/** A stretch of a recording as a SourceBuffer takes it. */
export interface MediaPiece {
  startMs: number;
  endMs: number;
  bytes: Uint8Array<ArrayBuffer>;
  /** Its bytes say nothing of when they are: it is told beside them. */
  isUntimed: boolean;
}

/** How a file is played a stretch at a time, whichever comes first, without the rest of it. */
export interface MediaPlan {
  /** As `MediaSource.isTypeSupported` takes it. */
  type: string;
  durationMs: number;
  /** Comes before the first piece. */
  init: Uint8Array<ArrayBuffer> | null;
  /** The stretch that a moment is in; null where there is none. */
  pieceAt(ms: number, signal: AbortSignal): Promise<MediaPiece | null>;
}

/** What a plan is made from: the beginning of a file, and the way to the rest. */
export interface MediaFile {
  /** Bytes of the whole of it. */
  size: number;
  mediaType: string;
  /** As the engine measured it. */
  durationMs: number;
  /** Bytes `[start, end)`, however many. */
  read(start: number, end: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads of any length by reads of at most 1 MiB; what was read first is not asked for again. */
export function mediaFile(
  first: { size: number; mediaType: string; bytes: Uint8Array<ArrayBuffer> },
  durationMs: number,
  read: ReadRange,
  mostBytes: number,
): MediaFile {
  const { size, mediaType } = first;
  return {
    size,
    mediaType,
    durationMs,
    async read(start, end, signal) {
      const until = Math.min(end, size);
      if (until <= first.bytes.length) return first.bytes.slice(start, until);
      const bytes = new Uint8Array(Math.max(0, until - start));
      const parts: Promise<void>[] = [];
      for (let at = start; at < until; at += mostBytes) {
        const part = read(at, Math.min(until, at + mostBytes), signal);
        parts.push(part.then((range) => bytes.set(range.bytes, at - start)));
      }
      await Promise.all(parts);
      return bytes;
    },
  };
}
