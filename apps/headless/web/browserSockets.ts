import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Port } from '@adiuva/wire';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConnectionCrowd } from './connectionCrowd.ts';
import type { RequestGuard } from './requestGuard.ts';
import { createWebSocketPort } from './webSocketPort.ts';

/** What page and host speak; the token travels as a second, unanswered protocol name. */
const protocol = 'adiuva.v1';
const tokenPrefix = 'token.';
const maxMessageBytes = 1024 * 1024;
const maxSockets = 32;
const heartbeatMs = 30_000;
const tryAgainLater = 1013;

export interface BrowserSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
}

/**
 * The pages' connections. The token is checked before the handshake is answered, so nobody without it ever holds
 * one; a browser cannot put it in a header, and in the address it would end up in logs.
 */
export function createBrowserSockets(
  guard: RequestGuard,
  attach: (port: Port) => Promise<void>,
  crowd: ConnectionCrowd,
): BrowserSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(protocol) ? protocol : false),
  });
  const alive = new WeakSet<WebSocket>();
  const heartbeat = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeatMs);

  server.on('connection', (socket) => {
    alive.add(socket);
    socket.on('pong', () => alive.add(socket));
    // Malformed and oversized frames; the library closes the socket itself.
    socket.on('error', () => socket.terminate());
    attach(createWebSocketPort(socket)).catch(() => socket.close(tryAgainLater, 'no engine'));
  });

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const refuse = (status: string) =>
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      if (request.url !== '/engine') return refuse('404 Not Found');
      if (guard.refusal(request) !== null || !guard.hasOwnOrigin(request)) return refuse('403 Forbidden');
      if (!guard.isToken(offeredToken(request))) return refuse('401 Unauthorized');
      crowd.known(request.socket);
      if (server.clients.size >= maxSockets) return refuse('503 Service Unavailable');
      server.handleUpgrade(request, socket, head, (accepted) => server.emit('connection', accepted, request));
    },
    close() {
      clearInterval(heartbeat);
      for (const socket of server.clients) socket.close(1001, 'closing');
      setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, 1000).unref();
      server.close();
    },
  };
}

function offeredToken({ headers }: IncomingMessage): string | undefined {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(protocol)) return undefined;
  return offered.find((name) => name.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
}
