import type { CloneCodec } from './cloneCodec.ts';
import type { WorldBridge } from './worldBridge.ts';

/** What a page's preload world says to main. */
export type WorldSaid =
  | { t: 'invoke'; call: number; channel: string; args: unknown[] }
  | { t: 'send'; channel: string; args: unknown[]; ports: string[] }
  | { t: 'port'; id: string; data: unknown; ports: string[] }
  | { t: 'portClosed'; id: string };

/** What main says to it. */
export type WorldOrder =
  | { t: 'reply'; call: number; isFine: boolean; value: unknown }
  | { t: 'message'; channel: string; args: unknown[]; ports: string[] }
  | { t: 'port'; id: string; data: unknown; ports: string[] }
  | { t: 'portClosed'; id: string };

export interface PreloadWorldSettings {
  /** The binding by which the world speaks to main. */
  binding: string;
  /** The function by which main speaks to the world; in this world alone. */
  orders: string;
  /** What a port of the page is sent when its other end has gone. */
  closed: string;
  /** `process` as a sandboxed preload sees it. */
  process: { platform: string; type: string; versions: Record<string, string>; sandboxed: boolean };
}

type Listener = (event: object, ...args: unknown[]) => void;
interface PagePort {
  postMessage(message: unknown, transfer?: PagePort[]): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown; ports: PagePort[] }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/**
 * Self-contained: its text runs in the world of the preload, which finds here what `require('electron')` gives it.
 * @returns that `require`
 */
export function createPreloadWorld(
  settings: PreloadWorldSettings,
  codec: CloneCodec,
  bridge: WorldBridge,
): (name: string) => unknown {
  const world = globalThis as unknown as Record<string, unknown>;
  const speak = world[settings.binding] as (text: string) => void;
  const ports = new Map<string, PagePort>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  const listeners = new Map<string, { listener: Listener; isOnce: boolean }[]>();
  let lastId = 0;

  const say = (message: WorldSaid) => speak(codec.encode(message));

  /** The end of a channel that stays in this world, and carries on what the page's end says. */
  function keepPort(id: string, port: PagePort): void {
    ports.set(id, port);
    port.addEventListener('message', ({ data, ports: sent }) =>
      say({ t: 'port', id, data, ports: sent.map(sendPort) }),
    );
    port.addEventListener('close', () => {
      if (ports.delete(id)) say({ t: 'portClosed', id });
    });
    port.start();
  }

  function sendPort(port: PagePort): string {
    const id = `page-${++lastId}`;
    keepPort(id, port);
    return id;
  }

  function receivePort(id: string): PagePort {
    const { port1, port2 } = new MessageChannel();
    keepPort(id, port1 as unknown as PagePort);
    return port2 as unknown as PagePort;
  }

  function emit(channel: string, event: object, args: unknown[]): void {
    for (const entry of [...(listeners.get(channel) ?? [])]) {
      if (entry.isOnce) off(channel, entry.listener);
      entry.listener(event, ...args);
    }
  }

  function on(channel: string, listener: Listener, isOnce = false): typeof ipcRenderer {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, isOnce }]);
    return ipcRenderer;
  }

  function off(channel: string, listener: Listener): typeof ipcRenderer {
    const kept = (listeners.get(channel) ?? []).filter((entry) => entry.listener !== listener);
    listeners.set(channel, kept);
    return ipcRenderer;
  }

  Object.defineProperty(world, settings.orders, {
    value: (text: string) => {
      const order = codec.decode(text) as WorldOrder;
      if (order.t === 'message')
        emit(order.channel, { sender: ipcRenderer, ports: order.ports.map(receivePort) }, order.args);
      else if (order.t === 'port') ports.get(order.id)?.postMessage(order.data, order.ports.map(receivePort));
      else if (order.t === 'portClosed') {
        const port = ports.get(order.id);
        ports.delete(order.id);
        port?.postMessage(settings.closed);
      } else {
        const call = waiting.get(order.call);
        waiting.delete(order.call);
        call?.[order.isFine ? 'resolve' : 'reject'](order.value);
      }
    },
  });

  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      const call = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject });
        say({ t: 'invoke', call, channel, args });
      });
    },
    send: (channel: string, ...args: unknown[]) => say({ t: 'send', channel, args, ports: [] }),
    postMessage: (channel: string, message: unknown, transfer: PagePort[] = []) =>
      say({ t: 'send', channel, args: [message], ports: transfer.map(sendPort) }),
    on: (channel: string, listener: Listener) => on(channel, listener),
    addListener: (channel: string, listener: Listener) => on(channel, listener),
    once: (channel: string, listener: Listener) => on(channel, listener, true),
    off,
    removeListener: off,
    removeAllListeners: (channel: string) => {
      listeners.delete(channel);
      return ipcRenderer;
    },
  };

  /** The stand-in's main holds the page at `debugger`, looks the file's path up and writes it into `path`. */
  function standInPathOfFile(file: unknown): string {
    // biome-ignore lint/style/useConst: main writes it
    let path = '';
    // biome-ignore lint/suspicious/noDebugger: the one way to ask main and have the answer in the same turn
    debugger;
    return file ? path : '';
  }

  const electron: Record<string, Record<string, unknown>> = {
    contextBridge: { exposeInMainWorld: bridge.expose },
    ipcRenderer,
    webUtils: { getPathForFile: standInPathOfFile },
  };

  const loud = (owner: string, object: Record<string, unknown>): unknown =>
    new Proxy(object, {
      get(target, name) {
        if (name in target || typeof name === 'symbol' || name === '__esModule' || name === 'then')
          return Reflect.get(target, name);
        throw new Error(`The stand-in for Electron has no ${owner}.${name} in a preload.`);
      },
    });
  const shown = Object.fromEntries(Object.entries(electron).map(([name, part]) => [name, loud(name, part)]));
  return (name) => {
    if (name === 'electron' || name === 'electron/renderer') return loud('electron', shown);
    throw new Error(`module not found: ${name}. A sandboxed preload has electron and nothing else here.`);
  };
}
