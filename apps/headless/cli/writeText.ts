import { writeFile } from 'node:fs/promises';
import { AppError } from '@adiuva/wire';

/** What a person asked for as a file of their own. @throws AppError `storage_full`, `file_unreadable` */
export async function writeText(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new AppError('storage_full', `The disk is full; ${path} was not written.`, { cause: error });
    throw new AppError('file_unreadable', `${path} could not be written (${code}).`, { cause: error });
  }
}
