import { throwIfAborted, yieldToEventLoop } from '#base';
import { type ChunkCursor, type ChunkRow, codeBytes, type SearchStore, type VectorReader } from '#storage';
import { type ChunkTable, createChunkTable } from './chunkTable.ts';
import { type CodeMemory, createCodeMemory } from './codeMemory.ts';
import { createPostingsCache, type PostingsCache } from './postingsCache.ts';
import { createRecentPostings, type RecentPostings } from './recentPostings.ts';

const rowsPerSlice = 2000;
/** The first rows may come from a cold disk: slices begin small and grow as long as they are quick. */
const fewestRowsPerSlice = 200;
const quickMs = 5;
const slowMs = 15;
/** Rows already in memory are moved some twenty times as fast as they are read. */
const rowsPerPass = 50_000;
const blocksPerSlice = 4;
const newRowsPerSlice = 500;

/** What a search has in memory, as of one version of the index. */
export interface SearchMemory {
  readonly table: ChunkTable;
  readonly codes: CodeMemory | null;
  readonly vectors: VectorReader | null;
  readonly recent: RecentPostings;
  readonly postings: PostingsCache;
  /** Of the index, at the last `catchUp` that was done. */
  readonly version: number;
  /**
   * Brings it in line with the database.
   *
   * @returns false when it lags too far behind, or holds so many empty slots, that it should be loaded anew
   */
  catchUp(signal?: AbortSignal): Promise<boolean>;
}

/**
 * Reads all chunks and codes from the database in slices of some milliseconds, from indexes and code blocks, never
 * from the texts; 100,000 chunks take about 0.3 s.
 *
 * @throws AppError `cancelled`
 */
export async function loadSearchMemory(
  store: SearchStore,
  modelKey: number | null,
  signal?: AbortSignal,
): Promise<SearchMemory> {
  const vectors = modelKey === null ? null : store.vectors(modelKey);
  const model = vectors ? modelKey : null;
  const table = createChunkTable();
  const codes = vectors ? createCodeMemory(codeBytes(vectors.dimensions)) : null;
  // What is committed from here on is caught up with at the end.
  let removal = store.lastRemoval();
  let lastChunk = store.highestChunkId();
  let version = 0;
  const recent = createRecentPostings(store, table);
  const uncoded = new Set<number>();

  const place = (slot: number, code: Uint8Array) => {
    codes?.set(slot, code);
    table.markCoded(slot);
  };

  const addNew = (rows: readonly ChunkRow[]) => {
    for (const row of rows) {
      const slot = table.add(row);
      codes?.reserve(table.size);
      lastChunk = Math.max(lastChunk, row.id);
      const code = row.vectorId ? vectors?.readCode(row.vectorId) : null;
      if (code) place(slot, code);
      else if (vectors) uncoded.add(row.id);
    }
  };

  /** Vectors that came after their chunks. */
  const findLateVectors = () => {
    if (!vectors) return;
    for (const id of uncoded) {
      const slot = table.slotOf(id);
      const vectorId = slot < 0 ? 0 : store.findVector(vectors.modelKey, id);
      const code = vectorId ? vectors.readCode(vectorId) : null;
      if (slot >= 0 && !code) continue;
      uncoded.delete(id);
      if (!code) continue;
      table.setVector(slot, vectorId);
      place(slot, code);
    }
  };

  const catchUp = async (): Promise<boolean> => {
    for (;;) {
      throwIfAborted(signal);
      const now = store.indexVersion();
      if (now === version) return true;
      const removed = store.removalsAfter(removal);
      if (!removed) return false;
      removal = Math.max(removal, store.lastRemoval());
      for (const id of removed) table.remove(id);
      const rows = store.readNewChunks(model, lastChunk, newRowsPerSlice);
      addNew(rows);
      if (rows.length === newRowsPerSlice) {
        await yieldToEventLoop();
        continue;
      }
      findLateVectors();
      recent.catchUp();
      // A commit of another process's connection may have come between the reads.
      if (store.indexVersion() === now) version = now;
      const empty = table.size - table.live;
      return empty < Math.max(4096, table.size / 3);
    }
  };

  await loadChunks(store, model, table, lastChunk, signal);
  if (vectors && codes) {
    codes.reserve(table.size);
    await loadCodes(table, vectors, place, signal);
    const { coded, ids } = table.columns;
    for (let slot = 0; slot < table.size; slot++) if (!coded[slot]) uncoded.add(ids[slot] ?? 0);
  }
  await catchUp();

  return {
    table,
    codes,
    vectors,
    recent,
    postings: createPostingsCache(store),
    get version() {
      return version;
    },
    catchUp,
  };
}

