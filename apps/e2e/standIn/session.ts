import type * as Electron from 'electron';
import { type AddressBook, createAddressBook } from './addresses.ts';
import type { CdpEvents, CdpSession } from './cdp.ts';
import { LoudEmitter, LoudObject } from './loud.ts';

type Paused = CdpEvents['Fetch.requestPaused'];
type Handler = Parameters<Electron.Protocol['handle']>[1];
type BeforeRequest = (
  details: Electron.OnBeforeRequestListenerDetails,
  callback: (response: Electron.CallbackResponse) => void,
) => void;
type HeadersReceived = (
  details: Electron.OnHeadersReceivedListenerDetails,
  callback: (response: Electron.HeadersReceivedResponse) => void,
) => void;

/** A request that a page made, whether or not it was let through. */
export interface SeenRequest {
  url: string;
  type: string;
  outcome: 'handled' | 'cancelled' | 'network';
}

class StandInProtocol
  extends LoudObject
  implements
    Pick<Electron.Protocol, 'handle' | 'unhandle' | 'isProtocolHandled' | 'registerSchemesAsPrivileged'>
{
  static override readonly electronName = 'protocol';
  readonly handlers = new Map<string, Handler>();
  readonly addresses: AddressBook;
  readonly #privileged: Set<string>;

  constructor(addresses: AddressBook, privileged: Set<string>) {
    super();
    this.addresses = addresses;
    this.#privileged = privileged;
  }

  registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
    for (const { scheme, privileges } of schemes) {
      this.#privileged.add(scheme);
      if (!privileges?.standard || !privileges.secure)
        throw new Error(`The stand-in serves ${scheme}: as an https origin; it must be standard and secure.`);
    }
  }

  handle(scheme: string, handler: Handler): void {
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    if (/^(?:https?|file)$/.test(scheme)) throw new Error(`The stand-in does not intercept ${scheme}:.`);
    if (!this.#privileged.has(scheme)) throw new Error(`${scheme} was not registered as privileged.`);
    this.handlers.set(scheme, handler);
    this.addresses.add(scheme);
  }

  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }
}

class StandInWebRequest
  extends LoudObject
  implements Pick<Electron.WebRequest, 'onBeforeRequest' | 'onHeadersReceived'>
{
  static override readonly electronName = 'webRequest';
  beforeRequest: { matches(url: string): boolean; listener: BeforeRequest } | null = null;
  headersReceived: { matches(url: string): boolean; listener: HeadersReceived } | null = null;

  onBeforeRequest(
    filter: Electron.WebRequestFilter | BeforeRequest | null,
    listener?: BeforeRequest | null,
  ): void {
    this.beforeRequest = asEntry(filter, listener);
  }

  onHeadersReceived(
    filter: Electron.WebRequestFilter | HeadersReceived | null,
    listener?: HeadersReceived | null,
  ): void {
    this.headersReceived = asEntry(filter, listener);
  }
}

function asEntry<L extends (...args: never[]) => void>(
  filter: Electron.WebRequestFilter | L | null,
  listener: L | null | undefined,
): { matches(url: string): boolean; listener: L } | null {
  if (typeof filter === 'function') return { matches: () => true, listener: filter };
  if (!filter || !listener) return null;
  const patterns = filter.urls.map((pattern) =>
    pattern === '<all_urls>'
      ? /^/
      : new RegExp(
          `^${pattern
            .split('*')
            .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
            .join('.*')}$`,
        ),
  );
  return { matches: (url) => patterns.some((pattern) => pattern.test(url)), listener };
}

type PermissionRequest = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheck = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type SessionMembers =
  | 'protocol'
  | 'webRequest'
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'getUserAgent'
  | 'isPersistent'
  | 'fetch'
  | 'flushStorageData';

/** The one session: what pages ask for goes through here. */
export class StandInSession extends LoudEmitter implements Pick<Electron.Session, SessionMembers> {
  static override readonly electronName = 'session';
  readonly addresses = createAddressBook();
  readonly seen: SeenRequest[] = [];
  readonly #protocol = new StandInProtocol(this.addresses, new Set());
  readonly #webRequest = new StandInWebRequest();
  permissionRequest: PermissionRequest = null;
  permissionCheck: PermissionCheck = null;
  #device: Parameters<Electron.Session['setDevicePermissionHandler']>[0] = null;
  #display: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0] = null;

  get protocol(): Electron.Protocol {
    return this.#protocol as unknown as Electron.Protocol;
  }

  get webRequest(): Electron.WebRequest {
    return this.#webRequest as unknown as Electron.WebRequest;
  }

  setPermissionRequestHandler(handler: PermissionRequest): void {
    this.permissionRequest = handler;
  }

