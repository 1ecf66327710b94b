import { AppError } from '#base';

export interface SharedTask<Event> {
  /** Rejects with `cancelled` at once when `signal` aborts; the work ends when the last who waits has gone. */
  join(signal?: AbortSignal, onEvent?: (event: Event) => void): Promise<void>;
  /** Ends the work for everybody; resolves when it has stopped. */
  stop(): Promise<void>;
  /** Resolves when it has put everything away, if it was told to stop; else at once. */
  stopped(): Promise<void>;
  /** It was told to stop and may still be putting things away. */
  readonly isStopping: boolean;
}

/** One piece of work that several callers wait for. */
export function startSharedTask<Event>(
  work: (signal: AbortSignal, emit: (event: Event) => void) => Promise<void>,
): SharedTask<Event> {
  const controller = new AbortController();
  const listeners = new Set<(event: Event) => void>();
  let waiting = 0;
  const done = work(controller.signal, (event) => {
    for (const listener of listeners) listener(event);
  });
  const settled = done.then(
    () => undefined,
    () => undefined,
  );

  return {
    join(signal, onEvent) {
      if (signal?.aborted) return Promise.reject(cancelled());
      waiting++;
      // A listener of its own per caller: the same function may be given twice.
      const listener = (event: Event) => onEvent?.(event);
      listeners.add(listener);
      return new Promise((resolve, reject) => {
        let isIn = true;
        const leave = () => {
          if (!isIn) return;
          isIn = false;
          signal?.removeEventListener('abort', onAbort);
          listeners.delete(listener);
          waiting--;
        };
        const onAbort = () => {
          leave();
          if (waiting === 0) controller.abort();
          reject(cancelled());
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        done.finally(leave).then(resolve, reject);
      });
    },
    async stop() {
      controller.abort();
      await settled;
    },
    stopped: () => (controller.signal.aborted ? settled : Promise.resolve()),
    get isStopping() {
      return controller.signal.aborted;
    },
  };
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Stopped.');
}
