// Loaded before the file of a utility process: gives it its parent port, and ends it when main does.
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { ChildOrder, ChildSaid } from './utilityProcess.ts';

// Threads of the process inherit its flags, and load this too.
if (isMainThread) serveParentPort();

registerHooks({
  resolve(specifier, context, next) {
    if (/^electron(?:\/|$)/.test(specifier))
      throw new Error('The stand-in gives a utility process its parentPort and nothing of electron.');
    return next(specifier, context);
  },
});

function serveParentPort(): void {
  const send = process.send?.bind(process);
  if (!send) throw new Error('This file is loaded by the stand-in for Electron.');
  const say = (message: ChildSaid) => {
    if (process.connected) send(message, undefined, undefined, () => undefined);
  };
  const ports = new Map<string, Port>();

  /** A port as Electron gives it to utility processes; what it says goes to main, which carries it on. */
  class Port extends EventEmitter {
    readonly #id: string;
    readonly #waiting: (() => void)[] = [];
    #isStarted = false;

    constructor(id: string) {
      super();
      this.#id = id;
      ports.set(id, this);
    }

    postMessage(message: unknown, transfer: readonly Port[] = []): void {
      say({ t: 'port', id: this.#id, data: message, ports: transfer.map((port) => port.release()) });
    }

    release(): string {
      return this.#id;
    }

    start(): void {
      this.#isStarted = true;
      for (const deliver of this.#waiting.splice(0)) deliver();
    }

    close(): void {
      if (!ports.delete(this.#id)) return;
      say({ t: 'portClosed', id: this.#id });
      setImmediate(() => this.emit('close'));
    }

    receive(deliver: () => void): void {
      if (this.#isStarted) deliver();
      else this.#waiting.push(deliver);
    }
  }

  const openPort = (id: string) => new Port(id);

  const parentPort = new (class extends EventEmitter {
    readonly #early: object[] = [];

    constructor() {
      super();
      // What came before somebody listened is not lost, as in Electron.
      this.on('newListener', (event) => {
        if (event === 'message')
          setImmediate(() => {
            for (const message of this.#early.splice(0)) this.emit('message', message);
          });
      });
    }

    postMessage(message: unknown): void {
      say({ t: 'message', data: message });
    }

    receive(message: object): void {
      if (this.listenerCount('message') === 0 || this.#early.length > 0) this.#early.push(message);
      else this.emit('message', message);
    }
  })();

  process.on('message', (order: ChildOrder) => {
    if (order.t === 'message') parentPort.receive({ data: order.data, ports: order.ports.map(openPort) });
    else if (order.t === 'port') {
      const port = ports.get(order.id);
      port?.receive(() => port.emit('message', { data: order.data, ports: order.ports.map(openPort) }));
    } else {
      const port = ports.get(order.id);
      ports.delete(order.id);
      port?.receive(() => port.emit('close'));
    }
  });
  process.on('disconnect', () => process.exit(0));
  Object.assign(process, { parentPort, type: 'utility' });
  // The channel belongs to this file.
  Object.assign(process, { send: undefined });
}
