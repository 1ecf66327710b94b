import type { Contract, EventOf, InputOf, OutputOf } from '@adiuva/contracts';
import { type CallOptions, type Client, createClient } from '@adiuva/wire';
import { AppError, hasCode } from '#base';
import type { Clock, Log, WorkerExit, WorkerHandle, WorkerHost, WorkerKind } from '#ports';
import { watchMemory } from './memoryWatch.ts';
import { type TimeWatch, watchTime } from './timeWatch.ts';
import { createTurnstile } from './turnstile.ts';

export interface WorkerPoolOptions<C extends Contract> {
  host: WorkerHost;
  kind: WorkerKind;
  contract: C;
  /** Most processes at once. */
  size: number;
  /**
   * Calls a process takes at once. With 1, a death is the fault of one known call, and a cancelled call ends its
   * process: parsers do not stop when asked.
   */
  callsPerWorker: number;
  init: Readonly<Record<string, string | number | boolean>>;
  maxHeapMiB?: number;
  /** Folders that the processes may write in; see WorkerOptions. */
  writableFolders?: readonly string[];
  /** Resident memory at which a process is ended (measured where the system tells it). */
  maxRssMiB?: number;
  /** A process that has had nothing to do for this long is ended, so that its memory goes back. */
  idleMs: number;
  /** A process is replaced after this many calls: native code leaks. */
  maxCalls: number;
  log: Log;
  clock: Clock;
}

export interface PoolCallOptions<Event> extends CallOptions<Event> {
  /** After this the process is ended and the call rejects with `timeout`. */
  timeoutMs?: number;
  /** The same after this long without an event of the call. */
  stallMs?: number;
  /** In a fresh process, with no other call of the pool beside it. */
  isAlone?: boolean;
}

export interface WorkerPool<C extends Contract> {
  /**
   * @throws AppError of the worker's own; `timeout`; `cancelled`; `extraction_memory` when the process outgrew its
   *   cap; `worker_crashed` when it died, with `details.byItself` telling a crash from a kill from outside
   */
  call<M extends keyof C & string>(
    method: M,
    input: InputOf<C[M]>,
    options?: PoolCallOptions<EventOf<C[M]>>,
  ): Promise<OutputOf<C[M]>>;
  /** Process ids, for a status page and for tests. */
  pids(): number[];
  close(): Promise<void>;
}

interface PoolWorker<C extends Contract> {
  handle: WorkerHandle;
  client: Client<C>;
  active: number;
  served: number;
  isRetired: boolean;
  /** It has said something, so its code loads on this machine. */
  isUp: boolean;
  /** Why we ended it, where it was us. */
  endedFor: AppError | undefined;
  exit: Promise<WorkerExit>;
  stopWatching(): void;
  idleTimer: NodeJS.Timeout | undefined;
}

/** Processes that end this often in a row without a word do not start on this machine, for now. */
const maxFruitlessStarts = 5;
/** Then one more is tried after this long. */
const fruitlessPauseMs = 30_000;

