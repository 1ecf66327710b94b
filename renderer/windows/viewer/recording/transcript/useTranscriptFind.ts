import type { TranscriptSegment } from '@adiuva/contracts/rpc';
import { useMemo, useState } from 'react';
import { findInText } from '../../findInText.ts';
import type { Mark, TextRange } from '../../marks.ts';

export interface TranscriptHit extends TextRange {
  segmentId: string;
}

export interface TranscriptFind {
  hits: readonly TranscriptHit[];
  at: number;
  isReading: boolean;
  step(by: 1 | -1): void;
  marksOf(segmentId: string): readonly Mark[] | undefined;
}

const mostHits = 5000;

/** Words in what is shown of a transcript. A new search begins at `from`, an index into `segments`. */
export function useTranscriptFind(
  segments: readonly TranscriptSegment[],
  query: string,
  from: number,
): TranscriptFind {
  const [chosen, setChosen] = useState<{ query: string; at: number } | null>(null);
  const hits = useMemo(() => {
    const found: (TranscriptHit & { index: number })[] = [];
    if (query.trim() === '') return found;
    for (const [index, { id, text }] of segments.entries()) {
      if (found.length >= mostHits) break;
      for (const range of findInText(text, query, mostHits - found.length))
        found.push({ segmentId: id, index, ...range });
    }
    return found;
  }, [segments, query]);

  const nearest = Math.max(
    0,
    hits.findIndex(({ index }) => index >= from),
  );
  const [begun, setBegun] = useState({ query, nearest });
  if (begun.query !== query) setBegun({ query, nearest });
  const wished = chosen?.query === query ? chosen.at : begun.nearest;
  const at = Math.min(wished, Math.max(0, hits.length - 1));

  const bySegment = useMemo(() => {
    const marks = new Map<string, Mark[]>();
    for (const [index, { segmentId, start, end }] of hits.entries()) {
      const own = marks.get(segmentId) ?? [];
      own.push({ kind: index === at ? 'current' : 'found', start, end });
      marks.set(segmentId, own);
    }
    return marks;
  }, [hits, at]);

  return {
    hits,
    at,
    isReading: false,
    step: (by) => setChosen({ query, at: (at + by + hits.length) % Math.max(1, hits.length) }),
    marksOf: (segmentId) => bySegment.get(segmentId),
  };
}
