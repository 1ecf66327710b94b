import type { Port } from '@adiuva/wire';
import type { WebSocket } from 'ws';

/** What may wait for a page that does not read, before it is given up. */
const maxBufferedBytes = 64 * 1024 * 1024;

const wrongData = { binary: 1003, notJson: 1007, tooSlow: 1013 } as const;

/** A WebSocket of text frames as a port: one JSON message a frame. What is not JSON ends it. */
export function createWebSocketPort(socket: WebSocket): Port {
  const listeners: ((message: unknown) => void)[] = [];
  const early: unknown[] = [];
  let isClosed = false;
  socket.once('close', () => {
    isClosed = true;
  });
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(wrongData.binary, 'text only');
    let message: unknown;
    try {
      message = JSON.parse(String(data));
    } catch {
      return socket.close(wrongData.notJson, 'not JSON');
    }
    // A page may speak before the engine is there.
    if (listeners.length === 0 && early.length < 1000) early.push(message);
    for (const listener of listeners) listener(message);
  });

  return {
    postMessage(message) {
      if (socket.readyState !== socket.OPEN) return;
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount > maxBufferedBytes) socket.close(wrongData.tooSlow, 'too slow');
    },
    onMessage(listener) {
      listeners.push(listener);
      for (const message of early.splice(0)) listener(message);
    },
    onClose(listener) {
      if (isClosed) queueMicrotask(listener);
      else socket.once('close', listener);
    },
    close: () => socket.close(1001),
  };
}