/** Owns spawn, crash and kill of the worker processes of one kind, and deals calls out to them. */
export function createWorkerPool<C extends Contract>(options: WorkerPoolOptions<C>): WorkerPool<C> {
  const { log, kind } = options;
  const workers = new Set<PoolWorker<C>>();
  const waiting: (() => void)[] = [];
  const turnstile = createTurnstile();
  let fruitlessStarts = 0;
  let lastFruitlessAt = 0;
  let isClosed = false;

  function startWorker(): PoolWorker<C> {
    const handle = options.host.start(kind, {
      init: options.init,
      ...(options.maxHeapMiB !== undefined && { maxHeapMiB: options.maxHeapMiB }),
      ...(options.writableFolders && { writableFolders: options.writableFolders }),
    });
    const worker: PoolWorker<C> = {
      handle,
      client: createClient(options.contract, handle.port),
      active: 0,
      served: 0,
      isRetired: false,
      isUp: false,
      endedFor: undefined,
      exit: new Promise((resolve) => handle.onExit(resolve)),
      stopWatching: () => undefined,
      idleTimer: undefined,
    };
    if (options.maxRssMiB !== undefined) {
      const limit = options.maxRssMiB;
      worker.stopWatching = watchMemory(
        () => handle.pid,
        limit,
        () => end(worker, new AppError('extraction_memory', `It needed more than ${limit} MiB of memory.`)),
      );
    }
    workers.add(worker);
    handle.port.onMessage(() => {
      worker.isUp = true;
      fruitlessStarts = 0;
    });
    handle.onExit((exit) => {
      worker.stopWatching();
      clearTimeout(worker.idleTimer);
      workers.delete(worker);
      if (!worker.isUp && !worker.endedFor && !isKill(exit)) {
        fruitlessStarts++;
        lastFruitlessAt = options.clock.now();
      }
      if (!isClosed && (!worker.isRetired || worker.endedFor)) {
        log.warn('worker.ended', {
          kind,
          code: exit.code,
          signal: exit.signal,
          reason: worker.endedFor?.code,
        });
      }
      waiting.shift()?.();
    });
    return worker;
  }

  function end(worker: PoolWorker<C>, reason: AppError): void {
    worker.endedFor ??= reason;
    worker.handle.kill();
  }

  /** Lets a process go that has done its share; it ends when its port closes. */
  function retire(worker: PoolWorker<C>): void {
    worker.isRetired = true;
    workers.delete(worker);
    worker.client.close();
  }

  async function takeWorker(signal: AbortSignal | undefined): Promise<PoolWorker<C>> {
    for (;;) {
      if (isClosed) throw new AppError('unavailable', `The ${kind} workers are closed.`);
      if (signal?.aborted) throw new AppError('cancelled', 'Stopped.');
      const isHopeless = fruitlessStarts >= maxFruitlessStarts;
      if (isHopeless && options.clock.now() < lastFruitlessAt + fruitlessPauseMs) {
        for (const turn of waiting.splice(0)) turn();
        throw new AppError(
          'unavailable',
          `The ${kind} worker does not start on this machine; run adiuva doctor.`,
        );
      }
      const candidates = [...workers].filter(
        (worker) => !worker.endedFor && worker.active < options.callsPerWorker,
      );
      const free = candidates.sort((a, b) => a.active - b.active)[0];
      if (free && (free.active === 0 || workers.size >= options.size)) return claim(free);
      if (workers.size < options.size) return claim(startWorker());
      if (free) return claim(free);
      await waitForTurn(signal);
    }
  }

  /** Who is cancelled leaves the line, so that a free process is not offered to somebody who has gone. */
  function waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const turn = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(turn), 1);
        resolve();
      };
      waiting.push(turn);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  function claim(worker: PoolWorker<C>): PoolWorker<C> {
    worker.active++;
    clearTimeout(worker.idleTimer);
    return worker;
  }

  function giveBack(worker: PoolWorker<C>): void {
    worker.active--;
    if (worker.active === 0 && workers.has(worker)) {
      if (worker.served >= options.maxCalls) retire(worker);
      else {
        worker.idleTimer = setTimeout(() => retire(worker), options.idleMs);
        worker.idleTimer.unref();
      }
    }
    waiting.shift()?.();
  }

  return {
    async call(method, input, callOptions = {}) {
      const { timeoutMs, stallMs, isAlone = false, signal, onEvent } = callOptions;
      const leave = await turnstile.enter(isAlone, signal);
      let worker: PoolWorker<C> | undefined;
      let time: TimeWatch | undefined;
      const onAbort = () => {
        if (worker && options.callsPerWorker === 1) end(worker, new AppError('cancelled', 'Stopped.'));
      };
      try {
        if (isAlone) for (const idle of [...workers]) retire(idle);
        const taken = await takeWorker(signal);
        worker = taken;
        time = watchTime({ timeoutMs, stallMs }, (reason) => end(taken, reason));
        signal?.addEventListener('abort', onAbort, { once: true });
        return await taken.client.call(method, input, {
          ...callOptions,
          onEvent(event) {
            time?.sawLife();
            onEvent?.(event);
          },
        });
      } catch (error) {
        if (!worker || !hasCode(error, 'worker_crashed')) throw error;
        const exit = await worker.exit;
        throw worker.endedFor ?? crashError(kind, exit, error);
      } finally {
        time?.stop();
        signal?.removeEventListener('abort', onAbort);
        if (worker) {
          worker.served++;
          giveBack(worker);
        }
        leave();
      }
    },
    pids: () => [...workers].flatMap((worker) => worker.handle.pid ?? []),
    async close() {
      isClosed = true;
      const exits = [...workers].map((worker) => worker.exit);
      for (const worker of [...workers]) {
        worker.endedFor = new AppError('unavailable', 'Closing.');
        worker.handle.kill();
      }
      for (const resolve of waiting.splice(0)) resolve();
      await Promise.all(exits);
    },
  };
}

/** SIGKILL and SIGTERM that were not ours come from outside: the system's memory killer, a person, a shutdown. */
function isKill(exit: WorkerExit): boolean {
  return (
    exit.signal === 'SIGKILL' ||
    exit.signal === 'SIGTERM' ||
    exit.signal === 'SIGHUP' ||
    exit.signal === 'SIGINT'
  );
}

function crashError(kind: WorkerKind, exit: WorkerExit, cause: unknown): AppError {
  const how = exit.signal ?? `exit code ${exit.code ?? 'unknown'}`;
  return new AppError('worker_crashed', `The ${kind} worker ended (${how}).`, {
    cause,
    details: { byItself: !isKill(exit), how },
  });
}
