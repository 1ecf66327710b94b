import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileSecrets } from '@adiuva/host/files';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSecretKeeper, type Encryption } from './secrets.ts';

let home: string;
let state: 'ready' | 'locked' | 'none';
let isStale: boolean;
let answer: boolean;
const questions: string[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'adiuva-secrets-'));
  state = 'ready';
  isStale = false;
  answer = true;
  questions.length = 0;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Stands for the system's store: what it gives out is not what it took. */
const encryption: Encryption = {
  state: async () => state,
  encrypt: async (text) => Buffer.from(text, 'utf8').map((byte) => byte ^ 0x5a) as Buffer,
  decrypt: async (bytes) => ({
    text: Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString('utf8'),
    isStale,
  }),
};

function open() {
  return createSecretKeeper({
    file: join(home, 'encrypted.json'),
    encryption,
    plain: createFileSecrets(home),
    mayKeepPlain: async () => {
      questions.push('plain');
      return answer;
    },
    lockedMessage: () => 'locked',
  });
}

it('keeps keys encrypted, for their owner alone, across starts and many at once', async () => {
  const keeper = open();
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => keeper.set(`name-${index}`, `sk-klucz-${index}-ł`)),
  );
  await keeper.delete('name-3');
  const text = readFileSync(join(home, 'encrypted.json'), 'utf8');
  expect(text).not.toContain('sk-klucz');
  expect(statSync(join(home, 'encrypted.json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(home)).not.toContain('secrets.json');
  const later = open();
  expect(await later.get('name-7')).toBe('sk-klucz-7-ł');
  expect(await later.get('name-3')).toBeNull();
  expect(await later.get('toString')).toBeNull();
});

it('never writes a key in the clear where there is a store that does not answer', async () => {
  state = 'locked';
  await expect(open().set('a', 'sk-1')).rejects.toMatchObject({ code: 'unavailable', message: 'locked' });
  expect(readdirSync(home)).toEqual([]);
  expect(questions).toEqual([]);
});

it('asks before a key lies in a plain file, where a system has no store', async () => {
  state = 'none';
  answer = false;
  await expect(open().set('a', 'sk-1')).rejects.toMatchObject({ code: 'cancelled' });
  expect(readdirSync(home)).toEqual([]);
  answer = true;
  await open().set('a', 'sk-1');
  expect(await open().get('a')).toBe('sk-1');
  expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(questions).toHaveLength(2);
});

it('serves a key of the command line, and takes it in when it is set anew', async () => {
  await createFileSecrets(home).set('a', 'sk-old');
  const keeper = open();
  expect(await keeper.get('a')).toBe('sk-old');
  await keeper.set('a', 'sk-new');
  expect(await createFileSecrets(home).get('a')).toBeNull();
  expect(await keeper.get('a')).toBe('sk-new');
});

it('encrypts anew what the system says is stale', async () => {
  const keeper = open();
  await keeper.set('a', 'sk-1');
  const before = statSync(join(home, 'encrypted.json')).ino;
  isStale = true;
  expect(await keeper.get('a')).toBe('sk-1');
  expect(statSync(join(home, 'encrypted.json')).ino).not.toBe(before);
});

it('gives out a stale one also where the new one cannot be written', async () => {
  const keeper = open();
  await keeper.set('a', 'sk-1');
  isStale = true;
  const { encrypt } = encryption;
  encryption.encrypt = () => Promise.reject(new Error('the keyring does not answer'));
  try {
    expect(await keeper.get('a')).toBe('sk-1');
  } finally {
    encryption.encrypt = encrypt;
  }
});

it('takes a damaged file for what it is, and does not write over it', async () => {
  for (const text of [
    '{"a":',
    '[]',
    '{"version":2,"values":{}}',
    '{"version":1,"values":{"a":"not base64!"}}',
  ]) {
    writeFileSync(join(home, 'encrypted.json'), text);
    await expect(open().get('a')).rejects.toMatchObject({ code: 'file_malformed' });
    await expect(open().set('b', 'c')).rejects.toMatchObject({ code: 'file_malformed' });
    expect(readFileSync(join(home, 'encrypted.json'), 'utf8')).toBe(text);
  }
});
