import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExtractionLimits, extractionContract, PicturePlace } from '@adiuva/contracts/workers';
import { AppError, throwIfAborted } from '#base';
import type { Clock } from '#ports';
import type { WorkerPool } from '#workers';
import { createPictureCache } from './pictureCache.ts';

export interface WantedImage {
  path: string;
  /** Of the file when it was read, as a hash of its content and what stat said of it. */
  contentHash: string;
  size: number;
  mtimeMs: number;
  /** Which page, of the file or of what is inside it. */
  place: PicturePlace;
  /** Pixels of the longer side. */
  maxSize: number;
}

export interface PageImages {
  /**
   * A page or picture as WebP: kept from an earlier time, or drawn now. Who asks for the same at once shares the
   * drawing, which goes on until the last of them has aborted.
   *
   * @throws AppError `file_unsupported` for what has no looks; `file_changed` for a file that is not the one that was
   *   read; what reading the file throws; `timeout`, `cancelled`
   */
  get(wanted: WantedImage, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Removes the pictures of documents that are gone, and of the others what is over the limit.
   *
   * @param known those of the content hashes that some document still has
   */
  sweep(known: (contentHashes: readonly string[]) => readonly string[]): Promise<void>;
}

const maxCacheBytes = 512 * 1024 * 1024;
const renderTimeoutMs = 25_000;
const hashesPerQuestion = 500;

/** Pictures of pages, made when somebody looks and kept under `folder`. */
export function createPageImages(deps: {
  folder: string;
  extraction: WorkerPool<typeof extractionContract>;
  limits: ExtractionLimits;
  clock: Clock;
  maxBytes?: number;
}): PageImages {
  const { extraction, limits, clock } = deps;
  const cache = createPictureCache(deps.folder, deps.maxBytes ?? maxCacheBytes, clock.now);
  /** Nothing was written since; half of what an earlier run wrote may lie there. */
  let isTrimmed = false;
  const drawing = new Map<string, Drawing>();

  async function draw(wanted: WantedImage, key: string, signal: AbortSignal): Promise<Uint8Array> {
    const { path, contentHash, place, maxSize } = wanted;
    const kept = await cache.read(contentHash, key);
    if (kept) return kept;
    await requireSame(wanted);
    const { bytes } = await extraction.call(
      'extraction.render',
      { path, limits, picture: place, maxSize },
      { signal, timeoutMs: renderTimeoutMs },
    );
    await requireSame(wanted);
    await cache.write(contentHash, key, bytes);
    isTrimmed = false;
    return bytes;
  }

  return {
    async get(wanted, signal) {
      throwIfAborted(signal);
      const { within = [], page = 1 } = wanted.place;
      const key = JSON.stringify([within, page, wanted.maxSize]);
      const shared = `${wanted.contentHash} ${key}`;
      let current = drawing.get(shared);
      if (!current) {
        const stop = new AbortController();
        const bytes = draw(wanted, key, stop.signal).finally(() => drawing.delete(shared));
        current = { bytes, stop, waiting: 0 };
        drawing.set(shared, current);
      }
      return waitFor(current, signal, () => drawing.delete(shared));
    },
    async sweep(known) {
      const owners = await cache.owners();
      for (let at = 0; at < owners.length; at += hashesPerQuestion) {
        const some = owners.slice(at, at + hashesPerQuestion);
        const alive = new Set(known(some));
        for (const owner of some) if (!alive.has(owner)) await cache.removeOwner(owner);
      }
      if (isTrimmed) return;
      isTrimmed = true;
      await cache.trim();
    },
  };
}

interface Drawing {
  bytes: Promise<Uint8Array>;
  stop: AbortController;
  waiting: number;
}

function waitFor(drawing: Drawing, signal: AbortSignal, onAbandoned: () => void): Promise<Uint8Array> {
  drawing.waiting++;
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(new AppError('cancelled', 'Stopped.'));
      if (--drawing.waiting > 0) return;
      // Who comes after this begins anew.
      onAbandoned();
      drawing.stop.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    drawing.bytes.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** The picture of a file that has changed since would stand beside a text that is not its own. */
async function requireSame({ path, size, mtimeMs }: WantedImage): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('file_not_found', `“${basename(path)}” is no longer there.`, { cause });
  });
  if (found.size !== size || Math.abs(found.mtimeMs - mtimeMs) >= 1)
    throw new AppError(
      'file_changed',
      `“${basename(path)}” has changed since it was read. It will be read again.`,
    );
}
