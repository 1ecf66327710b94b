import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { useMemo } from 'react';
import type { Mark } from '../../marks.ts';
import { type TimeRange, textInTime } from './marksInTime.ts';
import type { TranscriptFind } from './useTranscriptFind.ts';

const none: readonly Mark[] = [];

/** What is cited and found in a segment; the same array for as long as it is the same, so that rows stay as they are. */
export function useMarks(
  cited: TimeRange | null,
  find: TranscriptFind,
): (segment: TranscriptSegment) => readonly Mark[] {
  const { hits, at } = find;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other hits, or another one of them, are other marks
  return useMemo(() => {
    const kept = new WeakMap<TranscriptSegment, readonly Mark[]>();
    return (segment) => {
      const known = kept.get(segment);
      if (known) return known;
      const range = cited && textInTime(segment, cited);
      const found = find.marksOf(segment.id) ?? none;
      const marks = range ? [{ kind: 'cited' as const, ...range }, ...found] : found;
      kept.set(segment, marks);
      return marks;
    };
  }, [cited, hits, at]);
}
