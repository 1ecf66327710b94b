import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { asStorageError, isMissing } from './durableFile.ts';

/** Files that are made of recordings when somebody looks or listens, and kept for the next time. */
export interface KeptMedia {
  /** Path of a file that was kept; null where none is. */
  find(contentHash: string, name: string): Promise<string | null>;
  /**
   * Keeps a file that `make` writes; it appears whole. What is asked for at once is made once.
   *
   * @throws what `make` throws; AppError `storage_full`
   */
  keep(contentHash: string, name: string, make: (draft: string) => Promise<void>): Promise<string>;
  /** Removes those of contents that are gone, and of the others the longest unused until the rest fits. */
  sweep(known: (contentHashes: readonly string[]) => readonly string[]): Promise<void>;
}

const isHash = /^[0-9a-f]{16,128}$/;
const draftEnding = '.part';
/** Drafts of a killed process; none takes so long. */
const draftMs = 6 * 60 * 60 * 1000;
const hashesPerQuestion = 500;

/** Files `folder/HASH/NAME`; when one was used last is its modification time. */
export function createKeptMedia(folder: string, maxBytes: number, now: () => number): KeptMedia {
  const making = new Map<string, Promise<string>>();
  const placeOf = (contentHash: string, name: string) => join(folder, contentHash, name);

  async function find(contentHash: string, name: string): Promise<string | null> {
    if (!isHash.test(contentHash)) return null;
    const path = placeOf(contentHash, name);
    try {
      await utimes(path, new Date(now()), new Date(now()));
      return path;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async function make(path: string, write: (draft: string) => Promise<void>): Promise<string> {
    const draft = `${path}.${randomUUID()}${draftEnding}`;
    try {
      await mkdir(join(path, '..'), { recursive: true });
      await write(draft);
      await rename(draft, path);
      return path;
    } catch (error) {
      await rm(draft, { force: true });
      throw asStorageError(error);
    }
  }

  return {
    find,
    async keep(contentHash, name, write) {
      const there = await find(contentHash, name);
      if (there) return there;
      const path = placeOf(contentHash, name);
      const current = making.get(path);
      if (current) return current;
      const made = make(path, write).finally(() => making.delete(path));
      making.set(path, made);
      return made;
    },
    async sweep(known) {
      const hashes = (await namesIn(folder)).filter((name) => isHash.test(name));
      const alive = new Set<string>();
      for (let at = 0; at < hashes.length; at += hashesPerQuestion)
        for (const hash of known(hashes.slice(at, at + hashesPerQuestion))) alive.add(hash);
      const files: { path: string; bytes: number; usedAt: number }[] = [];
      for (const hash of hashes) {
        if (!alive.has(hash)) {
          await rm(join(folder, hash), { recursive: true, force: true });
          continue;
        }
        for (const name of await namesIn(join(folder, hash))) {
          const path = placeOf(hash, name);
          const found = await stat(path).catch(() => null);
          if (!found) continue;
          if (!name.endsWith(draftEnding)) files.push({ path, bytes: found.size, usedAt: found.mtimeMs });
          else if (now() - found.mtimeMs > draftMs) await rm(path, { force: true });
        }
      }
      let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
      for (const { path, bytes } of files.sort((a, b) => a.usedAt - b.usedAt)) {
        if (total <= maxBytes) break;
        await rm(path, { force: true });
        total -= bytes;
      }
    },
  };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
