import { throwIfAborted, yieldToEventLoop } from '#base';
import type { SearchStore, Term } from '#storage';
import type { ChunkTable, SearchMemory } from '../memory/index.ts';

/** Slots that match, each once, and how often. */
export interface Matches {
  readonly count: number;
  readonly slots: Int32Array;
  readonly frequencies: Uint8Array;
}

const instancesPerSlice = 50_000;
/** FTS5 reads some hundred thousand postings in this many chunks in ten milliseconds. */
const chunksPerSlice = 50_000;

/** The chunks in memory that hold a term: from its postings where it is common, else from FTS5. */
export async function matchTerm(
  store: SearchStore,
  memory: SearchMemory,
  term: Term,
  signal: AbortSignal | undefined,
): Promise<Matches> {
  const { table } = memory;
  if (term.prefix) return matchPhrase(store, table, [term], signal);
  const termId = store.terms.commonTerm(term.term);
  return termId === null
    ? matchRareTerm(store, table, term.term, signal)
    : matchCommonTerm(store, memory, termId);
}

function matchCommonTerm(store: SearchStore, { table, recent }: SearchMemory, termId: number): Matches {
  const matches = collector(table);
  for (const { firstChunkId, postings } of store.terms.commonPostings(termId)) {
    const slots = table.slotsFrom(firstChunkId);
    if (!slots) continue;
    const { offsets, frequencies } = postings;
    for (let index = 0; index < offsets.length; index++) {
      const slot = slots[offsets[index] ?? 0] ?? -1;
      if (slot >= 0) matches.add(slot, frequencies[index] ?? 0);
    }
  }
  // A span may have been sealed since the memory was in line: what is in the postings must not count twice.
  recent.each(termId, store.terms.sealedThrough(), matches.add);
  return matches.result();
}

async function matchRareTerm(
  store: SearchStore,
  table: ChunkTable,
  term: string,
  signal: AbortSignal | undefined,
): Promise<Matches> {
  const matches = collector(table);
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
  signal: AbortSignal | undefined,
): Promise<Matches> {
  const matches = collector(table);
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

function collector(table: ChunkTable): { add(slot: number, frequency: number): void; result(): Matches } {
  let slots = new Int32Array(256);
  let frequencies = new Uint8Array(256);
  let count = 0;
  return {
    add(slot, frequency) {
      if (count === slots.length) {
        const capacity = Math.min(Math.max(table.size, count + 1), count * 4);
        const [oldSlots, oldFrequencies] = [slots, frequencies];
        slots = new Int32Array(capacity);
        frequencies = new Uint8Array(capacity);
        slots.set(oldSlots);
        frequencies.set(oldFrequencies);
      }
      slots[count] = slot;
      frequencies[count] = frequency;
      count += 1;
    },
    result: () => ({ count, slots, frequencies }),
  };
}
