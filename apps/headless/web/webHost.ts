import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createUploads, tooLarge, type Uploads } from '@adiuva/host/files';
import { AppError, type Port, toWireError } from '@adiuva/wire';
import { createBrowserSockets } from './browserSockets.ts';
import { type ConnectionCrowd, createConnectionCrowd } from './connectionCrowd.ts';
import { bearerToken, createRequestGuard, type RequestGuard } from './requestGuard.ts';
import { setSecurityHeaders } from './securityHeaders.ts';
import { createStaticPage, type StaticHandler, sendJson, sendText } from './staticPage.ts';

export interface WebHostOptions {
  home: string;
  /** 0 picks a free one. */
  port: number;
  rendererFolder: string;
  /** Told to the page, for a first start with something to ask. */
  sampleLibrary: string | null;
  /** Connects a page to the engine. */
  attach(port: Port): Promise<void>;
  /** Of one dropped file; 100 MB unless told. */
  maxUploadBytes?: number | undefined;
}

export interface WebHost {
  /** With its one-launch token, after the `#`: a browser sends that part to nobody. */
  url: string;
  close(): Promise<void>;
}

/**
 * The page and the engine behind it, for browsers on this machine alone.
 * @throws AppError `conflict` when the port is taken.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { home, port, rendererFolder, attach, maxUploadBytes = 100_000_000 } = options;
  const server = createServer({ maxHeaderSize: 8192, connectionsCheckingInterval: 1000 });
  server.headersTimeout = 3000;
  server.requestTimeout = 120_000;
  server.keepAliveTimeout = 5000;
  const crowd = createConnectionCrowd(mostStrangers);
  server.on('connection', crowd.arrived);
  server.maxConnections = 256;
  server.maxRequestsPerSocket = 1000;
  await listen(server, port);

  const bound = (server.address() as AddressInfo).port;
  const guard = createRequestGuard(bound);
  const uploads = createUploads(home, maxUploadBytes);
  await uploads.sweep();
  const sockets = createBrowserSockets(guard, attach, crowd);
  const services: Services = {
    options,
    guard,
    crowd,
    uploads,
    maxUploadBytes,
    page: createStaticPage(rendererFolder),
  };
  server.on('request', (request, response) => void answer(services, request, response));
  server.on('upgrade', sockets.upgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable) return socket.destroy();
    const status = brokenRequests[error.code ?? ''] ?? '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  });

  return {
    url: `http://127.0.0.1:${bound}/#token=${guard.token}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      sockets.close();
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1500).unref();
      await closed;
    },
  };
}

/** A page asks for its few files over some six connections; many more are somebody else's. */
const mostStrangers = 64;

const brokenRequests: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

interface Services {
  options: WebHostOptions;
  guard: RequestGuard;
  crowd: ConnectionCrowd;
  uploads: Uploads;
  maxUploadBytes: number;
  page: StaticHandler;
}

async function answer(services: Services, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { guard, options, maxUploadBytes, page } = services;
  setSecurityHeaders(response);
  if (guard.refusal(request) !== null) return sendText(response, 403, 'Forbidden.');
  let url: URL;
  try {
    url = new URL(request.url ?? '/', 'http://127.0.0.1');
  } catch {
    return sendText(response, 400, 'Bad request.');
  }
  if (!url.pathname.startsWith('/host/')) return page(request, response, url.pathname);

  if (!guard.isToken(bearerToken(request))) return sendText(response, 401, 'The token is missing or wrong.');
  services.crowd.known(request.socket);
  if (url.pathname === '/host/info' && request.method === 'GET')
    return sendJson(response, 200, { sampleLibrary: options.sampleLibrary, maxUploadBytes });
  if (url.pathname === '/host/uploads' && request.method === 'POST') {
    if (!guard.hasOwnOrigin(request)) return sendText(response, 403, 'Forbidden.');
    return receiveUpload(services, request, response, url.searchParams.get('name') ?? '');
  }
  sendText(response, 404, 'Not found.');
}

async function receiveUpload(
  { uploads, maxUploadBytes }: Services,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> {
  try {
    // Said beforehand, so that a browser need not send what will not be kept.
    if (Number(request.headers['content-length'] ?? 0) > maxUploadBytes) throw tooLarge(maxUploadBytes);
    sendJson(response, 201, await uploads.receive(name, request));
  } catch (error) {
    if (response.destroyed) return;
    const { code, message } = toWireError(error);
    // What is left of the body is not read: the connection cannot be used again.
    response.setHeader('Connection', 'close');
    response.once('finish', () => request.destroy());
    sendJson(response, code === 'file_too_large' ? 413 : 500, { error: { code, message } });
  }
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(
        isTaken
          ? new AppError('conflict', `Port ${port} cannot be used; choose another with --port.`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
}
