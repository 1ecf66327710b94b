import type { Engine } from '@adiuva/engine';
import { createFileLog } from './fileLog.ts';
import { createFileSecrets } from './fileSecrets.ts';
import type { Places } from './places.ts';

/**
 * The engine in this process. Loaded only when it is needed: a command that finds one running never pays for it.
 * @throws AppError `storage_locked` when another process owns the data folder.
 */
export async function startEngine(home: string, places: Places): Promise<Engine> {
  const [{ createEngine }, { createNodeWorkerHost }] = await Promise.all([
    import('@adiuva/engine'),
    import('@adiuva/engine/ports'),
  ]);
  return createEngine({
    home,
    workers: createNodeWorkerHost(places.workers),
    secrets: createFileSecrets(home),
    log: createFileLog(home),
    clock: { now: Date.now },
  });
}
