import { startWorkerThread, type WorkerExit, type WorkerHandle, type WorkerHost } from '@adiuva/engine/ports';
import type { Port } from '@adiuva/wire';
import type { FromEngine, WorkerProcess } from '../processes/index.ts';

/** A worker as main tells of it, by the number the engine gave it. */
export interface UtilityWorkers {
  host: WorkerHost;
  /** Its port has come. */
  opened(id: number, port: Port): void;
  started(id: number, pid: number): void;
  ended(id: number, exit: WorkerExit): void;
}

interface Pending {
  pid: number | undefined;
  port: Port | undefined;
  isClosed: boolean;
  /** What was said before the port came. */
  unsent: unknown[];
  messages: ((message: unknown) => void)[];
  closes: (() => void)[];
  exits: ((exit: WorkerExit) => void)[];
  exit: WorkerExit | undefined;
}

/** Workers in utility processes: main starts them and hands each its port; the storage stays a thread of the engine. */
export function createUtilityWorkers(
  storageThread: URL,
  send: (message: FromEngine) => void,
): UtilityWorkers {
  const workers = new Map<number, Pending>();
  let lastId = 0;

  function close(worker: Pending): void {
    if (worker.isClosed) return;
    worker.isClosed = true;
    for (const listener of worker.closes) listener();
  }

  function start(kind: WorkerProcess, options: Parameters<WorkerHost['start']>[1]): WorkerHandle {
    const id = ++lastId;
    const worker: Pending = {
      pid: undefined,
      port: undefined,
      isClosed: false,
      unsent: [],
      messages: [],
      closes: [],
      exits: [],
      exit: undefined,
    };
    workers.set(id, worker);
    const { init, maxHeapMiB, writableFolders } = options;
    send({
      t: 'startWorker',
      id,
      kind,
      init: { ...init },
      ...(maxHeapMiB !== undefined && { maxHeapMiB }),
      ...(writableFolders && { writableFolders: [...writableFolders] }),
    });
    const port: Port = {
      postMessage: (message) => {
        if (worker.isClosed) return;
        if (worker.port) worker.port.postMessage(message);
        else worker.unsent.push(message);
      },
      onMessage: (listener) => void worker.messages.push(listener),
      onClose: (listener) => {
        if (worker.isClosed) listener();
        else worker.closes.push(listener);
      },
      close: () => {
        worker.port?.close();
        close(worker);
      },
    };
    return {
      port,
      get pid() {
        return worker.pid;
      },
      onExit: (listener) => {
        if (worker.exit) listener(worker.exit);
        else worker.exits.push(listener);
      },
      kill: () => send({ t: 'killWorker', id }),
    };
  }

  return {
    host: {
      start: (kind, options) =>
        kind === 'storage' ? startWorkerThread(storageThread, options) : start(kind, options),
    },
    opened(id, port) {
      const worker = workers.get(id);
      // Closed before it came: the worker ends when its end of the port does.
      if (!worker || worker.isClosed) return port.close();
      worker.port = port;
      port.onMessage((message) => {
        for (const listener of worker.messages) listener(message);
      });
      port.onClose(() => close(worker));
      for (const message of worker.unsent.splice(0)) port.postMessage(message);
    },
    started(id, pid) {
      const worker = workers.get(id);
      if (worker) worker.pid = pid;
    },
    ended(id, exit) {
      const worker = workers.get(id);
      if (!worker) return;
      workers.delete(id);
      worker.exit = exit;
      close(worker);
      for (const listener of worker.exits) listener(exit);
    },
  };
}
