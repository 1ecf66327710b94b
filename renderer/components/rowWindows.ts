/** Rows of a long list that are here, in pages, and those that are on their way. */
export interface RowWindows<Row> {
  /** Null until the first answer. */
  total(): number | null;
  /** Undefined while it is not here. */
  rowAt(index: number): Row | undefined;
  /** Names the rows in sight: what is missing of them is fetched, and what nobody looks at any more is not. */
  show(first: number, last: number): void;
  /** The list changed: what is here stays until its page has been asked for again. */
  refresh(): void;
  /** What the last page that was asked for ended with; null when it went well. */
  error(): unknown;
  /** Another number after every change. */
  version(): number;
  subscribe(listener: () => void): () => void;
  /** Gives up what is on its way, until it is refreshed. */
  rest(): void;
}

export interface RowWindowsOptions<Row> {
  fetch(offset: number, limit: number, signal: AbortSignal): Promise<{ rows: readonly Row[]; total: number }>;
  pageSize?: number;
  /** So many are kept, those nearest to what is in sight. */
  maxPages?: number;
}

const atOnce = 2;

interface Page<Row> {
  rows: readonly Row[];
  /** The state of the list that it was asked for in. */
  round: number;
}

/** A list of any length, of which only what is looked at is held. */
export function createRowWindows<Row>(options: RowWindowsOptions<Row>): RowWindows<Row> {
  const { fetch, pageSize = 200, maxPages = 12 } = options;
  const pages = new Map<number, Page<Row>>();
  const inFlight = new Map<number, { controller: AbortController; round: number }>();
  const listeners = new Set<() => void>();
  let sight: readonly [first: number, last: number] = [0, 0];
  let round = 0;
  let total: number | null = null;
  let error: unknown = null;
  let version = 0;
  let isResting = false;

  function changed(): void {
    version += 1;
    for (const listener of [...listeners]) listener();
  }

  /** Pages in sight, then their neighbours. */
  function wanted(): number[] {
    const [first, last] = sight.map((row) => Math.floor(Math.max(0, row) / pageSize)) as [number, number];
    const inSight = Array.from({ length: last - first + 1 }, (_, at) => first + at);
    const near = total === null ? [] : [last + 1, first - 1];
    return [...inSight, ...near].filter(
      (page) => page >= 0 && (page === 0 || total === null || page * pageSize < total),
    );
  }

  function pump(): void {
    if (isResting || error !== null) return;
    const pagesWanted = wanted();
    for (const [page, { controller }] of inFlight)
      if (!pagesWanted.includes(page)) {
        inFlight.delete(page);
        controller.abort();
      }
    for (const page of pagesWanted) {
      if (inFlight.size >= atOnce) return;
      const isHere = pages.get(page)?.round === round;
      const isComing = inFlight.get(page)?.round === round;
      if (!isHere && !isComing) void ask(page);
    }
  }

  async function ask(page: number): Promise<void> {
    inFlight.get(page)?.controller.abort();
    const own = { controller: new AbortController(), round };
    inFlight.set(page, own);
    try {
      const answer = await fetch(page * pageSize, pageSize, own.controller.signal);
      if (inFlight.get(page) !== own) return;
      pages.set(page, { rows: answer.rows, round: own.round });
      total = answer.total;
      drop();
    } catch (failure) {
      // Who gave it up does not want to hear of it.
      if (inFlight.get(page) !== own) return;
      error = failure;
    }
    inFlight.delete(page);
    changed();
    pump();
  }

  function drop(): void {
    const middle = (sight[0] + sight[1]) / 2 / pageSize;
    for (const page of pages.keys()) if (page > 0 && page * pageSize >= (total ?? 0)) pages.delete(page);
    const farthest = [...pages.keys()].sort((a, b) => Math.abs(b - middle) - Math.abs(a - middle));
    for (const page of farthest.slice(0, Math.max(0, pages.size - maxPages))) pages.delete(page);
  }

  return {
    total: () => total,
    rowAt: (index) => pages.get(Math.floor(index / pageSize))?.rows[index % pageSize],
    show(first, last) {
      if (first === sight[0] && last === sight[1] && version > 0) return;
      sight = [first, last];
      pump();
    },
    refresh() {
      round += 1;
      error = null;
      isResting = false;
      pump();
    },
    error: () => error,
    version: () => version,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    rest() {
      isResting = true;
      for (const { controller } of inFlight.values()) controller.abort();
      inFlight.clear();
    },
  };
}
