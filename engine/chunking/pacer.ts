import { throwIfAborted, yieldToEventLoop } from '#base';

const longestTurnMs = 20;

/** Keeps long work from holding the event loop, and lets it be stopped. */
export interface Pacer {
  /** To be awaited between steps of a few milliseconds. @throws AppError `cancelled` */
  breathe(): Promise<void> | void;
}

export function createPacer(signal: AbortSignal | undefined): Pacer {
  let turnBegan = performance.now();
  async function yieldTurn(): Promise<void> {
    await yieldToEventLoop();
    turnBegan = performance.now();
    throwIfAborted(signal);
  }
  return {
    breathe() {
      throwIfAborted(signal);
      if (performance.now() - turnBegan > longestTurnMs) return yieldTurn();
    },
  };
}
