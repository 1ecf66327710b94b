import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#base';
import { syncFolder } from './manifest.ts';

/**
 * `FOLDER/ID` is an installed model. Everything unfinished lies under `FOLDER/.staging`, everything on its way
 * out under `FOLDER/.trash`; both are on the same disk, so that a rename is all it takes to appear or vanish.
 */
export interface Layout {
  readonly root: string;
  installed(id: string): string;
  staging(name: string): string;
  /** Puts a finished folder in the place of what was there. A kill in between leaves the finished folder. */
  publish(finished: string, id: string): Promise<void>;
  /** True where there was something. The rename is the removal; the deletion after it may take its time. */
  discard(path: string): Promise<boolean>;
  /** What a killed process left behind and nobody can resume. */
  clean(): Promise<void>;
}

const importPrefix = 'import-';

export function createLayout(root: string): Layout {
  const trash = join(root, '.trash');
  const staging = (name: string) => join(root, '.staging', name);

  async function discard(path: string): Promise<boolean> {
    await mkdir(trash, { recursive: true });
    const grave = join(trash, randomBytes(8).toString('hex'));
    try {
      await rename(path, grave);
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
    await rm(grave, { recursive: true, force: true });
    return true;
  }

  return {
    root,
    installed: (id) => join(root, id),
    staging,
    discard,
    async publish(finished, id) {
      await discard(join(root, id));
      await rename(finished, join(root, id));
      await syncFolder(root);
    },
    async clean() {
      await rm(trash, { recursive: true, force: true });
      const names = await readdir(staging('')).catch(() => []);
      for (const name of names) {
        if (name.startsWith(importPrefix)) await rm(staging(name), { recursive: true, force: true });
      }
    },
  };
}

export function newImportName(): string {
  return `${importPrefix}${randomBytes(8).toString('hex')}`;
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** The size of a regular file, or null where there is none. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

/** @throws AppError `storage_full` where the disk of `folder` has less than `needed` bytes free */
export async function requireSpace(folder: string, needed: number, reserve: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (needed === 0 || needed + reserve <= free) return;
  throw new AppError(
    'storage_full',
    `The model needs ${megabytes(needed)} MB and the disk has ${megabytes(free)} MB free. Free some space and try again.`,
    { details: { neededBytes: needed, freeBytes: free } },
  );
}

/** A failed write as a person should read it. */
export function asWriteError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') {
    return new AppError(
      'storage_full',
      'The disk is full. Free some space and try again; what is there is kept.',
      {
        cause: error,
      },
    );
  }
  return error;
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
