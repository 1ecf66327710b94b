import { throwIfAborted, yieldToEventLoop } from '#base';
import type { SearchStore, Term } from '#storage';
import type { ChunkTable, SearchMemory } from '../memory/index.ts';

/** Slots that match, each once, and how often; valid until its collector is used again. */
export interface Matches {
  readonly count: number;
  readonly slots: Int32Array;
  readonly frequencies: Uint8Array;
}

const instancesPerSlice = 50_000;
/** FTS5 reads some hundred thousand postings in this many chunks in ten milliseconds. */
const chunksPerSlice = 50_000;
/** Room for the chunks of the span that is not sealed yet. */
const spanSlack = 2048;

/** The chunks in memory that hold a term: from its postings where it is common, else from FTS5. */
export async function matchTerm(
  store: SearchStore,
  memory: SearchMemory,
  term: Term,
  matches: Collector,
  signal: AbortSignal | undefined,
): Promise<Matches> {
  const { table } = memory;
  if (term.prefix) return matchPhrase(store, table, [term], matches, signal);
  const termId = store.terms.commonTerm(term.term);
  return termId === null
    ? matchRareTerm(store, table, term.term, matches, signal)
    : matchCommonTerm(store, memory, termId, matches);
}

function matchCommonTerm(
  store: SearchStore,
  { table, recent, postings: cache }: SearchMemory,
  termId: number,
  matches: Collector,
): Matches {
  const sealedThrough = store.terms.sealedThrough();
  const spans = cache.get(termId, sealedThrough);
  matches.reset(spans.reduce((sum, { postings }) => sum + postings.offsets.length, spanSlack));
  for (const { firstChunkId, postings } of spans) {
    const slots = table.slotsFrom(firstChunkId);
    if (slots) matches.addSpan(slots, postings.offsets, postings.frequencies);
  }
  // A span may have been sealed since the memory was in line: what is in the postings must not count twice.
  recent.each(termId, sealedThrough, matches.add);
  return matches.result();
}

async function matchRareTerm(
  store: SearchStore,
  table: ChunkTable,
  term: string,
  matches: Collector,
  signal: AbortSignal | undefined,
): Promise<Matches> {
  matches.reset();
  let after = 0;
  for (;;) {
    throwIfAborted(signal);
    const instances = store.terms.termInstances(term, after, instancesPerSlice);
    const isLast = instances.length < instancesPerSlice;
    let index = 0;
    while (index < instances.length) {
      const chunk = instances[index] ?? 0;
      let frequency = 0;
      while (instances[index] === chunk) {
        frequency += 1;
        index += 1;
      }
      // A slice may end in the middle of a chunk: that one is read again, unless it fills the slice alone.
      if (index === instances.length && !isLast && frequency < instancesPerSlice) break;
      const slot = table.slotOf(chunk);
      if (slot >= 0) matches.add(slot, Math.min(255, frequency));
      after = chunk;
    }
    if (isLast) return matches.result();
    await yieldToEventLoop();
  }
}

/** A phrase counts once a chunk: how often it stands there is not read. */
export async function matchPhrase(
  store: SearchStore,
  table: ChunkTable,
  phrase: readonly Term[],
  matches: Collector,
  signal: AbortSignal | undefined,
): Promise<Matches> {
  matches.reset();
  const last = store.highestChunkId();
  for (let after = 0; after < last; after += chunksPerSlice) {
    throwIfAborted(signal);
    if (after > 0) await yieldToEventLoop();
    for (const chunk of store.terms.phraseChunks(phrase, after, after + chunksPerSlice)) {
      const slot = table.slotOf(chunk);
      if (slot >= 0) matches.add(slot, 1);
    }
  }
  return matches.result();
}

/** Gathers the matches of one term after the other in the same memory. */
export interface Collector {
  /** Begins anew, with room for so many. */
  reset(room?: number): void;
  add(slot: number, frequency: number): void;
  /** Adds those of a span's postings whose chunks are still there. */
  addSpan(slotsOfSpan: Int32Array, offsets: Uint16Array, frequencies: Uint8Array): void;
  result(): Matches;
}

export function createCollector(): Collector {
  let slots = new Int32Array(1024);
  let frequencies = new Uint8Array(1024);
  let count = 0;
  const reserve = (more: number) => {
    if (count + more <= slots.length) return;
    const needed = Math.max(count + more, count * 4);
    const [oldSlots, oldFrequencies] = [slots, frequencies];
    slots = new Int32Array(needed);
    frequencies = new Uint8Array(needed);
    slots.set(oldSlots);
    frequencies.set(oldFrequencies);
  };
  return {
    reset(room = 0) {
      count = 0;
      reserve(room);
    },
    add(slot, frequency) {
      reserve(1);
      slots[count] = slot;
      frequencies[count] = frequency;
      count += 1;
    },
    addSpan(slotsOfSpan, offsets, spanFrequencies) {
      reserve(offsets.length);
      for (let index = 0; index < offsets.length; index++) {
        const slot = slotsOfSpan[offsets[index] ?? 0] ?? -1;
        if (slot < 0) continue;
        slots[count] = slot;
        frequencies[count] = spanFrequencies[index] ?? 0;
        count += 1;
      }
    },
    result: () => ({ count, slots, frequencies }),
  };
}
