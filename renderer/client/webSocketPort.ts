import type { Port } from '@adiuva/wire';

const connectMs = 8000;

/** Opens the page's one WebSocket. @throws Error when it does not open. */
export function openWebSocketPort(token: string): Promise<Port> {
  const address = new URL('/engine', location.href);
  address.protocol = 'ws:';
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address, ['adiuva.v1', `token.${token}`]);
    const timer = setTimeout(() => socket.close(), connectMs);
    socket.addEventListener('open', () => {
      clearTimeout(timer);
      resolve(asPort(socket));
    });
    socket.addEventListener('close', () => {
      clearTimeout(timer);
      reject(new Error('The connection did not open.'));
    });
  });
}

function asPort(socket: WebSocket): Port {
  return {
    postMessage: (message) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') listener(JSON.parse(data));
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
    close: () => socket.close(),
  };
}
