import { randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { AppError } from '@adiuva/wire';
import { z } from 'zod';

/** Keys of language model services, for the engine. */
export interface SecretKeeper {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  delete(name: string): Promise<void>;
}

/** What the system's key store does for us (Electron's safeStorage). */
export interface Encryption {
  /** `none`: this system has no key store at all. `locked`: it has one that does not answer. */
  state(): Promise<'ready' | 'locked' | 'none'>;
  encrypt(text: string): Promise<Buffer>;
  /** `isStale`: it should be encrypted anew, with a newer key. */
  decrypt(bytes: Buffer): Promise<{ text: string; isStale: boolean }>;
}

export interface SecretKeeperOptions {
  /** The encrypted values; readable by its owner alone. */
  file: string;
  encryption: Encryption;
  /** The file of plain values that the command line keeps where nothing can encrypt. */
  plain: SecretKeeper;
  /** Asks the person, once, whether a key may lie in a plain file. */
  mayKeepPlain(): Promise<boolean>;
  /** For the person. */
  lockedMessage(): string;
}

const fileSchema = z.object({
  version: z.literal(1),
  /** Encrypted by the system's key, base64. */
  values: z.record(z.string(), z.base64()),
});

/**
 * Keys encrypted by the system's own store. Where a system has none, only after a question, and then in the file that
 * the command line uses: encryption with a key that everybody knows would only look like one.
 */
export function createSecretKeeper(options: SecretKeeperOptions): SecretKeeper {
  const { file, encryption, plain, mayKeepPlain } = options;
  let last: Promise<unknown> = Promise.resolve();

  /** One change after the other. */
  function change(update: (values: Map<string, string>) => Promise<void>): Promise<void> {
    const next = last.then(async () => {
      const values = await read(file);
      await update(values);
      await write(file, values);
    });
    last = next.catch(() => undefined);
    return next;
  }

  async function requireReady(): Promise<void> {
    if ((await encryption.state()) !== 'ready') throw new AppError('unavailable', options.lockedMessage());
  }

  async function forgetPlain(name: string): Promise<void> {
    if ((await plain.get(name)) !== null) await plain.delete(name);
  }

  const keeper: SecretKeeper = {
    async get(name) {
      const encrypted = (await read(file)).get(name);
      // A key that was entered on the command line serves here as well.
      if (encrypted === undefined) return plain.get(name);
      await requireReady();
      const { text, isStale } = await encryption
        .decrypt(Buffer.from(encrypted, 'base64'))
        .catch((cause: unknown) => {
          throw new AppError(
            'unavailable',
            'A key that was kept can no longer be decrypted on this machine; enter it again.',
            { cause },
          );
        });
      // Where that fails, a full disk, the one that is there still serves.
      if (isStale) await keeper.set(name, text).catch(() => undefined);
      return text;
    },
    async set(name, value) {
      if ((await encryption.state()) === 'none') {
        if (!(await mayKeepPlain())) throw new AppError('cancelled', 'The key was not kept.');
        await plain.set(name, value);
        return;
      }
      await requireReady();
      const encrypted = (await encryption.encrypt(value)).toString('base64');
      await change(async (values) => void values.set(name, encrypted));
      await forgetPlain(name);
    },
    async delete(name) {
      await change(async (values) => void values.delete(name));
      await forgetPlain(name);
    },
  };
  return keeper;
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
    return new Map(Object.entries(fileSchema.parse(JSON.parse(text)).values));
  } catch (cause) {
    throw new AppError('file_malformed', `${file} is damaged; remove it and enter the keys again.`, {
      cause,
    });
  }
}

async function write(file: string, values: ReadonlyMap<string, string>): Promise<void> {
  if (values.size === 0) return rm(file, { force: true });
  const draft = `${file}.${randomUUID()}.part`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      const content = { version: 1, values: Object.fromEntries(values) };
      await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
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
