import { parentPort, workerData } from 'node:worker_threads';
import { serveStorage } from '@adiuva/engine/serve';

const port = parentPort;
if (!port) throw new Error('The storage entry runs as a worker thread.');

serveStorage(
  {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  },
  workerData,
);
