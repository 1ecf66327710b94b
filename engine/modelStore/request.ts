import { isIP } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '#base';
import type { DownloadLimits } from './limits.ts';

/** A fault of the line or the server that the next try may not meet. Never leaves this module. */
export class RetryableFault extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | undefined } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface HubConnection {
  readonly fetch: typeof fetch;
  readonly hubUrl: URL;
  readonly limits: DownloadLimits;
  /** @throws AppError `offline` */
  readonly requireOnline: (host: string) => void;
}

const maxRedirects = 6;
/** A pause notices within this time that the offline switch was put on. */
const lookEveryMs = 500;

/** https anywhere; http only where the hub itself is a loopback address (tests). */
export function isAllowed(url: URL, hub: URL): boolean {
  const hubIsLocal = hub.protocol === 'http:' && isLoopback(hub);
  if (url.protocol === 'http:') return hubIsLocal && isLoopback(url);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return false;
  // A public hub has no reason to send us to an address of the local network.
  return hubIsLocal || !isLocalAddress(url);
}

function isLoopback(url: URL): boolean {
  return (
    url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname)
  );
}

function isLocalAddress(url: URL): boolean {
  const name = url.hostname;
  return (
    isIP(name.replace(/^\[|\]$/g, '')) !== 0 ||
    name === 'localhost' ||
    /\.(localhost|local|internal)$/.test(name)
  );
}

export function requireOnline(connection: HubConnection): void {
  connection.requireOnline(connection.hubUrl.host);
}

/**
 * A GET that follows redirects itself, each checked by `isAllowed`. Credentials are never sent.
 * @throws AppError `offline`, `download_failed` for a forbidden redirect; RetryableFault for the line
 */
export async function openUrl(
  connection: HubConnection,
  start: URL,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  let url = start;
  for (let hops = 0; hops <= maxRedirects; hops++) {
    requireOnline(connection);
    const response = await connection
      .fetch(url, {
        headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'adiuva' },
        redirect: 'manual',
        signal,
      })
      .catch((cause: unknown) => {
        if (cause instanceof AppError) throw cause;
        throw signal.aborted
          ? signal.reason
          : new RetryableFault('The server could not be reached.', { cause });
      });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
    if (!next || !isAllowed(next, connection.hubUrl)) {
      throw new AppError(
        'download_failed',
        'The server sent us to a place that is not allowed; nothing was fetched.',
        {
          details: { host: url.host, target: next ? `${next.protocol}//${next.host}` : 'unreadable' },
        },
      );
    }
    url = next;
  }
  throw new AppError('download_failed', 'The server kept sending us elsewhere.', {
    details: { host: start.host },
  });
}

/** What an unsuccessful status means. The body is dropped. */
export async function statusFault(response: Response, what: string): Promise<Error> {
  await response.body?.cancel();
  const { status } = response;
  if (status === 429 || status === 408 || status >= 500)
    return new RetryableFault(`The server answered ${status}.`, {
      retryAfterMs: parseRetryAfter(response.headers.get('retry-after')),
    });
  const reason =
    status === 404
      ? 'it is not there'
      : status === 401 || status === 403
        ? 'access was refused'
        : `the server answered ${status}`;
  return new AppError('download_failed', `${what} could not be downloaded: ${reason}.`, {
    details: { status },
  });
}

/** Seconds or an HTTP date, as milliseconds from now. */
function parseRetryAfter(value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Aborts with a RetryableFault when less than 1 KiB came in `stallMs`. Dispose it when the transfer ends. */
export function watchForStalls(limits: DownloadLimits, outer: AbortSignal) {
  const own = new AbortController();
  let recent = 0;
  const timer = setInterval(() => {
    if (recent < 1024) own.abort(new RetryableFault('The server stopped sending.'));
    recent = 0;
  }, limits.stallMs);
  return {
    signal: AbortSignal.any([outer, own.signal]),
    received: (bytes: number) => {
      recent += bytes;
    },
    [Symbol.dispose]: () => {
      clearInterval(timer);
      own.abort(new RetryableFault('The transfer has ended.'));
    },
  };
}

/**
 * Waits before the next try: what the server asks for, or an exponential pause with jitter.
 * @throws AppError `download_failed` when the tries are used up, `cancelled` at once on abort, `offline` soon
 */
export async function pauseAfter(
  fault: RetryableFault,
  failures: number,
  connection: HubConnection,
  signal: AbortSignal,
): Promise<void> {
  const { limits } = connection;
  const asked = fault.retryAfterMs;
  if (failures >= limits.maxFailures || (asked !== undefined && asked > limits.maxRetryAfterMs)) {
    const wait = asked === undefined ? '' : ` It asks to wait ${Math.ceil(asked / 1000)} s.`;
    throw new AppError(
      'download_failed',
      `The download stopped: ${fault.message}${wait} What has arrived is kept; trying again goes on from there.`,
      { cause: fault, details: { failures } },
    );
  }
  const backoff = Math.min(limits.maxBackoffMs, limits.backoffMs * 2 ** Math.max(0, failures - 1));
  const end = performance.now() + (asked ?? backoff * (0.5 + Math.random() / 2));
  for (let left = end - performance.now(); left > 0; left = end - performance.now()) {
    requireOnline(connection);
    await sleep(Math.min(left, lookEveryMs), undefined, { signal }).catch(() => {
      throw new AppError('cancelled', 'Stopped.');
    });
  }
}

/** A thrown value of the network as one of ours: `cancelled`, a RetryableFault, or what it was. */
export function asTransferError(error: unknown, outer: AbortSignal): unknown {
  if (outer.aborted) return new AppError('cancelled', 'Stopped.');
  if (error instanceof AppError || error instanceof RetryableFault) return error;
  return new RetryableFault('The line was cut.', { cause: error });
}
