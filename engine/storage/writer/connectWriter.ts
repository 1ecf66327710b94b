import { fromWireError } from '@adiuva/wire';
import { AppError } from '#base';
import type { WorkerHandle } from '#ports';
import type { CommandName } from './commands.ts';
import type { CloseRequest, IndexNews, StorageWriter, WriteReply } from './protocol.ts';

/** Closing folds the write-ahead log into the database, which takes a moment after much writing. */
const closeGraceMs = 10_000;

export interface WriterConnection {
  writer: StorageWriter;
  /** Resolves when the database is open and migrated. */
  ready: Promise<{ migratedFrom: number }>;
  /** Calls back after every commit that changed what a search, or a list, can see. @returns how to stop it */
  onIndexChange(listener: () => void): () => void;
  /** Waits for what has been asked and ends the thread. */
  close(): Promise<void>;
}

/** The engine's side of the writing thread: a function per command. */
export function connectWriter(thread: WorkerHandle): WriterConnection {
  const pending = new Map<number, { resolve(value: never): void; reject(error: unknown): void }>();
  const idle: (() => void)[] = [];
  const indexListeners = new Set<() => void>();
  let nextId = 1;
  let refusal: AppError | undefined;
  let closing: Promise<void> | undefined;

  const ready = new Promise<{ migratedFrom: number }>((resolve, reject) =>
    pending.set(0, { resolve, reject }),
  );

  thread.port.onMessage((message) => {
    const reply = message as WriteReply | IndexNews;
    if ('indexVersion' in reply) {
      for (const listener of [...indexListeners]) listener();
      return;
    }
    const call = pending.get(reply.id);
    if (!call) return;
    pending.delete(reply.id);
    if ('error' in reply) call.reject(fromWireError(reply.error));
    else call.resolve(reply.value as never);
    if (pending.size === 0) for (const resolve of idle.splice(0)) resolve();
  });

  thread.onExit(() => {
    const ended = new AppError('unavailable', 'The library stopped taking changes; start Adiuva again.');
    refusal ??= ended;
    for (const call of pending.values()) call.reject(ended);
    pending.clear();
    for (const resolve of idle.splice(0)) resolve();
  });

  function send(command: CommandName, args: unknown): Promise<never> {
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      const id = nextId++;
      thread.port.postMessage({ id, command, args });
      pending.set(id, { resolve, reject });
    });
  }

  const writer = new Proxy({} as StorageWriter, {
    get: (_target, command) => (args: unknown) => send(command as CommandName, args),
  });

  async function end(): Promise<void> {
    // What hears of the last reply may ask once more before we do.
    while (pending.size > 0) await new Promise<void>((resolve) => idle.push(resolve));
    refusal ??= new AppError('unavailable', 'The library is closed.');
    const grace = setTimeout(() => thread.kill(), closeGraceMs);
    await new Promise<void>((resolve) => {
      thread.onExit(() => resolve());
      thread.port.postMessage({ close: true } satisfies CloseRequest);
    });
    clearTimeout(grace);
  }

  return {
    writer,
    ready,
    onIndexChange(listener) {
      indexListeners.add(listener);
      return () => void indexListeners.delete(listener);
    },
    close() {
      closing ??= end();
      return closing;
    },
  };
}
