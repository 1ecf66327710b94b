import { EventEmitter } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type * as Electron from 'electron';
import { LoudEmitter, loud } from './loud.ts';

type RequestMembers =
  | 'setHeader'
  | 'getHeader'
  | 'removeHeader'
  | 'write'
  | 'end'
  | 'abort'
  | 'followRedirect'
  | 'chunkedEncoding';

/** `net.request` over Node's own client: headers, bodies, redirects that main may follow or refuse, abort. */
class StandInRequest extends LoudEmitter implements Pick<Electron.ClientRequest, RequestMembers> {
  static override readonly electronName = 'ClientRequest';
  chunkedEncoding = false;
  #url: URL;
  readonly #method: string;
  readonly #redirect: 'follow' | 'error' | 'manual';
  readonly #headers = new Map<string, string>();
  readonly #body: Buffer[] = [];
  #current: ClientRequest | null = null;
  #isAborted = false;
  #follow: (() => void) | null = null;
  #redirects = 0;

  constructor(options: Electron.ClientRequestConstructorOptions | string) {
    super();
    const given = typeof options === 'string' ? { url: options } : options;
    const { url, protocol = 'https:', hostname, host, port, path = '/' } = given;
    this.#url = new URL(url ?? `${protocol}//${host ?? `${hostname}${port ? `:${port}` : ''}`}${path}`);
    this.#method = given.method ?? 'GET';
    this.#redirect = given.redirect ?? 'follow';
    for (const [name, value] of Object.entries(given.headers ?? {})) this.setHeader(name, String(value));
  }

  setHeader(name: string, value: string): void {
    this.#headers.set(name.toLowerCase(), value);
  }

  getHeader(name: string): string {
    return this.#headers.get(name.toLowerCase()) ?? '';
  }

  removeHeader(name: string): void {
    this.#headers.delete(name.toLowerCase());
  }

  write(chunk: Buffer | string, encoding?: string, callback?: () => void): void {
    this.#body.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding as BufferEncoding) : chunk);
    callback?.();
  }

  end(chunk?: Buffer | string, encoding?: string, callback?: () => void): Electron.ClientRequest {
    if (chunk !== undefined) this.write(chunk, encoding);
    this.#start();
    callback?.();
    return this as unknown as Electron.ClientRequest;
  }

  abort(): void {
    if (this.#isAborted) return;
    this.#isAborted = true;
    this.#current?.destroy();
    this.emit('abort');
    this.emit('close');
  }

  followRedirect(): void {
    this.#follow?.();
  }

  #start(): void {
    if (this.#isAborted) return;
    const open = this.#url.protocol === 'http:' ? requestHttp : requestHttps;
    const request = open(this.#url, { method: this.#method, headers: Object.fromEntries(this.#headers) });
    this.#current = request;
    request.on('error', (error) => {
      if (!this.#isAborted) this.emit('error', error);
    });
    request.on('response', (response) => this.#answered(response));
    request.end(this.#body.length > 0 ? Buffer.concat(this.#body) : undefined);
  }

  #answered(response: IncomingMessage): void {
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) {
      this.emit('response', response);
      response.on('end', () => this.emit('close'));
      return;
    }
    response.resume();
    const next = new URL(headers.location, this.#url);
    const follow = () => {
      this.#follow = null;
      this.#url = next;
      this.#start();
    };
    if (this.#redirect === 'error' || ++this.#redirects > 20)
      this.emit('error', new Error('net::ERR_UNEXPECTED_REDIRECT'));
    else if (this.#redirect === 'follow') {
      this.emit('redirect', statusCode, this.#method, next.href, asLists(headers));
      follow();
    } else {
      let isFollowed = false;
      this.#follow = () => {
        isFollowed = true;
      };
      this.emit('redirect', statusCode, this.#method, next.href, asLists(headers));
      if (isFollowed) follow();
      else this.abort();
    }
  }
}

function asLists(headers: IncomingMessage['headers']): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = []]) => [name, Array.isArray(value) ? value : [value]]),
  );
}

export function createNet() {
  const events = new EventEmitter();
  let isOnline = true;
  return {
    net: loud('net', {
      fetch: (input: string | Request, init?: RequestInit) => fetch(input, init),
      request: (options: Electron.ClientRequestConstructorOptions | string) =>
        new StandInRequest(options) as unknown as Electron.ClientRequest,
      isOnline: () => isOnline,
      get online() {
        return isOnline;
      },
    } satisfies Pick<Electron.Net, 'fetch' | 'request' | 'isOnline' | 'online'>),
    ClientRequest: StandInRequest,
    setOnline: (online: boolean) => {
      isOnline = online;
      events.emit('changed');
    },
  };
}
