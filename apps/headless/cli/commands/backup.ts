import { prepareHome } from '@adiuva/host/files';
import { connectSocket, socketPath } from '@adiuva/host/session';
import { AppError } from '@adiuva/wire';
import { absolutePath } from '../arguments.ts';
import type { CommandContext } from '../commandContext.ts';
import { oneLine } from '../output.ts';
import { formatBytes } from '../progress.ts';

export async function backup(context: CommandContext, file: string): Promise<void> {
  const engine = await context.engine();
  const written = await engine.call(
    'system.backup',
    { file: absolutePath(file) },
    { signal: context.signal },
  );
  context.result(written, () => [`${oneLine(written.file)} written, ${formatBytes(written.bytes)}.`]);
}

/** Replaces the library of a data folder that nobody uses; a running engine is never pulled from under anyone. */
export async function restore(context: CommandContext, from: string): Promise<void> {
  const file = absolutePath(from);
  prepareHome(context.home);
  const running = await connectSocket(socketPath(context.home));
  if (running) {
    running.close();
    throw new AppError('storage_locked', 'Adiuva is running on this data folder. Stop it, then restore.');
  }
  const [{ restoreBackup }, { createNodeWorkerHost }] = await Promise.all([
    import('@adiuva/engine'),
    import('@adiuva/engine/ports'),
  ]);
  const { documents, replaced } = await restoreBackup({
    home: context.home,
    file,
    workers: createNodeWorkerHost(context.places.workers),
    signal: context.signal,
  });
  context.result({ restored: true, home: context.home, file, documents, replaced }, () => [
    `${oneLine(context.home)} restored from ${oneLine(file)}: ${documents} documents.`,
    ...(replaced ? [`What was there is kept until the second start from now: ${oneLine(replaced)}`] : []),
  ]);
}
