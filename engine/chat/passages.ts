import type { Citation, SearchResult } from '@adiuva/contracts/rpc';
import type { Span } from './sentences.ts';

/** A ranked passage that an answer may quote. */
export type Passage = Pick<
  SearchResult,
  'documentId' | 'chunkId' | 'path' | 'title' | 'text' | 'locator' | 'score'
>;

/**
 * Best first, without those that say nothing new: the same text again, or a stretch that an earlier passage of the
 * same part covers for the most (chunks overlap).
 */
export function distinctPassages(results: readonly Passage[]): Passage[] {
  const kept: Passage[] = [];
  const seen = new Set<string>();
  for (const result of results) {
    const key = result.text.replace(/\s+/g, ' ').trim().toLowerCase();
    if (key === '' || seen.has(key) || kept.some((other) => covers(other, result))) continue;
    seen.add(key);
    kept.push(result);
  }
  return kept;
}

function covers(a: Passage, b: Passage): boolean {
  if (a.documentId !== b.documentId || a.locator.part !== b.locator.part) return false;
  const shared = Math.min(a.locator.end, b.locator.end) - Math.max(a.locator.start, b.locator.start);
  return shared > 0.8 * (b.locator.end - b.locator.start);
}

/** A citation of a stretch of a passage: its words verbatim and the passage's locator narrowed to them. */
export function cite(passage: Passage, span: Span, n: number): Citation {
  const { locator, text } = passage;
  // A passage ends with its stretch of the part, character for character; the head of a table may come before.
  const lead = text.length - (locator.end - locator.start);
  const isVerbatim = lead >= 0 && span.end > lead;
  return {
    n,
    documentId: passage.documentId,
    chunkId: passage.chunkId,
    path: passage.path,
    title: passage.title,
    quote: text.slice(span.start, span.end),
    locator: isVerbatim
      ? {
          ...locator,
          start: locator.start + Math.max(0, span.start - lead),
          end: locator.start + span.end - lead,
        }
      : locator,
  };
}

/** The words around a passage that say what it is about: its document's title and its headings. */
export function passageContext({ title, locator }: Passage): string {
  const headings = 'headingPath' in locator ? (locator.headingPath ?? []) : [];
  return [title ?? '', ...headings].join(' \n ');
}
