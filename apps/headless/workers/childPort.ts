import type { Port } from '@adiuva/wire';

/** The port of a forked process to the process that forked it; the process ends when that one goes away. */
export function childPort(): Port {
  const closeListeners: (() => void)[] = [];
  process.on('disconnect', () => {
    for (const listener of closeListeners) listener();
    // Native threads may still be at work; nobody is left to read what they make.
    process.exit(0);
  });
  // Ctrl+C reaches the whole group; the engine decides when its workers end.
  process.on('SIGINT', () => undefined);
  return {
    postMessage: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
}

/** What the engine gave the worker to start with. */
export function childInit<Init>(): Init {
  return JSON.parse(process.argv[2] ?? '{}') as Init;
}
