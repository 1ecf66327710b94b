export interface ChunkSenderOptions {
  /** Sends one; resolves once it is on the engine's disk. */
  append(sequence: number, data: Uint8Array<ArrayBuffer>): Promise<unknown>;
  /** Whether the same chunk may be sent again after such a failure. */
  mayRetry(error: unknown): boolean;
  /** Waits before it tries again. */
  pauseMs?: { first: number; longest: number };
}

export interface SenderState {
  /** Of what was not answered yet. */
  waitingBytes: number;
  /** What the last try ended with, while it is tried again; null while all goes well. */
  trouble: unknown;
  /** What ended it for good: nothing more is sent. */
  failure: unknown;
}

/**
 * Sends chunks one after the other, each until it is answered. What was not answered is kept and sent again, under the
 * same number, once the engine is back: nothing is lost, and nothing is written twice.
 */
export interface ChunkSender {
  add(chunk: ArrayBuffer): void;
  state(): SenderState;
  subscribe(listener: () => void): () => void;
  /** Tries again now rather than when the pause is over. */
  retry(): void;
  /** Resolves when all that was added so far was answered. @throws what ended it */
  drained(): Promise<void>;
  close(): void;
}

/** Of a quarter of a second each: a minute stays at hand, more of it goes where the browser keeps what is large. */
const keptInMemory = 240;

export function createChunkSender(options: ChunkSenderOptions): ChunkSender {
  const { append, mayRetry, pauseMs = { first: 500, longest: 5000 } } = options;
  const listeners = new Set<() => void>();
  const waiters = new Set<() => void>();
  const queue: { data: Uint8Array<ArrayBuffer> | Blob; size: number }[] = [];
  let answered = 0;
  let state: SenderState = { waitingBytes: 0, trouble: null, failure: null };
  let isSending = false;
  let isClosed = false;
  let pause: number = pauseMs.first;
  let wake: (() => void) | null = null;

  function set(change: Partial<SenderState>): void {
    state = { ...state, ...change };
    for (const listener of [...listeners]) listener();
    if (queue.length > 0 && state.failure === null) return;
    for (const waiter of [...waiters]) waiter();
  }

  async function pump(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let next = queue[0]; next && !isClosed; next = queue[0]) {
      try {
        const data = next.data instanceof Blob ? new Uint8Array(await next.data.arrayBuffer()) : next.data;
        await append(answered, data);
        queue.shift();
        answered += 1;
        pause = pauseMs.first;
        set({ waitingBytes: state.waitingBytes - next.size, trouble: null });
      } catch (error) {
        if (isClosed) break;
        if (!mayRetry(error)) {
          queue.length = 0;
          set({ failure: error, trouble: null, waitingBytes: 0 });
          break;
        }
        set({ trouble: error });
        await sleep(pause);
        pause = Math.min(pauseMs.longest, pause * 2);
      }
    }
    isSending = false;
  }

  function sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake?.(), ms);
      wake = () => {
        clearTimeout(timer);
        wake = null;
        resolve();
      };
    });
  }

  return {
    add(chunk) {
      if (isClosed || state.failure !== null) return;
      const data = new Uint8Array(chunk);
      queue.push({ data: queue.length >= keptInMemory ? new Blob([data]) : data, size: data.length });
      set({ waitingBytes: state.waitingBytes + data.length });
      void pump();
    },
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retry() {
      pause = pauseMs.first;
      wake?.();
    },
    drained: () =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (state.failure !== null) reject(state.failure);
          else if (queue.length === 0) resolve();
          else return;
          waiters.delete(look);
        };
        waiters.add(look);
        look();
      }),
    close() {
      isClosed = true;
      wake?.();
    },
  };
}
