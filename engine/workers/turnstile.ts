import { AppError, throwIfAborted } from '#base';

export interface Turnstile {
  /**
   * Lets callers in beside each other, and one that wants to be alone when all are out; who comes after that one
   * waits for it.
   *
   * @returns how to leave
   * @throws AppError `cancelled`
   */
  enter(isAlone: boolean, signal: AbortSignal | undefined): Promise<() => void>;
}

export function createTurnstile(): Turnstile {
  let inside = 0;
  let isTakenAlone = false;
  const queue: { isAlone: boolean; letIn(): void }[] = [];

  function admit(): void {
    for (let next = queue[0]; next && !isTakenAlone && !(next.isAlone && inside > 0); next = queue[0]) {
      queue.shift();
      inside++;
      isTakenAlone = next.isAlone;
      next.letIn();
    }
  }

  function leaving(isAlone: boolean): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      inside--;
      if (isAlone) isTakenAlone = false;
      admit();
    };
  }

  return {
    async enter(isAlone, signal) {
      throwIfAborted(signal);
      return new Promise((resolve, reject) => {
        const entry = {
          isAlone,
          letIn() {
            signal?.removeEventListener('abort', giveUp);
            resolve(leaving(isAlone));
          },
        };
        const giveUp = () => {
          queue.splice(queue.indexOf(entry), 1);
          reject(new AppError('cancelled', 'Stopped.'));
          admit();
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        queue.push(entry);
        admit();
      });
    },
  };
}
