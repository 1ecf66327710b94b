import { AppError } from '#base';
import { isLoopback } from './loopback.ts';
import { loopbackFetch } from './loopbackFetch.ts';

/** What left this machine, or would have. */
export interface NetworkEvent {
  kind: 'sent' | 'refused';
  action: string;
  /** The host, of a download with the file's path. */
  subject: string;
  /** What went out; of a download, what came. */
  bytes?: number;
}

/** Requests of one purpose. */
export interface Gate {
  fetch: typeof fetch;
  /** For work that begins with more than a request. @throws AppError `offline` */
  requireOnline(host: string): void;
}

/** The one place through which the engine reaches other machines. */
export interface Network {
  /** Questions to a service the user set up: one on this machine itself is asked offline too. */
  service(action: string): Gate;
  /** Files from the internet: never offline. */
  download(action: string): Gate;
}

export interface NetworkOptions {
  isOffline(): boolean;
  /** Called when the switch is put on or off. */
  onSwitch(listener: (isOffline: boolean) => void): void;
  record(event: NetworkEvent): void;
  /** How other machines are reached; for tests. */
  fetch?: typeof fetch;
}

/**
 * Asks the offline switch before every request, and cuts what is under way when it is put on. What is addressed to this
 * machine by itself is sent so that it cannot leave it.
 */
export function createNetwork(options: NetworkOptions): Network {
  const { isOffline, record } = options;
  const underWay = new Set<{ controller: AbortController; subject: string }>();

  options.onSwitch((isOn) => {
    if (!isOn) return;
    for (const { controller, subject } of underWay) controller.abort(offline(subject));
  });

  function refuse(action: string, subject: string): never {
    record({ kind: 'refused', action, subject });
    throw offline(subject);
  }

  function open(action: string, isDownload: boolean): Gate {
    async function send(input: string | URL | Request, init?: RequestInit): Promise<Response> {
      const url = new URL(input instanceof Request ? input.url : input);
      const isLocal = isLoopback(url);
      const subject = isDownload ? `${url.host}${url.pathname}` : url.host;
      if (isOffline() && (isDownload || !isLocal)) refuse(action, subject);
      if (isLocal && !isDownload) return loopbackFetch(input, init);
      const entry = { controller: new AbortController(), subject: url.host };
      underWay.add(entry);
      const outer = init?.signal ?? (input instanceof Request ? input.signal : undefined);
      const signals = outer ? [outer, entry.controller.signal] : [entry.controller.signal];
      const tell = (bytes: number) => {
        if (!isLocal) record({ kind: 'sent', action, subject, bytes });
      };
      if (!isDownload) tell(bodyBytes(init?.body));
      try {
        const reach = options.fetch ?? globalThis.fetch;
        const response = await reach(input, { ...init, signal: AbortSignal.any(signals) });
        return watched(response, (received) => {
          underWay.delete(entry);
          if (isDownload) tell(received);
        });
      } catch (error) {
        underWay.delete(entry);
        if (isDownload) tell(0);
        throw error;
      }
    }
    return {
      fetch: send,
      requireOnline(host) {
        if (isOffline()) refuse(action, host);
      },
    };
  }

  return {
    service: (action) => open(action, false),
    download: (action) => open(action, true),
  };
}

/** Hears once when the body has ended, whatever way, and how long it was. */
function watched(response: Response, onEnd: (bytes: number) => void): Response {
  if (!response.body) {
    onEnd(0);
    return response;
  }
  let received = 0;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          onEnd(received);
          controller.close();
        } else {
          received += value.byteLength;
          controller.enqueue(value);
        }
      } catch (error) {
        onEnd(received);
        throw error;
      }
    },
    async cancel(reason) {
      onEnd(received);
      await reader.cancel(reason);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

function bodyBytes(body: RequestInit['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  return body instanceof Uint8Array || body instanceof ArrayBuffer ? body.byteLength : 0;
}

function offline(host: string): AppError {
  return new AppError(
    'offline',
    `Adiuva is set to stay offline, so ${host} was not asked. Switch that off under Settings, or with: adiuva settings isOffline false`,
    { details: { host } },
  );
}
