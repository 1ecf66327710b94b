import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const commit = 'a'.repeat(40);

/** Answers one request for a file instead of the honest answer; returns false to let that one happen. */
export type Fault = (
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  nth: number,
) => boolean;

export interface HubServer {
  readonly url: string;
  readonly requests: {
    url: string;
    range: string | undefined;
    ifRange: string | undefined;
    encoding: unknown;
  }[];
  fault: Fault | null;
  etag: string;
  /** What the listing says instead of the true size of a file. */
  claimedSize: number | null;
  close(): Promise<void>;
}

/**
 * A hub on a loopback port with the real one's paths: revision, paged tree, resolve with ranges and redirects.
 *
 * @param files of the repository `test/model`
 * @param others files of other repositories, by their names
 */
export async function startHubServer(
  files: Record<string, Buffer>,
  others: Record<string, Record<string, Buffer>> = {},
): Promise<HubServer> {
  const repositories: Record<string, Record<string, Buffer>> = { 'test/model': files, ...others };
  let nth = 0;
  const server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').replace(/\?.*$/, ''));
    hub.requests.push({
      url: path,
      range: request.headers.range,
      ifRange: request.headers['if-range'] as string | undefined,
      encoding: request.headers['accept-encoding'],
    });
    for (const [repository, held] of Object.entries(repositories)) {
      const api = `/api/models/${repository}`;
      if (path === `${api}/revision/main`) return json(response, { sha: commit, siblings: [] });
      if (path === `${api}/tree/${commit}`) return listing(request, response, repository, held);
    }
    const [repository = '', name = ''] = path.slice(1).split(`/resolve/${commit}/`);
    const content = repositories[repository]?.[name];
    if (!content) return void response.writeHead(404).end('no');
    nth += 1;
    if (hub.fault?.(request, response, content, nth)) return;
    sendFile(request, response, content, hub.etag);
  });

  function listing(
    request: IncomingMessage,
    response: ServerResponse,
    repository: string,
    held: Record<string, Buffer>,
  ): void {
    const names = Object.keys(held);
    const page = Number(new URL(request.url ?? '', hub.url).searchParams.get('cursor') ?? 0);
    // One entry a page, the way long listings come.
    if (page + 1 < names.length) {
      const next = `${hub.url}/api/models/${repository}/tree/${commit}?recursive=true&cursor=${page + 1}`;
      response.setHeader('link', `<${next}>; rel="next"`);
    }
    const name = names[page] ?? '';
    const content = held[name] ?? Buffer.alloc(0);
    const size = hub.claimedSize ?? content.length;
    const sha256 = createHash('sha256').update(content).digest('hex');
    const oid = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    json(response, [
      name.endsWith('.json')
        ? { type: 'file', path: name, size, oid }
        : {
            type: 'file',
            path: name,
            size,
            oid: 'f'.repeat(40),
            lfs: { oid: sha256, size, pointerSize: 134 },
          },
    ]);
  }

  const hub: HubServer = {
    url: '',
    requests: [],
    fault: null,
    etag: '"one"',
    claimedSize: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** The honest answer: ranges, If-Range and ETag as the standard has them. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer,
  etag: string,
): void {
  const start = Number(request.headers.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
  const ifRange = request.headers['if-range'];
  const headers = { etag, 'accept-ranges': 'bytes' };
  if (start === 0 || (ifRange !== undefined && ifRange !== etag))
    return void response.writeHead(200, { ...headers, 'content-length': content.length }).end(content);
  if (start >= content.length)
    return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  const rest = content.subarray(start);
  response
    .writeHead(206, {
      ...headers,
      'content-length': rest.length,
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
    })
    .end(rest);
}

/** An answer to the requests for which `when` holds; the others get the honest one. */
export function reply(
  send: (request: IncomingMessage, response: ServerResponse, content: Buffer) => unknown,
  when: (nth: number, content: Buffer) => boolean = () => true,
): Fault {
  return (request, response, content, nth) => {
    if (!when(nth, content)) return false;
    send(request, response, content);
    return true;
  };
}

/** Sends some of it under honest headers and then cuts the line. */
export function cutAfter(bytes: number): Fault {
  return (request, response, content) => {
    const start = Number(request.headers.range?.match(/^bytes=(\d+)-$/)?.[1] ?? 0);
    const end = Math.min(start + bytes, content.length);
    const range = { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start ? 206 : 200, {
      etag: '"one"',
      'content-length': content.length - start,
      ...(start && range),
    });
    response.write(content.subarray(start, end), () => setTimeout(() => response.destroy(), 20));
    return true;
  };
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
