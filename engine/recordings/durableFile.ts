import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { AppError } from '#base';

/**
 * Writes a value as JSON: whole and on the disk when it resolves, or not there at all.
 *
 * @throws AppError `storage_full`; an error of the system
 */
export async function writeDurably(path: string, value: unknown): Promise<void> {
  const draft = `${path}.${randomUUID()}.part`;
  try {
    await using file = await open(draft, 'w');
    await file.writeFile(JSON.stringify(value));
    await file.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw asStorageError(error);
  }
  await rename(draft, path);
  await syncFolder(dirname(path));
}

/** A value that `writeDurably` wrote; null where there is none, or one of another version. */
export async function readDurable<T>(path: string, schema: z.ZodType<T>): Promise<T | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A name is on the disk when its folder is; where folders cannot be opened (Windows), the system sees to it. */
async function syncFolder(path: string): Promise<void> {
  try {
    await using folder = await open(path, 'r');
    await folder.sync();
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EISDIR' && code !== 'EPERM' && code !== 'EACCES' && code !== 'EINVAL') throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

/** What a write threw: a full disk in the product's words, anything else as it is. */
export function asStorageError(error: unknown): unknown {
  const code = codeOf(error);
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new AppError(
    'storage_full',
    'The disk with the data folder is full; free some space. The recording goes on then.',
    { cause: error },
  );
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
