/** A word of a transcript, from the start of the recording. */
export interface TimedWord {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
}

export interface TimedSegment {
  readonly startMs: number;
  readonly endMs: number;
  readonly text: string;
  /** In order; may be empty where the transcriber tells no words. */
  readonly words: readonly TimedWord[];
}

/** Where each word stands in the segment's text; one that is not found stands where the one before ends. */
function wordPlaces({ text, words }: TimedSegment): { start: number; end: number }[] {
  let from = 0;
  return words.map((word) => {
    const start = text.indexOf(word.text, from);
    if (start < 0) return { start: from, end: from };
    from = start + word.text.length;
    return { start, end: from };
  });
}

/**
 * Parts of a segment, each a run of its words, with the text between their first and last word as it was written.
 *
 * @param runs first word of each and one past the last, in order; at least one word each
 */
export function piecesOf<S extends TimedSegment>(
  segment: S,
  runs: readonly { from: number; to: number }[],
): S[] {
  const { words, text } = segment;
  const places = wordPlaces(segment);
  return runs.flatMap(({ from, to }) => {
    const [first, last] = [words[from], words[to - 1]];
    if (!first || !last) return [];
    const isFirst = from === 0;
    const isLast = to === words.length;
    const start = isFirst ? 0 : (places[from]?.start ?? 0);
    // What stands between two words (a quotation mark, a bracket) goes with the one before.
    const end = isLast ? text.length : (places[to]?.start ?? text.length);
    return [
      {
        ...segment,
        startMs: isFirst ? Math.min(segment.startMs, first.startMs) : first.startMs,
        endMs: isLast ? Math.max(segment.endMs, last.endMs) : last.endMs,
        text: text.slice(start, end).trim(),
        words: words.slice(from, to),
      },
    ];
  });
}

export function overlapMs(
  a: { startMs: number; endMs: number },
  b: { startMs: number; endMs: number },
): number {
  return Math.max(0, Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs));
}
