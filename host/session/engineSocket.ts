import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { AppError, type Port } from '@adiuva/wire';
import { createFramedPort } from './framedPort.ts';
import { type Goodbye, type Hello, protocolVersion } from './hello.ts';

/** A request is a question, a path or a setting; nothing that large is meant. */
const maxRequestBytes = 1024 * 1024;
const maxConnections = 64;
/** A client that has just connected is about to ask something. */
const firstCallMs = 3000;

export interface EngineSocket {
  /** Somebody is waiting for an answer, or is about to ask. */
  isBusy(): boolean;
  close(): Promise<void>;
}

/**
 * Lets other processes of the same user share the engine of this one. Call it only while this process owns the
 * data folder: what lies at the socket's place is then nobody's and is replaced.
 */
export async function serveEngineSocket(path: string, connect: (port: Port) => void): Promise<EngineSocket> {
  const clients = new Map<Port, { calls: Set<unknown>; since: number; hasCalled: boolean }>();
  let isClosing = false;
  const server = createServer((socket) => {
    const port = createFramedPort(socket, { maxMessageBytes: maxRequestBytes });
    const client = { calls: new Set<unknown>(), since: Date.now(), hasCalled: false };
    clients.set(port, client);
    port.onClose(() => clients.delete(port));
    port.postMessage({ t: 'hello', protocol: protocolVersion } satisfies Hello);
    connect(watchCalls(port, client, () => isClosing));
  });
  server.maxConnections = maxConnections;
  await listen(server, path);

  return {
    isBusy: () => {
      const now = Date.now();
      for (const { calls, since, hasCalled } of clients.values())
        if (calls.size > 0 || (!hasCalled && now - since < firstCallMs)) return true;
      return false;
    },
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      isClosing = true;
      for (const port of clients.keys()) {
        port.postMessage({ t: 'goodbye' } satisfies Goodbye);
        port.close();
      }
      await closed;
    },
  };
}

/** The same port, with the calls that have no answer yet kept count of. */
function watchCalls(
  port: Port,
  client: { calls: Set<unknown>; hasCalled: boolean },
  isClosing: () => boolean,
): Port {
  return {
    ...port,
    onMessage: (listener) =>
      port.onMessage((message) => {
        // After the goodbye nothing is begun: the client counts on it.
        if (isClosing()) return;
        const frame = message as { t?: unknown; id?: unknown } | null;
        if (frame?.t === 'call') {
          client.calls.add(frame.id);
          client.hasCalled = true;
        }
        listener(message);
      }),
    postMessage: (message) => {
      port.postMessage(message);
      const frame = message as { t?: unknown; id?: unknown };
      if (frame.t === 'result' || frame.t === 'error') client.calls.delete(frame.id);
    },
  };
}

async function listen(server: Server, path: string): Promise<void> {
  if (process.platform !== 'win32') {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found && !found.isSocket())
      throw new AppError('conflict', `${path} is in the way: it is not the engine's socket.`);
    rmSync(path, { force: true });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });
  if (process.platform !== 'win32') chmodSync(path, 0o600);
}
