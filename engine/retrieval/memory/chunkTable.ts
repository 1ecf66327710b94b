const slotsPerPage = 2048;

/** Columns of the chunks in memory, by slot. They are replaced when they grow: take them anew for each stretch of work. */
export interface ChunkColumns {
  readonly ids: Uint32Array;
  /** Row ids of the documents; 0 for a chunk that is gone, which is no document's. */
  readonly documents: Uint32Array;
  readonly lengths: Uint16Array;
  /** 0 where the chunk has no vector. */
  readonly vectors: Uint32Array;
  /** 1 where the vector's code is loaded. */
  readonly coded: Uint8Array;
}

/**
 * The chunks that a search knows, a slot each. Slots keep their chunk for as long as the table lives, so that a
 * search that was interrupted may go on with them; a chunk that goes leaves its slot empty.
 */
export interface ChunkTable {
  readonly columns: ChunkColumns;
  /** Slots in use, empty ones included. */
  readonly size: number;
  readonly live: number;
  readonly bytes: number;
  add(chunk: { id: number; document: number; length: number; vectorId: number }): number;
  /** @returns whether the chunk was there */
  remove(id: number): boolean;
  setLength(slot: number, length: number): void;
  setVector(slot: number, vectorId: number): void;
  markCoded(slot: number): void;
  /** -1 when the chunk is not known. */
  slotOf(id: number): number;
  /** The live chunks in the order of their ids. */
  byId(): Iterable<{ id: number; document: number; length: number; vectorId: number }>;
  /** Slots of the chunks `[firstId, firstId + 2048)`, -1 for none; `firstId` is a multiple of 2048. */
  slotsFrom(firstId: number): Int32Array | undefined;
}

export function createChunkTable(): ChunkTable {
  let columns = allocate(1024);
  let size = 0;
  let live = 0;
  const pages = new Map<number, Int32Array>();
  const slotOf = (id: number) => pages.get(Math.floor(id / slotsPerPage))?.[id % slotsPerPage] ?? -1;

  return {
    get columns() {
      return columns;
    },
    get size() {
      return size;
    },
    get live() {
      return live;
    },
    get bytes() {
      const column = Object.values(columns) as (Uint32Array | Uint16Array | Uint8Array)[];
      return column.reduce((sum, { byteLength }) => sum + byteLength, pages.size * slotsPerPage * 4);
    },
    add(chunk) {
      if (size === columns.ids.length) columns = grow(columns);
      const slot = size;
      size += 1;
      live += 1;
      columns.ids[slot] = chunk.id;
      columns.documents[slot] = chunk.document;
      columns.lengths[slot] = Math.min(65_535, chunk.length);
      columns.vectors[slot] = chunk.vectorId;
      const number = Math.floor(chunk.id / slotsPerPage);
      let page = pages.get(number);
      if (!page) {
        page = new Int32Array(slotsPerPage).fill(-1);
        pages.set(number, page);
      }
      page[chunk.id % slotsPerPage] = slot;
      return slot;
    },
    remove(id) {
      const slot = slotOf(id);
      if (slot < 0) return false;
      const page = pages.get(Math.floor(id / slotsPerPage));
      if (page) page[id % slotsPerPage] = -1;
      columns.documents[slot] = 0;
      live -= 1;
      return true;
    },
    setLength(slot, length) {
      columns.lengths[slot] = Math.min(65_535, length);
    },
    setVector(slot, vectorId) {
      columns.vectors[slot] = vectorId;
    },
    markCoded(slot) {
      columns.coded[slot] = 1;
    },
    slotOf,
    *byId() {
      for (const number of [...pages.keys()].sort((a, b) => a - b)) {
        for (const slot of pages.get(number) ?? []) {
          if (slot < 0) continue;
          yield {
            id: columns.ids[slot] ?? 0,
            document: columns.documents[slot] ?? 0,
            length: columns.lengths[slot] ?? 0,
            vectorId: columns.vectors[slot] ?? 0,
          };
        }
      }
    },
    slotsFrom: (firstId) => pages.get(Math.floor(firstId / slotsPerPage)),
  };
}

function allocate(capacity: number): ChunkColumns {
  return {
    ids: new Uint32Array(capacity),
    documents: new Uint32Array(capacity),
    lengths: new Uint16Array(capacity),
    vectors: new Uint32Array(capacity),
    coded: new Uint8Array(capacity),
  };
}

function grow(old: ChunkColumns): ChunkColumns {
  const columns = allocate(Math.ceil(old.ids.length * 1.5));
  columns.ids.set(old.ids);
  columns.documents.set(old.documents);
  columns.lengths.set(old.lengths);
  columns.vectors.set(old.vectors);
  columns.coded.set(old.coded);
  return columns;
}
