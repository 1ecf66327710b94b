import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { isLoopback } from './loopback.ts';

/** RFC 6761, 6.3: what the name stands for, whatever a resolver says. */
const lookup: LookupFunction = (_name, { all }, callback) => {
  if (!all) return callback(null, '127.0.0.1', 4);
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};

/** Not the global ones: those go through a proxy where the environment names one. */
const agents = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false }) };

const withoutBody = new Set([101, 204, 205, 304]);

/**
 * A fetch that cannot leave this machine: no name is looked up, no proxy is asked, no redirect is followed.
 *
 * @throws TypeError for another address; the signal's reason; what the socket throws
 */
export async function loopbackFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!isLoopback(url)) throw new TypeError('This address is not of this machine.');
  const body = request.body ? Buffer.from(await request.arrayBuffer()) : undefined;
  request.signal.throwIfAborted();
  const incoming = await send(url, request, body).catch((error: unknown) => {
    throw request.signal.aborted ? request.signal.reason : error;
  });
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  const status = incoming.statusCode ?? 0;
  if (withoutBody.has(status)) incoming.resume();
  const answer = withoutBody.has(status) ? null : (Readable.toWeb(incoming) as ReadableStream);
  return new Response(answer, { status, statusText: incoming.statusMessage ?? '', headers });
}

function send(url: URL, { method, headers, signal }: Request, body?: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:';
    const outgoing = (isSecure ? requestHttps : requestHttp)(url, {
      method,
      headers: { ...Object.fromEntries(headers), 'accept-encoding': 'identity' },
      agent: isSecure ? agents.https : agents.http,
      lookup,
      signal,
    });
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
