import type { WorkerEntry } from '@adiuva/engine/ports';
import { asPort, workerStartSchema } from '../processes/index.ts';

/**
 * The entry of a worker in a utility process: main sends its end of the engine's port. It ends when the engine goes
 * away.
 */
export function enterUtility(): Promise<WorkerEntry> {
  return new Promise((resolve) => {
    process.parentPort.once('message', ({ data, ports: [channel] }) => {
      const { init } = workerStartSchema.parse(data);
      if (!channel) throw new Error('A worker is started with a port.');
      const port = asPort(channel);
      port.onClose(() => process.exit(0));
      port.postMessage({ t: 'ready' });
      resolve({ port, init });
    });
  });
}
