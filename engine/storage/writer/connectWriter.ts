import { fromWireError } from '@adiuva/wire';
import { AppError } from '#base';
import type { WorkerHandle } from '#ports';
import type { CommandName } from './commands.ts';
import type { CloseRequest, StorageWriter, WriteReply } from './protocol.ts';

/** Closing folds the write-ahead log into the database, which takes a moment after much writing. */
const closeGraceMs = 10_000;

export interface WriterConnection {
  writer: StorageWriter;
  /** Resolves when the database is open and migrated. */
  ready: Promise<{ migratedFrom: number }>;
  /** Waits for what has been asked and ends the thread. */
  close(): Promise<void>;
}

/** The engine's side of the writing thread: a function per command. */
export function connectWriter(thread: WorkerHandle): WriterConnection {
  const pending = new Map<number, { resolve(value: never): void; reject(error: unknown): void }>();
  const idle: (() => void)[] = [];
  let nextId = 1;
  let isClosed = false;

  const ready = new Promise<{ migratedFrom: number }>((resolve, reject) =>
    pending.set(0, { resolve, reject }),
  );

  thread.port.onMessage((message) => {
    const reply = message as WriteReply;
    const call = pending.get(reply.id);
    if (!call) return;
    pending.delete(reply.id);
    if ('error' in reply) call.reject(fromWireError(reply.error));
    else call.resolve(reply.value as never);
    if (pending.size === 0) for (const resolve of idle.splice(0)) resolve();
  });

  thread.onExit(() => {
    isClosed = true;
    for (const call of pending.values())
      call.reject(new AppError('internal', 'The writing thread of the library has ended.'));
    pending.clear();
    for (const resolve of idle.splice(0)) resolve();
  });

  function send(command: CommandName, args: unknown): Promise<never> {
    if (isClosed) return Promise.reject(new AppError('unavailable', 'The library is closed.'));
    return new Promise((resolve, reject) => {
      const id = nextId++;
      pending.set(id, { resolve, reject });
      thread.port.postMessage({ id, command, args });
    });
  }

  const writer = new Proxy({} as StorageWriter, {
    get: (_target, command) => (args: unknown) => send(command as CommandName, args),
  });

  return {
    writer,
    ready,
    async close() {
      if (pending.size > 0) await new Promise<void>((resolve) => idle.push(resolve));
      isClosed = true;
      const grace = setTimeout(() => thread.kill(), closeGraceMs);
      await new Promise<void>((resolve) => {
        thread.onExit(() => resolve());
        thread.port.postMessage({ close: true } satisfies CloseRequest);
      });
      clearTimeout(grace);
    },
  };
}
