import { throwIfAborted, yieldToEventLoop } from '#base';
import type { SearchStore, Term } from '#storage';
import { inverseDocumentFrequency, saturation } from '../bm25.ts';
import type { SearchMemory, Selection } from '../memory/index.ts';
import { type RankedSlot, selectBest } from '../ranking/index.ts';

import type { KeywordQuery } from './parseQuery.ts';
import { createCollector, type Matches, matchPhrase, matchTerm } from './termMatches.ts';

/** A pasted page has thousands of terms; the rarest of them say what it is about. */
const mostTerms = 64;
/** Long enough to be worth a turn of the event loop, short enough that nobody notices. */
const sliceMs = 10;

export interface KeywordRanking {
  /** Best first. */
  readonly best: readonly RankedSlot[];
  /** All chunks that match. */
  readonly total: number;
  /** 0 for a slot that does not match. */
  scoreOf(slot: number): number;
}

/**
 * Ranks chunks by BM25, as if the library held nothing but the documents in `scope`: what a caller may not see
 * changes neither scores nor counts. Of those, only chunks in `allowed` are ranked. Terms are OR-ed;
 * every phrase must match.
 *
 * @throws AppError `cancelled`
 */
export async function rankByKeyword(
  store: SearchStore,
  memory: SearchMemory,
  query: KeywordQuery,
  options: { scope: Selection; allowed: Selection; count: number; signal?: AbortSignal | undefined },
): Promise<KeywordRanking> {
  const { scope, allowed, signal } = options;
  const { table } = memory;
  const size = table.size;
  const scores = new Float32Array(size);
  const touched = new Int32Array(size);
  let total = 0;
  const { norms } = scope;
  const collector = createCollector();

  const add = (matches: Matches) => {
    const { lengths } = table.columns;
    // Without filters every slot counts, and the loop is spared a look.
    const isAllowed = allowed.isComplete ? null : allowed.mask;
    const { slots, frequencies, count } = matches;
    const withTerm = scope.isComplete ? count : countWithin(scope.mask, matches);
    const weight = inverseDocumentFrequency(scope.chunks, withTerm) * (saturation + 1);
    for (let index = 0; index < count; index++) {
      const slot = slots[index] ?? 0;
      if (slot >= size || (isAllowed !== null && isAllowed[slot] !== 1)) continue;
      const before = scores[slot] ?? 0;
      if (before === 0) {
        touched[total] = slot;
        total += 1;
      }
      const frequency = frequencies[index] ?? 0;
      scores[slot] = before + (weight * frequency) / (frequency + (norms[lengths[slot] ?? 0] ?? 1));
    }
  };

  let sliceStart = performance.now();
  const breathe = async () => {
    throwIfAborted(signal);
    if (performance.now() - sliceStart < sliceMs) return;
    await yieldToEventLoop();
    sliceStart = performance.now();
  };

  const required = query.phrases.length > 0 ? new Uint8Array(size) : null;
  for (const phrase of query.phrases) {
    const matches = await matchPhrase(store, table, phrase, collector, signal);
    if (phrase.length > 1) add(matches);
    for (let index = 0; required && index < matches.count; index++) {
      const slot = matches.slots[index] ?? 0;
      if (slot < size) required[slot] = (required[slot] ?? 0) + 1;
    }
    await breathe();
  }
  for (const term of rarestTerms(store, query.terms)) {
    add(await matchTerm(store, memory, term, collector, signal));
    await breathe();
  }

  if (required) {
    // More than 255 phrases in one query wrap around; then the last of them decide.
    const wanted = query.phrases.length & 255;
    let kept = 0;
    for (let index = 0; index < total; index++) {
      const slot = touched[index] ?? 0;
      if (required[slot] === wanted) {
        touched[kept] = slot;
        kept += 1;
      } else scores[slot] = 0;
    }
    total = kept;
  }
  return {
    best: selectBest(touched.subarray(0, total), scores, table.columns.ids, options.count),
    total,
    scoreOf: (slot) => scores[slot] ?? 0,
  };
}

function countWithin(mask: Uint8Array, { slots, count }: Matches): number {
  let within = 0;
  for (let index = 0; index < count; index++) within += mask[slots[index] ?? 0] ?? 0;
  return within;
}

function rarestTerms(store: SearchStore, terms: readonly Term[]): readonly Term[] {
  if (terms.length <= mostTerms) return terms;
  // Common terms cost the most to count and are left out first anyway.
  const isCommon = new Map(
    terms.slice(0, 1000).map((term) => [term, store.terms.commonTerm(term.term) !== null]),
  );
  const rare = [...isCommon].filter(([, common]) => !common).map(([term]) => term);
  const common = [...isCommon].filter(([, isOne]) => isOne).map(([term]) => term);
  return [...rare, ...common].slice(0, mostTerms);
}
