import type { EngineState } from '@adiuva/contracts/shell';
import type { Log } from '@adiuva/engine/ports';
import { toWireError } from '@adiuva/wire';
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron';
import {
  engineFlags,
  type FromEngine,
  fromEngineSchema,
  jsFlags,
  type PowerState,
  type ToEngine,
} from '../processes/index.ts';
import { endProcess } from './endProcess.ts';
import type { Places } from './places.ts';
import { readExit } from './readExit.ts';
import { createRevival } from './revival.ts';
import type { SecretKeeper } from './secrets.ts';
import { createWorkerProcesses, type WorkerProcesses } from './workerProcesses.ts';

/** What the engine's process may take to put running jobs back and close the library, when the program ends. */
const farewellMs = 10_000;
/** The same when the person waits for the next one. */
const restartMs = 5_000;

export interface EngineProcessOptions {
  places: Places;
  home: string;
  secrets: SecretKeeper;
  log: Log;
  /** What the person reads when it ended too often. */
  endedTooOften(): string;
}

export interface EngineProcess {
  state(): EngineState;
  onState(listener: (state: EngineState) => void): void;
  /** Called each time an engine begins to answer: all ports from before are closed. */
  onReady(listener: () => void): void;
  /** A new port to the engine; null while none answers. */
  connect(): MessagePortMain | null;
  /** Starts it anew, also after it was given up. */
  restart(): void;
  setPower(state: PowerState): void;
  close(): Promise<void>;
}

interface Running {
  child: UtilityProcess;
  workers: WorkerProcesses;
  isReady: boolean;
  /** Asked to end, so that another takes its place. */
  isReplaced: boolean;
  ended: Promise<void>;
}

/** Owns the engine's process: starts it, revives it, hands out ports to it, and starts the workers it asks for. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const { places, home, secrets, log } = options;
  const revival = createRevival(Date.now);
  const stateListeners: ((state: EngineState) => void)[] = [];
  const readyListeners: (() => void)[] = [];
  let state: EngineState = { state: 'starting' };
  let running: Running | undefined;
  let power: PowerState = 'mains';
  let timer: NodeJS.Timeout | undefined;
  let isClosing = false;

  function enter(next: EngineState): void {
    state = next;
    for (const listener of stateListeners) listener(next);
  }

  function start(): void {
    clearTimeout(timer);
    const child = utilityProcess.fork(places.utility.engine, [], {
      serviceName: 'Adiuva engine',
      stdio: process.env.ADIUVA_WORKER_STDERR ? 'inherit' : 'ignore',
      execArgv: [jsFlags(engineFlags)],
    });
    const tell = (message: ToEngine, port?: MessagePortMain): void => {
      if (running?.child === child) child.postMessage(message, port && [port]);
    };
    const workers = createWorkerProcesses(places.utility, tell);
    const { promise: ended, resolve: resolveEnded } = Promise.withResolvers<void>();
    const own: Running = { child, workers, isReady: false, isReplaced: false, ended };
    running = own;
    enter({ state: 'starting' });
    let refusal: string | undefined;
    child.on('message', (message: unknown) => {
      const parsed = fromEngineSchema.safeParse(message);
      if (!parsed.success) return log.warn('engine.unknown_message');
      if (parsed.data.t === 'refused') refusal = parsed.data.error.message;
      receive(parsed.data, own, tell);
    });
    // Without a listener it would end main as well; its exit tells the rest.
    child.on('error', (type, location) => log.error('engine.fatal', { type, location }));
    child.once('exit', (code) => {
      // After Electron has taken the process apart.
      setImmediate(() => {
        workers.killAll();
        if (running === own) running = undefined;
        resolveEnded();
        if (isClosing) return;
        if (own.isReplaced) start();
        else gone(code, refusal);
      });
    });
    tell({ t: 'open', home });
    tell({ t: 'power', state: power });
  }

  function gone(code: number, refusal: string | undefined): void {
    const exit = readExit(code);
    log.warn('engine.ended', { code: exit.code, signal: exit.signal, refused: refusal !== undefined });
    // What it says itself will be no other a moment later.
    const verdict = refusal === undefined ? revival.ended() : null;
    if (verdict?.action === 'revive') {
      enter({ state: 'reviving', attempt: verdict.attempt, inMs: verdict.inMs });
      timer = setTimeout(start, verdict.inMs);
      return;
    }
    enter({ state: 'failed', reason: refusal ?? options.endedTooOften() });
  }

  function receive(message: FromEngine, from: Running, tell: (message: ToEngine) => void): void {
    switch (message.t) {
      case 'ready':
      case 'lost':
        from.isReady = true;
        enter({ state: 'running' });
        for (const listener of readyListeners) listener();
        return;
      case 'refused':
        log.error('engine.refused', { code: message.error.code, message: message.error.message });
        void endProcess(from.child);
        return;
      case 'startWorker':
        from.workers.start(message);
        return;
      case 'killWorker':
        from.workers.kill(message.id);
        return;
      case 'secret':
        void answerSecret(message, tell);
        return;
    }
  }

  async function answerSecret(
    { id, action, name, value = '' }: Extract<FromEngine, { t: 'secret' }>,
    tell: (message: ToEngine) => void,
  ): Promise<void> {
    try {
      if (action === 'get') return tell({ t: 'secretAnswer', id, value: await secrets.get(name) });
      await (action === 'set' ? secrets.set(name, value) : secrets.delete(name));
      tell({ t: 'secretAnswer', id });
    } catch (error) {
      tell({ t: 'secretAnswer', id, error: toWireError(error) });
    }
  }

  start();
  return {
    state: () => state,
    onState: (listener) => void stateListeners.push(listener),
    onReady: (listener) => void readyListeners.push(listener),
    connect() {
      if (!running?.isReady) return null;
      const { port1, port2 } = new MessageChannelMain();
      running.child.postMessage({ t: 'client' } satisfies ToEngine, [port1]);
      return port2;
    },
    restart() {
      if (isClosing) return;
      revival.forgive();
      if (!running) return start();
      const { child } = running;
      running.isReplaced = true;
      child.postMessage({ t: 'close' } satisfies ToEngine);
      // It may hang: its end, in whatever way, starts the next one.
      const patience = setTimeout(() => endProcess(child), restartMs);
      void running.ended.then(() => clearTimeout(patience));
    },
    setPower(next) {
      power = next;
      running?.child.postMessage({ t: 'power', state: next } satisfies ToEngine);
    },
    async close() {
      isClosing = true;
      clearTimeout(timer);
      const last = running;
      if (!last) return;
      last.child.postMessage({ t: 'close' } satisfies ToEngine);
      const patience = setTimeout(() => endProcess(last.child), farewellMs);
      await last.ended;
      clearTimeout(patience);
    },
  };
}