async function loadChunks(
  store: SearchStore,
  modelKey: number | null,
  table: ChunkTable,
  throughId: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  // They come in the order of an index; in the table they stand by id, so that postings are scored in one sweep.
  const unordered = createChunkTable();
  let cursor: ChunkCursor | null = null;
  let limit = fewestRowsPerSlice;
  do {
    throwIfAborted(signal);
    const startedAt = performance.now();
    const { rows, next } = store.readChunks(modelKey, cursor, throughId, limit);
    for (const row of rows) unordered.add(row);
    cursor = next;
    const took = performance.now() - startedAt;
    if (took < quickMs) limit = Math.min(rowsPerSlice, limit * 2);
    else if (took > slowMs) limit = Math.max(fewestRowsPerSlice, Math.floor(limit / 2));
    await yieldToEventLoop();
  } while (cursor);
  let lastId = 0;
  for (;;) {
    throwIfAborted(signal);
    const lengths = store.readLengths(lastId, rowsPerSlice * 2);
    for (const [id, length] of lengths) {
      const slot = unordered.slotOf(id);
      if (slot >= 0) unordered.setLength(slot, length);
    }
    const last = lengths.at(-1);
    if (!last || last[0] >= throughId) break;
    lastId = last[0];
    await yieldToEventLoop();
  }
  let added = 0;
  for (const row of unordered.byId()) {
    table.add(row);
    added += 1;
    if (added % rowsPerPass === 0) await yieldToEventLoop();
  }
}

async function loadCodes(
  table: ChunkTable,
  vectors: VectorReader,
  place: (slot: number, code: Uint8Array) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Chunks of the same text share a vector: each vector's first slot, and each slot's next with the same.
  const { vectors: vectorIds } = table.columns;
  let highest = 0;
  for (let slot = 0; slot < table.size; slot++) highest = Math.max(highest, vectorIds[slot] ?? 0);
  const first = new Int32Array(highest + 1).fill(-1);
  const next = new Int32Array(table.size);
  for (let slot = 0; slot < table.size; slot++) {
    const id = vectorIds[slot] ?? 0;
    next[slot] = first[id] ?? -1;
    first[id] = slot;
  }
  const length = codeBytes(vectors.dimensions);
  const placeRun = (firstId: number, codes: Uint8Array) => {
    for (let index = 0; index * length < codes.length; index++) {
      let slot = first[firstId + index] ?? -1;
      while (slot >= 0) {
        place(slot, codes.subarray(index * length, (index + 1) * length));
        slot = next[slot] ?? -1;
      }
    }
  };
  let lastId = 0;
  for (let block = -1; ; ) {
    throwIfAborted(signal);
    const { runs, lastBlock } = vectors.readBlocks(block, blocksPerSlice);
    for (const run of runs) placeRun(run.firstId, run.codes);
    if (runs.length === 0) break;
    block = lastBlock;
    await yieldToEventLoop();
  }
  for (;;) {
    throwIfAborted(signal);
    const runs = vectors.readRecentCodes(lastId, rowsPerSlice);
    for (const run of runs) placeRun(run.firstId, run.codes);
    const last = runs.at(-1);
    if (!last || runs.length < rowsPerSlice) break;
    lastId = last.firstId;
    await yieldToEventLoop();
  }
}
