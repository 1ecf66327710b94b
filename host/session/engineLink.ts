import { setTimeout as sleep } from 'node:timers/promises';
import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import { type Engine, localUser } from '@adiuva/engine';
import { AppError, type Client, createClient, createPortPair, hasCode, type Port } from '@adiuva/wire';
import { connectSocket, type EnginePort } from './connectSocket.ts';
import { type EngineSocket, serveEngineSocket } from './engineSocket.ts';
import { socketPath } from './socketPath.ts';

const lockPatienceMs = 6000;
const pollMs = 100;

export interface EngineLinkOptions {
  /** Exists, and is private. */
  home: string;
  /** @throws AppError `storage_locked` when another process owns the data folder. */
  start(): Promise<Engine>;
  /** The engine stays for others after this process has no more use for it. */
  onWaiting?: (() => void) | undefined;
  /** Ends the wait for others. */
  signal?: AbortSignal | undefined;
}

/** This process's way to the one engine of a data folder, wherever it runs. */
export interface EngineLink {
  /** Its calls go to whichever engine serves at the time; one that is lost under a call fails that call alone. */
  client: Client<EngineContract>;
  /** Gives a further client, a browser's, its own connection. */
  attach(port: Port): Promise<void>;
  isOwner(): boolean;
  /** Called when an engine of another process went away; the next call finds or starts another. */
  onLost(listener: () => void): void;
  /** Waits for what others have asked of an engine of ours, then ends it. */
  close(): Promise<void>;
}

interface Owned {
  engine: Engine;
  socket: EngineSocket;
}

interface Opened {
  session: Session;
  client: Client<EngineContract>;
  /** What has no answer when the connection is gone was never begun. */
  isUnbegun(): boolean;
}

interface Session {
  connect(): Promise<{ port: Port; isUnbegun(): boolean }>;
  attach(port: Port): Promise<void>;
  own?: Owned;
}

/** Opens the engine: one that already runs for this folder is shared, else it starts here and can be shared. */
export async function openEngine(options: EngineLinkOptions): Promise<EngineLink> {
  const lostListeners: (() => void)[] = [];
  let current: Promise<Opened> | undefined;
  let owned: Owned | undefined;
  let isClosed = false;

  function session() {
    if (isClosed) throw new AppError('unavailable', 'Adiuva is closing.');
    current ??= open().catch((error: unknown) => {
      current = undefined;
      throw error;
    });
    return current;
  }

  async function open() {
    const opened = await findOrStart(options);
    owned = opened.own;
    const { port, isUnbegun } = await opened.connect();
    port.onClose(() => {
      owned = undefined;
      current = undefined;
      if (!isClosed) for (const listener of lostListeners) listener();
    });
    return { session: opened, client: createClient(engineContract, port), isUnbegun };
  }

  await session();
  return {
    client: {
      call: async (method, input, callOptions) => {
        for (;;) {
          const { client, isUnbegun } = await session();
          try {
            return await client.call(method, input, callOptions);
          } catch (error) {
            if (!hasCode(error, 'worker_crashed') || !isUnbegun() || isClosed) throw error;
          }
        }
      },
      close: () => undefined,
    },
    attach: async (port) => (await session()).session.attach(port),
    isOwner: () => owned !== undefined,
    onLost: (listener) => void lostListeners.push(listener),
    close: async () => {
      isClosed = true;
      const open = await current?.catch(() => undefined);
      if (!owned) return open?.client.close();
      if (owned.socket.isBusy()) options.onWaiting?.();
      while (owned.socket.isBusy() && !options.signal?.aborted) await sleep(pollMs);
      await owned.socket.close();
      await owned.engine.close();
    },
  };
}

async function findOrStart({ home, start }: EngineLinkOptions): Promise<Session> {
  const path = socketPath(home);
  const deadline = Date.now() + lockPatienceMs;
  for (;;) {
    const port = await connectSocket(path);
    if (port) return shared(path, port);
    try {
      return await own(path, await start());
    } catch (error) {
      // Its owner is starting or closing: either it answers soon, or the folder is free soon.
      if (!hasCode(error, 'storage_locked')) throw error;
      if (Date.now() > deadline)
        throw new AppError(
          'storage_locked',
          `Another process is using ${home} and does not answer. Close the other Adiuva, or choose another folder with --home.`,
          { cause: error },
        );
      await sleep(pollMs);
    }
  }
}

async function own(path: string, engine: Engine): Promise<Session> {
  const attach = (port: Port) => engine.connect(port, localUser);
  try {
    const socket = await serveEngineSocket(path, attach);
    return {
      own: { engine, socket },
      attach: async (port) => attach(port),
      connect: async () => {
        const [ours, theirs] = createPortPair();
        attach(theirs);
        return { port: ours, isUnbegun: () => false };
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function shared(path: string, first: EnginePort): Session {
  let spare: EnginePort | undefined = first;
  async function connect() {
    const port = spare ?? (await connectSocket(path));
    spare = undefined;
    if (!port) throw new AppError('unavailable', 'The engine has just ended; try again.');
    return { port, isUnbegun: port.hasSaidGoodbye };
  }
  return {
    connect,
    attach: async (port) => {
      const { port: far } = await connect();
      port.onMessage((message) => far.postMessage(message));
      far.onMessage((message) => port.postMessage(message));
      port.onClose(() => far.close());
      far.onClose(() => port.close());
    },
  };
}
