import { parentPort, workerData } from 'node:worker_threads';
import { AppError, type Port } from '@adiuva/wire';
import { denyNetwork } from './denyNetwork.ts';

/** What a worker process or thread finds at its start: its end of the port and its host's `init`. */
export interface WorkerEntry {
  port: Port;
  init: Readonly<Record<string, string | number | boolean>>;
}

/**
 * The entry of a child process started by the Node worker host. It says that its code has loaded, and ends when its
 * parent goes away.
 */
export function enterProcess(): WorkerEntry {
  const send = process.send?.bind(process);
  if (!send) throw new AppError('internal', 'This file is a worker; adiuva starts it.');
  process.on('disconnect', () => process.exit(0));
  // Ctrl+C reaches the whole group of processes; the engine decides when its workers end.
  process.on('SIGINT', () => undefined);
  const port: Port = {
    postMessage: (message) => {
      if (process.connected) send(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', listener),
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
  port.postMessage({ t: 'ready' });
  return { port, init: JSON.parse(process.argv[2] ?? '{}') };
}

/** The entry of a process that parses what strangers wrote: as `enterProcess`, and without a network. */
export function enterSandbox(): WorkerEntry {
  denyNetwork();
  return enterProcess();
}

/** The entry of a thread started by the Node worker host. */
export function enterThread(): WorkerEntry {
  const parent = parentPort;
  if (!parent) throw new AppError('internal', 'This file is a thread; adiuva starts it.');
  const port: Port = {
    postMessage: (message) => parent.postMessage(message),
    onMessage: (listener) => void parent.on('message', listener),
    onClose: (listener) => void parent.on('close', listener),
    close: () => parent.close(),
  };
  return { port, init: workerData };
}
