import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import { AppError, type Client, createClient, hasCode, type Port } from '@adiuva/wire';
import type { Host, HostInfo } from './host.ts';

/** `refused`: the token is not of this launch, and trying again is of no use. */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused';

export interface Connection {
  /** Calls made while the connection is being made wait for it. */
  client: Pick<Client<EngineContract>, 'call'>;
  host: Host;
  /** Known once the state has been `open`. */
  info(): HostInfo | null;
  state(): ConnectionState;
  /** @returns what ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Tries again now rather than when the pause is over. */
  retry(): void;
}

const firstPauseMs = 500;
const longestPauseMs = 10_000;

/**
 * Keeps one port to the engine: when it is lost, another is opened, with growing pauses.
 * @param openPort waits for it as long as that takes; throws where there is none to be had now
 */
export function createConnection(host: Host, openPort: () => Promise<Port>): Connection {
  const listeners = new Set<() => void>();
  let state: ConnectionState = 'connecting';
  let info: HostInfo | null = null;
  let client: Client<EngineContract> | null = null;
  let pauseMs = firstPauseMs;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function enter(next: ConnectionState): void {
    state = next;
    for (const listener of [...listeners]) listener();
  }

  async function open(): Promise<void> {
    timer = undefined;
    try {
      info = await host.info();
      const port = await openPort();
      client = createClient(engineContract, port);
      port.onClose(() => {
        client = null;
        enter('lost');
        tryLater();
      });
      pauseMs = firstPauseMs;
      enter('open');
    } catch (error) {
      if (hasCode(error, 'forbidden')) return enter('refused');
      enter('lost');
      tryLater();
    }
  }

  function tryLater(): void {
    // Jitter, so that many tabs do not come back in one moment.
    timer = setTimeout(() => void open(), pauseMs * (0.75 + Math.random() / 2));
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  }

  function opened(signal: AbortSignal | undefined): Promise<Client<EngineContract>> {
    if (client) return Promise.resolve(client);
    return new Promise((resolve, reject) => {
      const settle = () => {
        if (client) resolve(client);
        else if (state === 'refused') reject(new AppError('forbidden', 'This address is no longer valid.'));
        else if (state === 'lost' || signal?.aborted)
          reject(new AppError('unavailable', 'The connection to Adiuva was lost.'));
        else return;
        listeners.delete(settle);
      };
      listeners.add(settle);
      signal?.addEventListener('abort', settle, { once: true });
      settle();
    });
  }

  void open();
  return {
    client: {
      call: async (method, input, options) => (await opened(options?.signal)).call(method, input, options),
    },
    host,
    info: () => info,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retry: () => {
      if (timer === undefined) return;
      clearTimeout(timer);
      void open();
    },
  };
}
