import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#base';
import { asStorageError, isMissing, readDurable, writeDurably } from './durableFile.ts';

/** Whom what lies in a folder of the scratch is for. */
const ownerSchema = z.discriminatedUnion('for', [
  /** A file that is indexed, or about to be. */
  z.object({ for: z.literal('file'), path: z.string() }),
  /** A content that is heard again, as a job. */
  z.object({ for: z.literal('again'), contentHash: z.string() }),
  /** A document, of which more may be asked until then: Unix milliseconds. */
  z.object({ for: z.literal('document'), contentHash: z.string(), until: z.number() }),
  /** Somebody who asked for something, and may ask again: Unix milliseconds until when it is kept for them. */
  z.object({ for: z.literal('call'), until: z.number() }),
]);
export type ScratchOwner = z.infer<typeof ownerSchema>;

/** The folder of one recording that is being heard: samples, and what is known of them so far. */
export interface ScratchFolder {
  readonly path: string;
  /** What was saved under this name; null where nothing was, or by another version. */
  load<T>(name: string, schema: z.ZodType<T>): Promise<T | null>;
  /** On the disk when it resolves. @throws AppError `storage_full` */
  save(name: string, value: unknown): Promise<void>;
  /** An empty folder in it, whatever was there. */
  emptyFolder(name: string): Promise<string>;
  /** What was heard is kept elsewhere: all of it goes. */
  discard(): Promise<void>;
}

export interface Scratch {
  /**
   * The folder of a recording, for as long as `work` takes; one at a time. It stays afterwards for the next try, until
   * nobody needs it.
   *
   * @param key a hash that tells recordings apart
   */
  use<T>(key: string, owner: ScratchOwner, work: (folder: ScratchFolder) => Promise<T>): Promise<T>;
  /** Removes what nobody needs any more. */
  sweep(isNeeded: (owner: ScratchOwner) => boolean): Promise<void>;
  /** Removes every file of such a name, also of recordings in hand: that step is done anew. */
  erase(isErased: (name: string) => boolean): Promise<void>;
}

const ownersFile = 'owners.json';
const isKey = /^[0-9a-f]{16,128}$/;

/** Folders `folder/KEY/`, each with whom it is for written first: what a killed engine left is known by it. */
export function createScratch(folder: string): Scratch {
  const inUse = new Set<string>();

  async function open(key: string, owner: ScratchOwner): Promise<ScratchFolder> {
    const path = join(folder, key);
    await mkdir(path, { recursive: true }).catch((error: unknown) => {
      throw asStorageError(error);
    });
    const known = (await readDurable(join(path, ownersFile), z.array(ownerSchema))) ?? [];
    const others = known.filter((other) => JSON.stringify(other) !== JSON.stringify(owner));
    await writeDurably(join(path, ownersFile), [...others, owner]);
    return {
      path,
      load: (name, schema) => readDurable(join(path, name), schema),
      save: (name, value) => writeDurably(join(path, name), value),
      async emptyFolder(name) {
        const inner = join(path, name);
        await rm(inner, { recursive: true, force: true });
        await mkdir(inner).catch((error: unknown) => {
          throw asStorageError(error);
        });
        return inner;
      },
      discard: () => rm(path, { recursive: true, force: true }),
    };
  }

  return {
    async use(key, owner, work) {
      if (!isKey.test(key)) throw new AppError('internal', 'A recording is known by a hash.');
      inUse.add(key);
      try {
        return await work(await open(key, owner));
      } finally {
        inUse.delete(key);
      }
    },
    async sweep(isNeeded) {
      for (const key of await namesIn(folder)) {
        if (!isKey.test(key) || inUse.has(key)) continue;
        const owners = await readDurable(join(folder, key, ownersFile), z.array(ownerSchema));
        if (inUse.has(key) || owners?.some(isNeeded)) continue;
        await rm(join(folder, key), { recursive: true, force: true });
      }
    },
    async erase(isErased) {
      for (const key of await namesIn(folder)) {
        if (!isKey.test(key)) continue;
        const files = await readdir(join(folder, key), { recursive: true }).catch(unlessMissing);
        for (const file of files)
          if (isErased(basename(file))) await rm(join(folder, key, file), { force: true });
      }
    },
  };
}

/** A clock that was set back keeps nothing for ever. */
const longestCallMs = 7 * 24 * 60 * 60 * 1000;

/** Of what is kept for a while: whether that is not over. */
export function isFresh({ until }: { until: number }, now: number): boolean {
  return until > now && until - now < longestCallMs;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(unlessMissing);
}

function unlessMissing(error: unknown): string[] {
  if (isMissing(error)) return [];
  throw error;
}