  setPermissionCheckHandler(handler: PermissionCheck): void {
    this.permissionCheck = handler;
  }

  setDevicePermissionHandler(handler: Parameters<Electron.Session['setDevicePermissionHandler']>[0]): void {
    this.#device = handler;
  }

  setDisplayMediaRequestHandler(
    handler: Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0],
  ): void {
    this.#display = handler;
  }

  /** Which handlers main has set, for the tests of the security checklist. */
  get handlersSet(): Record<'permissionRequest' | 'permissionCheck' | 'device' | 'display', boolean> {
    return {
      permissionRequest: this.permissionRequest !== null,
      permissionCheck: this.permissionCheck !== null,
      device: this.#device !== null,
      display: this.#display !== null,
    };
  }

  setSpellCheckerEnabled(_enable: boolean): void {}

  getUserAgent(): string {
    return 'Chromium under the stand-in for Electron';
  }

  isPersistent(): boolean {
    return true;
  }

  flushStorageData(): void {}

  fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    return fetch(input, init);
  }

  /** Answers what a page asks for: by main's handler of its scheme, or by the network if main lets it. */
  async answer(cdp: CdpSession, paused: Paused, webContentsId: number): Promise<void> {
    const { requestId, request, resourceType } = paused;
    const url = this.addresses.toMain(request.url);
    const type = resourceType === 'Document' ? 'mainFrame' : resourceType.toLowerCase();
    const note = (outcome: SeenRequest['outcome']) => this.seen.push({ url, type, outcome });
    const verdict = await this.#beforeRequest(url, request.method, type, webContentsId);
    if (verdict.cancel) {
      note('cancelled');
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    if (verdict.redirectURL) throw new Error('The stand-in does not redirect in onBeforeRequest.');
    const handler = this.#protocol.handlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) {
      note('network');
      await cdp.send('Fetch.continueRequest', { requestId });
      return;
    }
    note('handled');
    await this.#handle(cdp, paused, url, handler, webContentsId);
  }

  async #handle(
    cdp: CdpSession,
    { requestId, request, resourceType }: Paused,
    url: string,
    handler: Handler,
    webContentsId: number,
  ): Promise<void> {
    let response: Response;
    try {
      const body = request.postData === undefined ? {} : { body: request.postData };
      response = await handler(
        new Request(url, { method: request.method, headers: request.headers, ...body }),
      );
    } catch (error) {
      process.stderr.write(`protocol.handle of ${url} threw: ${String(error)}\n`);
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    // A handler that returns Response.error() fails the request, as in Electron.
    if (response.type === 'error') {
      await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    const body = Buffer.from(await response.arrayBuffer()).toString('base64');
    const headers = await this.#headersReceived(url, request.method, response, resourceType, webContentsId);
    const responseHeaders = headers.map(([name, value]) => ({
      name,
      value: /^content-security-policy/i.test(name) ? this.addresses.policyToPage(value) : value,
    }));
    await cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders,
      body,
    });
  }

  #beforeRequest(
    url: string,
    method: string,
    resourceType: string,
    webContentsId: number,
  ): Promise<Electron.CallbackResponse> {
    const entry = this.#webRequest.beforeRequest;
    if (!entry?.matches(url)) return Promise.resolve({});
    const details = {
      id: this.seen.length,
      url,
      method,
      resourceType,
      webContentsId,
      referrer: '',
      timestamp: Date.now(),
    };
    return new Promise((resolve) =>
      entry.listener(details as unknown as Electron.OnBeforeRequestListenerDetails, resolve),
    );
  }

  async #headersReceived(
    url: string,
    method: string,
    response: Response,
    type: string,
    webContentsId: number,
  ): Promise<[string, string][]> {
    const own = [...response.headers];
    const entry = this.#webRequest.headersReceived;
    if (!entry?.matches(url)) return own;
    const grouped: Record<string, string[]> = {};
    for (const [name, value] of own) grouped[name] = [...(grouped[name] ?? []), value];
    const details = {
      id: this.seen.length,
      url,
      method,
      resourceType: type === 'Document' ? 'mainFrame' : type.toLowerCase(),
      webContentsId,
      referrer: '',
      timestamp: Date.now(),
      statusCode: response.status,
      statusLine: `HTTP/1.1 ${response.status}`,
      responseHeaders: grouped,
    };
    const { responseHeaders } = await new Promise<Electron.HeadersReceivedResponse>((resolve) =>
      entry.listener(details as unknown as Electron.OnHeadersReceivedListenerDetails, resolve),
    );
    if (!responseHeaders) return own;
    return Object.entries(responseHeaders).flatMap(([name, values]) =>
      (Array.isArray(values) ? values : [values]).map((value): [string, string] => [name, value]),
    );
  }
}
