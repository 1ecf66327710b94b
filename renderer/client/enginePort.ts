import { shellChannels } from '@adiuva/contracts/shell';
import type { Port } from '@adiuva/wire';

/**
 * The engine's ports as main hands them over: one at first, and another after each revival. A port that came before
 * it was asked for is kept; of several the last one counts.
 */
export function createEnginePorts(): { next(): Promise<Port> } {
  let latest: Port | null = null;
  let waiting: ((port: Port) => void) | null = null;
  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source !== window || data !== shellChannels.enginePort || !port) return;
    const given = asPort(port);
    if (waiting) waiting(given);
    else latest = given;
    waiting = null;
  });
  return {
    next: () =>
      new Promise((resolve) => {
        if (latest) resolve(latest);
        else waiting = resolve;
        latest = null;
      }),
  };
}

function asPort(port: MessagePort): Port {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  };
}
