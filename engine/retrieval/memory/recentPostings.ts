import type { SearchStore } from '#storage';
import type { ChunkTable } from './chunkTable.ts';

/** The common terms of the chunks that are in no sealed span yet: some thousand chunks at most. */
export interface RecentPostings {
  /** Calls `add` for every such chunk that holds the term and is above `afterChunkId`. */
  each(termId: number, afterChunkId: number, add: (slot: number, frequency: number) => void): void;
  /** Reads what was committed since. */
  catchUp(): void;
}

interface TermPostings {
  chunkIds: number[];
  frequencies: number[];
}

export function createRecentPostings(store: SearchStore, table: ChunkTable): RecentPostings {
  let byTerm = new Map<number, TermPostings>();
  let last = 0;
  let sealedThrough = -1;
  return {
    each(termId, afterChunkId, add) {
      const postings = byTerm.get(termId);
      if (!postings) return;
      for (const [index, chunkId] of postings.chunkIds.entries()) {
        const slot = chunkId > afterChunkId ? table.slotOf(chunkId) : -1;
        if (slot >= 0) add(slot, postings.frequencies[index] ?? 0);
      }
    },
    catchUp() {
      const sealed = store.terms.sealedThrough();
      if (sealed !== sealedThrough) {
        byTerm = new Map();
        sealedThrough = sealed;
        last = sealed;
      }
      for (const { chunkId, terms } of store.terms.recentTerms(last)) {
        last = chunkId;
        for (let index = 0; index < terms.termIds.length; index++) {
          const termId = terms.termIds[index] ?? 0;
          let postings = byTerm.get(termId);
          if (!postings) {
            postings = { chunkIds: [], frequencies: [] };
            byTerm.set(termId, postings);
          }
          postings.chunkIds.push(chunkId);
          postings.frequencies.push(terms.frequencies[index] ?? 0);
        }
      }
    },
  };
}
