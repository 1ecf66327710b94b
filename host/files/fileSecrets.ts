import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '@adiuva/engine/ports';
import { AppError } from '@adiuva/wire';

/**
 * Keys in `secrets.json` of the data folder, readable by its owner alone. Written whole and renamed, so that a
 * kill leaves the old file or the new one.
 */
export function createFileSecrets(home: string): Secrets {
  const file = join(home, 'secrets.json');
  let last: Promise<unknown> = Promise.resolve();

  function change(update: (secrets: Map<string, string>) => void): Promise<void> {
    const next = last.then(async () => {
      const secrets = await read(file);
      update(secrets);
      await write(file, secrets);
    });
    last = next.catch(() => undefined);
    return next;
  }

  return {
    get: async (name) => (await read(file)).get(name) ?? null,
    set: (name, value) => change((secrets) => void secrets.set(name, value)),
    delete: (name) => change((secrets) => void secrets.delete(name)),
  };
}

async function read(file: string): Promise<Map<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw new AppError('file_unreadable', `The keys in ${file} cannot be read.`, { cause: error });
  }
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      throw new Error('not an object');
    const entries = Object.entries(parsed).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return new Map(entries);
  } catch (cause) {
    throw new AppError('file_malformed', `${file} is damaged; remove it and enter the keys again.`, {
      cause,
    });
  }
}

async function write(file: string, secrets: ReadonlyMap<string, string>): Promise<void> {
  const draft = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(Object.fromEntries(secrets), null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
