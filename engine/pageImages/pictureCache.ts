import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface PictureCache {
  read(owner: string, key: string): Promise<Uint8Array | null>;
  write(owner: string, key: string, bytes: Uint8Array): Promise<void>;
  /** Names of owners that have something in it. */
  owners(): Promise<string[]>;
  removeOwner(owner: string): Promise<void>;
  /** Removes what a killed process left half written, and the longest unused until the rest fits. */
  trim(): Promise<void>;
}

const suffix = '.webp';
const isOwner = /^[0-9a-f]{16,128}$/;
/** A picture that is looked at often is marked as used no more often than this. */
const markEveryMs = 60_000;

/**
 * Files of `folder/OWNER/KEY.webp`. A file appears whole, by a rename; when it was used last is its modification time.
 *
 * @param maxBytes of all files together; exceeded by what is written between two calls of `trim`
 */
export function createPictureCache(folder: string, maxBytes: number, now: () => number): PictureCache {
  const placeOf = (owner: string, key: string) => {
    if (!isOwner.test(owner)) throw new Error('An owner is named by a hash.');
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    return join(folder, owner, name + suffix);
  };

  return {
    async read(owner, key) {
      const path = placeOf(owner, key);
      try {
        const bytes = await readFile(path);
        const { mtimeMs } = await stat(path);
        if (now() - mtimeMs > markEveryMs) await utimes(path, new Date(now()), new Date(now()));
        return bytes;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    async write(owner, key, bytes) {
      const path = placeOf(owner, key);
      const draft = `${path}.${randomUUID()}.part`;
      await mkdir(join(folder, owner), { recursive: true });
      try {
        await writeFile(draft, bytes);
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        // Its document went while it was drawn.
        if (!isMissing(error)) throw error;
      }
    },
    owners: () => namesIn(folder, isOwner),
    removeOwner: (owner) =>
      isOwner.test(owner) ? rm(join(folder, owner), { recursive: true, force: true }) : Promise.resolve(),
    async trim() {
      const files: { path: string; bytes: number; usedAt: number }[] = [];
      for (const owner of await namesIn(folder, isOwner)) {
        for (const name of await namesIn(join(folder, owner), /./)) {
          const path = join(folder, owner, name);
          const found = await stat(path).catch(() => null);
          if (!found) continue;
          const isDraft = !name.endsWith(suffix);
          if (isDraft && now() - found.mtimeMs > markEveryMs) await rm(path, { force: true });
          if (!isDraft) files.push({ path, bytes: found.size, usedAt: found.mtimeMs });
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

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => pattern.test(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
