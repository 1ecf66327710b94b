import { shellChannels } from '@adiuva/contracts/shell';
import type { Port } from '@adiuva/wire';

/**
 * The engine's ports as main hands them over: one at first, and another after each revival. A port that came before
 * it was asked for is kept for as long as there is an engine behind it; of several the last one counts.
 */
export function createEnginePorts(): { next(): Promise<Port> } {
  let latest: Port | null = null;
  let waiting: ((port: Port) => void) | null = null;
  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source !== window || data !== shellChannels.enginePort || !port) return;
    const given = asPort(port);
    latest?.close();
    latest = null;
    if (waiting) waiting(given);
    else {
      latest = given;
      given.onClose(() => {
        if (latest === given) latest = null;
      });
    }
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
  const closes: (() => void)[] = [];
  let isClosed = false;
  port.addEventListener('close', () => {
    isClosed = true;
    for (const listener of closes) listener();
  });
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', ({ data }) => listener(data));
      port.start();
    },
    // Who asks after it closed is told as well.
    onClose: (listener) => {
      if (isClosed) queueMicrotask(listener);
      else closes.push(listener);
    },
    close: () => port.close(),
  };
}
