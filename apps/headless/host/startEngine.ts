import type { Engine } from '@adiuva/engine';
import { createFileLog, createFileSecrets } from '@adiuva/host/files';
import type { Places } from './places.ts';

/**
 * The engine in this process. Loaded only when it is needed: a command that finds one running never pays for it.
 * @param stays it runs until it is stopped, and takes up what earlier runs left undone; a command that comes and
 *   goes leaves that alone.
 * @throws AppError `storage_locked` when another process owns the data folder.
 */
export async function startEngine(home: string, places: Places, stays: boolean): Promise<Engine> {
  const [{ createEngine }, { createNodeWorkerHost }] = await Promise.all([
    import('@adiuva/engine'),
    import('@adiuva/engine/ports'),
  ]);
  return createEngine(
    {
      home,
      workers: createNodeWorkerHost(places.workers),
      secrets: createFileSecrets(home),
      log: createFileLog(home),
      clock: { now: Date.now },
    },
    { isOnDemand: !stays },
  );
}
