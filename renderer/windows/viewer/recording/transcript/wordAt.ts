import type { TranscriptSegment } from '@adiuva/contracts/rpc';

/** What is being said at a moment: indices of a segment and of a word of it. */
export interface SpokenPlace {
  segment: number;
  /** -1 before its first word, and where it has none. */
  word: number;
}

/**
 * Of segments in the order of their beginnings, the last that has begun, and in it the last word that has. What was
 * said last stays until something else is said; before the first there is nothing.
 */
export function wordAt(segments: readonly TranscriptSegment[], ms: number): SpokenPlace | null {
  const begun = lastBegun(segments, ms);
  if (begun < 0) return null;
  // Where two speak at once, the one who still does is shown rather than one who has ended.
  const still = segments[begun] && segments[begun].endMs <= ms ? stillSpoken(segments, begun, ms) : begun;
  const segment = segments[still];
  return segment ? { segment: still, word: lastBegun(segment.words, ms) } : null;
}

/** Overlaps are short: so many segments back is far enough. */
const nearby = 6;

function stillSpoken(segments: readonly TranscriptSegment[], from: number, ms: number): number {
  for (let index = from; index >= Math.max(0, from - nearby); index -= 1)
    if ((segments[index]?.endMs ?? 0) > ms) return index;
  return from;
}

/** @returns -1 when none has begun */
function lastBegun(spans: readonly { startMs: number }[], ms: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.startMs ?? Number.POSITIVE_INFINITY) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
