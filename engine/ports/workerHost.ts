import type { Port } from '@adiuva/wire';

/** `storage` is the thread that holds the one writing connection; the others are processes. */
export type WorkerKind =
  | 'extraction'
  | 'ocr'
  | 'inference'
  | 'storage'
  | 'media'
  | 'speech'
  | 'transcription';

export interface WorkerExit {
  code: number | null;
  /** The signal that ended it, where there was one. */
  signal: string | null;
}

/** One running worker, as a host gives it. */
export interface WorkerHandle {
  readonly port: Port;
  /** Undefined for a thread, and for a process that has not started yet. */
  readonly pid: number | undefined;
  onExit(listener: (exit: WorkerExit) => void): void;
  /** Ends it at once; what it was doing is lost. */
  kill(): void;
}

export interface WorkerOptions {
  /** Passed to the worker's entry: plain data, known to both sides. */
  init: Readonly<Record<string, string | number | boolean>>;
  /** Cap of the V8 heap, MiB. Memory outside it is watched by the pool. */
  maxHeapMiB?: number | undefined;
  /** Folders that it may write in, of a kind that otherwise may only read. */
  writableFolders?: readonly string[] | undefined;
}

/**
 * What starts workers: utility processes under Electron, child processes under Node. A worker ends by itself
 * when the process that started it goes away.
 */
export interface WorkerHost {
  start(kind: WorkerKind, options: WorkerOptions): WorkerHandle;
}
