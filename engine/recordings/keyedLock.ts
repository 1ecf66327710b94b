import { AppError, throwIfAborted } from '#base';

/** Lets one in at a time by key, in the order in which they came. */
export interface KeyedLock {
  /** @throws AppError `cancelled` while it waits; what `work` throws */
  run<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function createKeyedLock(): KeyedLock {
  const lines = new Map<string, (() => void)[]>();

  function enter(key: string, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    const line = lines.get(key);
    if (!line) {
      lines.set(key, []);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const letIn = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        line.splice(line.indexOf(letIn), 1);
        reject(new AppError('cancelled', 'Stopped.'));
      };
      line.push(letIn);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  function leave(key: string): void {
    const next = lines.get(key)?.shift();
    if (next) next();
    else lines.delete(key);
  }

  return {
    async run(key, signal, work) {
      await enter(key, signal);
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}
