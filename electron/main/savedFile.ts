import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '@adiuva/wire';

/** Writes a file whole, for its owner's eyes: who stops it in the middle finds the old one. @throws AppError with the file's name in it */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await writeFile(draft, content, { flag: 'wx', mode: 0o600, flush: true });
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    const { code } = cause as NodeJS.ErrnoException;
    throw code === 'ENOSPC'
      ? new AppError('storage_full', `The disk is full; ${path} was not written.`, { cause })
      : new AppError('file_unreadable', `${path} could not be written (${code ?? 'unknown'}).`, { cause });
  }
}
