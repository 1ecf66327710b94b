import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '@adiuva/wire';
import { safeFileName } from './fileName.ts';

const draftMark = '.part';

export interface Uploads {
  /**
   * Keeps what a window sends (a dropped file, a pasted picture) as a file of its own under `imports/`, in a folder named by its content: the same
   * file sent again is the same path, and two that share a name do not meet.
   * @throws AppError `file_too_large`; `cancelled` when the browser went away. Nothing partial is left then.
   */
  receive(name: string, body: Readable): Promise<{ path: string; bytes: number }>;
  /** Removes what a killed process left half written. */
  sweep(): Promise<void>;
}

export function createUploads(home: string, maxBytes: number): Uploads {
  const folder = join(home, 'imports');

  return {
    async receive(name, body) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const draft = join(folder, `${randomUUID()}${draftMark}`);
      const hash = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          bytes += chunk.length;
          hash.update(chunk);
          done(bytes > maxBytes ? tooLarge(maxBytes) : null, chunk);
        },
      });
      try {
        await pipeline(body, measure, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
        const own = join(folder, hash.digest('hex').slice(0, 24));
        const path = join(own, safeFileName(name));
        await mkdir(own, { recursive: true, mode: 0o700 });
        if (await exists(path)) await rm(draft, { force: true });
        else await rename(draft, path);
        return { path, bytes };
      } catch (error) {
        await rm(draft, { force: true });
        if (error instanceof AppError) throw error;
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOSPC')
          throw new AppError('storage_full', 'The disk is full; the file was not kept.', { cause: error });
        if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE')
          throw new AppError('cancelled', 'The upload was broken off.', { cause: error });
        throw error;
      }
    },
    async sweep() {
      const names = await readdir(folder).catch(() => []);
      for (const name of names) if (name.endsWith(draftMark)) await rm(join(folder, name), { force: true });
    },
  };
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError(
    'file_too_large',
    `The file is larger than the ${Math.floor(maxBytes / 1_000_000)} MB that can be dropped here; name its path instead.`,
  );
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
