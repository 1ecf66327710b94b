import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ContainerStep } from '@adiuva/contracts';
import type { ExtractionLimits, extractionContract } from '@adiuva/contracts/workers';
import { z } from 'zod';
import { AppError } from '#base';
import { isSameStamp, type RecordingSource, readFileStamp } from '#pipelines';
import type { WorkerPool } from '#workers';
import { asStorageError } from './durableFile.ts';
import type { ScratchFolder } from './scratch.ts';

const folderName = 'file';
const noteName = 'file.json';
const stallMs = 60_000;
const longestName = 80;

/**
 * A recording inside a file, as a file of its own: decoders read files, and the file that it lies in is only read.
 *
 * @returns its path
 * @throws AppError of the file, as extraction codes them; `file_changed`, `storage_full`, `cancelled`
 */
export async function fetchMember(
  deps: { extraction: WorkerPool<typeof extractionContract>; limits(): ExtractionLimits },
  folder: ScratchFolder,
  { path, stamp, within }: RecordingSource & { within: readonly ContainerStep[] },
  signal: AbortSignal,
): Promise<string> {
  const target = join(folder.path, folderName, nameOf(within));
  if (await folder.load(noteName, z.object({ name: z.literal(basename(target)) }))) return target;
  await folder.emptyFolder(folderName);
  await using file = await open(target, 'w');
  let writing = Promise.resolve();
  const { size } = await deps.extraction.call(
    'extraction.openMember',
    { path, limits: deps.limits(), within: [...within] },
    {
      signal,
      stallMs,
      onEvent(event) {
        if (event.type !== 'bytes') return;
        writing = writing.then(() => file.writeFile(event.bytes));
        // Heard of below, when all has come.
        writing.catch(() => undefined);
      },
    },
  );
  await writing.catch((error: unknown) => {
    throw asStorageError(error);
  });
  await file.sync();
  if ((await file.stat()).size !== size)
    throw new AppError('internal', `${basename(target)} did not arrive whole.`);
  if (!isSameStamp(stamp, await readFileStamp(path)))
    throw new AppError('file_changed', `${path} changed while it was being read; it is read again.`);
  await folder.save(noteName, { name: basename(target) });
  return target;
}

/** Its own name, for what a person is told, as far as every file system takes it. */
function nameOf(within: readonly ContainerStep[]): string {
  const name = basename(within.at(-1)?.name ?? '')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '_')
    .trim();
  if (name.length > 0 && name.length <= longestName && !/^\.+$/.test(name)) return name;
  return createHash('sha256').update(name).digest('hex').slice(0, 16);
}
