/** Pages that are claimed together: enough to be worth a message. */
const batchPages = 4;
/** Towards the end they become fewer, so that all threads end at one time: this share of what is left. */
const shareOfLeft = 1 / 8;

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
      for (let from = Atomics.load(counter, 0); from < pageCount; ) {
        const to = from + Math.min(batchPages, Math.ceil((pageCount - from) * shareOfLeft));
        const found = Atomics.compareExchange(counter, 0, from, to);
        if (found === from) return { from, to };
        from = found;
      }
      return undefined;
    },
    stop() {
      Atomics.store(counter, 0, pageCount);
    },
  };
}
