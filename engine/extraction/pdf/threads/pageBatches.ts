/** Pages that are claimed together: enough to be worth a message, few enough that all threads end at one time. */
const batchPages = 4;

/** The pages of one document, handed out to whoever asks next; shared by threads. */
export interface PageBatches {
  /** Pages of the next batch, from inclusive to exclusive, or undefined when all are handed out. */
  claim(): { from: number; to: number } | undefined;
  /** Nobody gets any more. */
  stop(): void;
  readonly counter: Int32Array<SharedArrayBuffer>;
}

export function createPageBatches(
  pageCount: number,
  counter = new Int32Array(new SharedArrayBuffer(4)),
): PageBatches {
  return {
    counter,
    claim() {
      const from = Atomics.add(counter, 0, batchPages);
      return from < pageCount ? { from, to: Math.min(pageCount, from + batchPages) } : undefined;
    },
    stop() {
      Atomics.store(counter, 0, pageCount);
    },
  };
}
