import type { InferencePriority } from '@adiuva/contracts/workers';
import { throwIfAborted, yieldToEventLoop } from '#base';

/** Runs pieces of work one at a time; an interactive piece goes before every background one that waits. */
export interface WorkQueue {
  /**
   * @throws AppError `cancelled` when the signal aborted before the piece began; else what the piece throws
   */
  run<T>(priority: InferencePriority, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T>;
}

/**
 * Computing blocks the event loop of this process, so between two pieces it is let run: calls and cancels that
 * have arrived meanwhile are heard before the next piece is chosen.
 */
export function createWorkQueue(): WorkQueue {
  const waiting: Record<InferencePriority, (() => Promise<void>)[]> = { interactive: [], background: [] };
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    for (;;) {
      await yieldToEventLoop();
      const next = waiting.interactive.shift() ?? waiting.background.shift();
      if (!next) break;
      await next();
    }
    isRunning = false;
  }

  return {
    run(priority, signal, work) {
      return new Promise((resolve, reject) => {
        waiting[priority].push(async () => {
          try {
            throwIfAborted(signal);
            resolve(await work());
          } catch (error) {
            reject(error);
          }
        });
        if (!isRunning) void drain();
      });
    },
  };
}
