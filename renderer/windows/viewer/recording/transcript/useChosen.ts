import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

export interface Chosen {
  ids: ReadonlySet<string>;
  /** One more or less; with a range, all from the last one to this. */
  choose(segment: TranscriptSegment, isRange: boolean): void;
  set(ids: readonly string[]): void;
  clear(): void;
}

/** Segments that something is to be done with. */
export function useChosen(segments: readonly TranscriptSegment[]): Chosen {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  const latest = useRef(segments);
  useEffect(() => {
    latest.current = segments;
  });

  const choose = useCallback((segment: TranscriptSegment, isRange: boolean) => {
    const from = isRange ? latest.current.findIndex(({ id }) => id === last.current) : -1;
    const to = latest.current.findIndex(({ id }) => id === segment.id);
    last.current = segment.id;
    setIds((before) => {
      const after = new Set(before);
      if (from >= 0 && to >= 0)
        for (const { id } of latest.current.slice(Math.min(from, to), Math.max(from, to) + 1)) after.add(id);
      else if (!after.delete(segment.id)) after.add(segment.id);
      return after;
    });
  }, []);
  const set = useCallback((next: readonly string[]) => setIds(new Set(next)), []);
  const clear = useCallback(() => setIds(new Set()), []);
  // What is no longer there is not chosen either.
  const known = useMemo(() => {
    if (ids.size === 0) return ids;
    const there = new Set(segments.map(({ id }) => id));
    return new Set([...ids].filter((id) => there.has(id)));
  }, [ids, segments]);
  return { ids: known, choose, set, clear };
}
