/** Where somebody speaks, in milliseconds from the start of the recording. */
export interface VoiceStretch {
  startMs: number;
  endMs: number;
}

/** A stretch that is transcribed by one call. */
export interface TranscriptionWindow {
  startMs: number;
  endMs: number;
  /** The end of this window is the beginning of the next: a long stretch of speech had no pause and is heard twice here. */
  overlapsNextMs: number;
}

export interface PackOptions {
  /** Longest window. Whisper hears 30 seconds at once; what is over costs a second pass. */
  maxMs?: number;
  /** Kept before and after speech, as far as there is room: beginnings are soft. */
  padMs?: number;
  /** A pause as long as this ends a window, however short: Whisper makes up words for silence. */
  longPauseMs?: number;
  /** How much of speech without a pause two windows share. */
  overlapMs?: number;
  /** Where long speech is quiet enough to be cut without sharing: what `findQuietPlaces` found. */
  quietPlaces?: readonly number[];
  /** Nothing lies behind it. */
  recordingMs?: number;
}

interface Atom {
  startMs: number;
  endMs: number;
  overlapsNextMs: number;
}

/**
 * Packs speech into windows, in order. Each ends in a pause, if possible the longest one of its last third, so that
 * sentences stay whole and a window is long enough for a language and a context. Speech that has no pause is cut at a
 * quiet place, or else at `maxMs`, and then the windows overlap.
 *
 * @param voice by start, without overlaps
 */
export function packWindows(
  voice: readonly VoiceStretch[],
  options: PackOptions = {},
): TranscriptionWindow[] {
  const { maxMs = 28_000, padMs = 200, longPauseMs = 6000, overlapMs = 2000 } = options;
  const { quietPlaces = [], recordingMs = Number.POSITIVE_INFINITY } = options;
  const room = maxMs - 2 * padMs;
  const atoms = voice.flatMap((stretch) => divide(stretch, room, overlapMs, quietPlaces));
  const windows: TranscriptionWindow[] = [];
  for (let first = 0; first < atoms.length; ) {
    const next = endOfWindow(atoms, first, room, longPauseMs);
    const start = atoms[first];
    const end = atoms[next - 1];
    if (!start || !end) break;
    windows.push({ startMs: start.startMs, endMs: end.endMs, overlapsNextMs: end.overlapsNextMs });
    first = next;
  }
  return windows.map((window, index) =>
    pad(window, windows[index - 1], windows[index + 1], padMs, recordingMs),
  );
}

/** A stretch that fits stays whole; a longer one is cut into parts that fit, as evenly as its quiet places let it. */
function divide(
  { startMs, endMs }: VoiceStretch,
  room: number,
  overlapMs: number,
  quietPlaces: readonly number[],
): Atom[] {
  const atoms: Atom[] = [];
  let from = startMs;
  while (endMs - from > room) {
    const quiet = quietPlaces.filter((place) => place > from + room / 2 && place <= from + room).at(-1);
    if (quiet === undefined) {
      atoms.push({ startMs: from, endMs: from + room, overlapsNextMs: overlapMs });
      from += room - overlapMs;
    } else {
      atoms.push({ startMs: from, endMs: quiet, overlapsNextMs: 0 });
      from = quiet;
    }
  }
  atoms.push({ startMs: from, endMs, overlapsNextMs: 0 });
  return atoms;
}

/** @returns the index behind the last atom of the window that begins with `first` */
function endOfWindow(atoms: readonly Atom[], first: number, room: number, longPauseMs: number): number {
  const startMs = atoms[first]?.startMs ?? 0;
  let best = { end: first + 1, pause: Number.NEGATIVE_INFINITY };
  for (let index = first; index < atoms.length; index++) {
    const atom = atoms[index];
    const next = atoms[index + 1];
    if (!atom || (index > first && atom.endMs - startMs > room)) return best.end;
    if (!next || atom.overlapsNextMs > 0) return index + 1;
    const pause = next.startMs - atom.endMs;
    if (pause >= longPauseMs) return index + 1;
    // An early pause leaves the window short; of the late ones the longest is the likeliest end of a sentence.
    const isLate = atom.endMs - startMs >= (room * 2) / 3;
    if (isLate ? pause >= best.pause : best.pause === Number.NEGATIVE_INFINITY || !isLateEnd(best.end))
      best = { end: index + 1, pause: isLate ? pause : Number.NEGATIVE_INFINITY };
  }
  return atoms.length;

  function isLateEnd(end: number): boolean {
    return ((atoms[end - 1]?.endMs ?? 0) - startMs) * 3 >= room * 2;
  }
}

/** Padding takes at most half of a pause, so that windows do not touch. */
function pad(
  window: TranscriptionWindow,
  previous: TranscriptionWindow | undefined,
  next: TranscriptionWindow | undefined,
  padMs: number,
  recordingMs: number,
): TranscriptionWindow {
  const before = previous ? Math.max(0, (window.startMs - previous.endMs) / 2) : window.startMs;
  const after = next ? Math.max(0, (next.startMs - window.endMs) / 2) : recordingMs - window.endMs;
  return {
    ...window,
    startMs: Math.round(window.startMs - Math.min(padMs, before)),
    endMs: Math.round(window.endMs + Math.max(0, Math.min(padMs, after))),
  };
}
