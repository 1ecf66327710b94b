import { useEffect, useMemo, useState } from 'react';
import { useConnection } from '../../client/index.ts';
import { findInText } from './findInText.ts';
import type { Mark, TextRange } from './marks.ts';
import type { StoredPart } from './useParts.ts';

export interface Hit extends TextRange {
  part: number;
}

export interface Find {
  hits: readonly Hit[];
  /** Which of them is looked at. */
  at: number;
  isReading: boolean;
  /** To the next one, or the one before; around at the ends. */
  step(by: 1 | -1): void;
  marksOf(part: number): readonly Mark[];
}

const mostHits = 2000;
const none: readonly Mark[] = [];

/** Finds words in all that was read of a document; its text is fetched when they are first asked for. */
export function useFind(documentId: string, query: string, fromPart: number): Find {
  const { client } = useConnection();
  const [parts, setParts] = useState<{ id: string; list: readonly StoredPart[] } | null>(null);
  const [chosen, setChosen] = useState<{ query: string; at: number } | null>(null);
  const isAsked = query.trim() !== '';
  const texts = parts?.id === documentId ? parts.list : null;

  useEffect(() => {
    if (!isAsked || texts) return;
    const controller = new AbortController();
    client.call('library.parts', { id: documentId }, { signal: controller.signal }).then(
      (answer) => setParts({ id: documentId, list: answer.parts }),
      () => {
        // Then nothing is found; the viewer says for itself what is wrong with the document.
        if (!controller.signal.aborted) setParts({ id: documentId, list: [] });
      },
    );
    return () => controller.abort();
  }, [client, documentId, isAsked, texts]);

  const hits = useMemo(() => {
    const found: Hit[] = [];
    for (const { ordinal, text } of texts ?? []) {
      if (found.length >= mostHits) break;
      for (const range of findInText(text, query, mostHits - found.length))
        found.push({ part: ordinal, ...range });
    }
    return found;
  }, [texts, query]);

  // A new search begins where one reads.
  const nearest = Math.max(
    0,
    hits.findIndex(({ part }) => part >= fromPart),
  );
  const [begun, setBegun] = useState({ hits, nearest });
  if (begun.hits !== hits) setBegun({ hits, nearest });
  const at = chosen?.query === query && chosen.at < hits.length ? chosen.at : begun.nearest;

  const byPart = useMemo(() => {
    const marks = new Map<number, Mark[]>();
    for (const [index, { part, start, end }] of hits.entries()) {
      const own = marks.get(part) ?? [];
      own.push({ kind: index === at ? 'current' : 'found', start, end });
      marks.set(part, own);
    }
    return marks;
  }, [hits, at]);

  return {
    hits,
    at,
    isReading: isAsked && texts === null,
    step: (by) => setChosen({ query, at: (at + by + hits.length) % Math.max(1, hits.length) }),
    marksOf: (part) => byPart.get(part) ?? none,
  };
}
