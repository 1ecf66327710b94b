import type { Port } from '@adiuva/wire';
import type { MessagePortMain } from 'electron';

/** A port of Electron's main or utility processes as the wire knows ports: it also closes for the one who closes it. */
export function asPort(port: MessagePortMain): Port {
  const listeners: (() => void)[] = [];
  let isClosed = false;
  const closed = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const listener of listeners) listener();
  };
  port.on('close', closed);
  return {
    postMessage: (message) => {
      if (!isClosed) port.postMessage(message);
    },
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => {
      if (isClosed) queueMicrotask(listener);
      else listeners.push(listener);
    },
    close: () => {
      if (isClosed) return;
      port.close();
      queueMicrotask(closed);
    },
  };
}
