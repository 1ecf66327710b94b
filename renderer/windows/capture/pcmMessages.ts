export const pcmProcessor = 'adiuva-pcm';

export interface WorkletOptions {
  sources: number;
  chunkMs: number;
}

export type ToWorklet = { type: 'pause'; isPaused: boolean } | { type: 'end' };

export type FromWorklet =
  | { type: 'chunk'; chunk: ArrayBuffer }
  /** The loudest of each source, 0 to 1. */
  | { type: 'levels'; peaks: number[] }
  /** Nothing comes after it. */
  | { type: 'ended' };
