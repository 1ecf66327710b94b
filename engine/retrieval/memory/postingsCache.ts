import { LRUCache } from 'lru-cache';
import type { SearchStore } from '#storage';

type Postings = ReturnType<SearchStore['terms']['commonPostings']>;

/** The commonest thirty words of a library of 200,000 chunks. */
const mostBytes = 16 * 1024 * 1024;

/** Postings of the common terms that are asked for again and again. */
export interface PostingsCache {
  /** @param sealedThrough the store's, at this moment: postings are of the chunks up to it */
  get(termId: number, sealedThrough: number): Postings;
}

export function createPostingsCache(store: SearchStore): PostingsCache {
  const cache = new LRUCache<string, Postings>({
    maxSize: mostBytes,
    sizeCalculation: (spans) =>
      spans.reduce((sum, { postings }) => sum + postings.offsets.length * 3 + 300, 300),
  });
  return {
    get(termId, sealedThrough) {
      // Within sealed spans postings only ever lose chunks that are gone, which readers leave out anyway.
      const key = `${termId}:${sealedThrough}`;
      let spans = cache.get(key);
      if (!spans) {
        spans = store.terms.commonPostings(termId);
        cache.set(key, spans);
      }
      return spans;
    },
  };
}
