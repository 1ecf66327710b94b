import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import { openStorage, type Storage } from '../openStorage.ts';
import { restoreLibrary } from './restore.ts';

const folder = makeTemporaryFolder();
const template = join(folder.path, 'template');
const backup = join(folder.path, 'backup.db');
afterAll(() => folder.remove());

/** A library whose one word says which it is. */
const word = (storage: Storage) => storage.read.readSetting('word');

beforeAll(async () => {
  const storage = await openStorage(template, sourceWorkers);
  await storage.write.writeSetting({ key: 'word', value: 'new' });
  await storage.backup(backup);
  await storage.write.writeSetting({ key: 'word', value: 'old' });
  await storage.close();
});

let count = 0;
function copyOfTemplate(): string {
  const home = join(folder.path, `home-${++count}`);
  cpSync(template, home, { recursive: true });
  return home;
}

async function wordOf(home: string): Promise<unknown> {
  const storage = await openStorage(home, sourceWorkers);
  const found = word(storage);
  expect((await storage.write.checkIntegrity({})).problems).toEqual([]);
  await storage.close();
  return found;
}

function wordAside(home: string): unknown {
  const db = openDatabase(join(home, 'library.db.before-restore'), { readonly: true });
  const value = db.prepare("SELECT value FROM settings WHERE key = 'word'").pluck().get();
  db.close();
  return JSON.parse(String(value));
}

it('takes the place of the library at the next start, and keeps that one until the start after', async () => {
  const home = copyOfTemplate();
  const storage = await openStorage(home, sourceWorkers);
  expect(await storage.prepareRestore(backup)).toEqual({ documents: 0 });
  // What is written until then is of the old one.
  await storage.write.writeSetting({ key: 'word', value: 'last' });
  expect(word(storage)).toBe('last');
  await storage.close();
  expect(await wordOf(home)).toBe('new');
  expect(wordAside(home)).toBe('last');
  expect(await wordOf(home)).toBe('new');
  expect(readdirSync(home).filter((name) => name.includes('restor'))).toEqual([]);
});

it('refuses what is no backup of ours, and changes nothing', async () => {
  const home = copyOfTemplate();
  const file = (name: string) => join(folder.path, name);
  writeFileSync(file('junk.db'), 'no database at all');
  const foreign = openDatabase(file('foreign.db'));
  foreign.exec('CREATE TABLE songs (name TEXT); PRAGMA user_version = 3');
  foreign.close();
  const newer = openDatabase(file('newer.db'));
  migrate(newer, file('newer.db'));
  newer.pragma(`user_version = ${migrations.length + 1}`);
  newer.close();
  // A page in the middle is overwritten.
  const bytes = readFileSync(backup);
  bytes.fill(0x5a, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 20_000);
  writeFileSync(file('damaged.db'), bytes);
  writeFileSync(file('short.db'), readFileSync(backup).subarray(0, 30_000));
  const storage = await openStorage(home, sourceWorkers);
  for (const name of ['junk.db', 'foreign.db', 'newer.db', 'damaged.db', 'short.db']) {
    const refused = storage.prepareRestore(file(name));
    await expect(refused, name).rejects.toMatchObject({
      code: 'storage_corrupt',
      message: expect.stringContaining(file(name)),
    });
  }
  await expect(storage.prepareRestore(file('nothing.db'))).rejects.toMatchObject({ code: 'file_not_found' });
  const stopped = new AbortController();
  stopped.abort();
  await expect(storage.prepareRestore(backup, stopped.signal)).rejects.toMatchObject({ code: 'cancelled' });
  await storage.close();
  expect(readdirSync(home).filter((name) => name.includes('restor'))).toEqual([]);
  expect(await wordOf(home)).toBe('old');
});

it('brings a backup of an earlier version to this one before it is let in', async () => {
  const home = copyOfTemplate();
  const file = join(folder.path, 'early.db');
  const db = openDatabase(file);
  migrate(db, file, 3);
  db.prepare('INSERT INTO settings (key, value) VALUES (?, ?)').run('word', '"early"');
  db.close();
  const { documents, replaced } = await restoreLibrary({ home, file, workers: sourceWorkers });
  expect(documents).toBe(0);
  expect(replaced && existsSync(replaced)).toBe(true);
  const restored = openDatabase(join(home, 'library.db'), { readonly: true });
  expect(restored.pragma('user_version', { simple: true })).toBe(migrations.length);
  restored.close();
  expect(await wordOf(home)).toBe('early');
  // Restored by hand: the first start is its first use, and the old one is still there.
  expect(wordAside(home)).toBe('old');
});

it('is either the old library or the new one, whole, when it is killed at any moment', {
  timeout: 240_000,
}, async () => {
  const seen = new Map<number, string>();
  for (let killAt = 1; ; killAt++) {
    const home = copyOfTemplate();
    const isKilled = await killRestore(home, killAt);
    const found = String(await wordOf(home));
    expect(['old', 'new']).toContain(found);
    seen.set(killAt, found);
    // Until its second start the new one keeps the old one beside it.
    if (found === 'new' && existsSync(join(home, 'library.db.before-restore')))
      expect(wordAside(home)).toBe('old');
    rmSync(home, { recursive: true, force: true });
    if (!isKilled) break;
  }
  expect([...seen.values()]).toEqual(['old', ...Array(seen.size - 1).fill('new')]);
  expect(seen.size).toBeGreaterThan(7);
});

it('goes on over a library that is damaged, log and all', async () => {
  const home = join(folder.path, 'damaged-home');
  mkdirSync(home);
  cpSync(backup, join(home, 'library.db.to-restore'));
  writeFileSync(join(home, 'library.db'), 'no longer a database at all');
  writeFileSync(join(home, 'library.db-wal'), 'nor this a log');
  expect(await wordOf(home)).toBe('new');
  expect(readFileSync(join(home, 'library.db.before-restore'), 'utf8')).toBe('no longer a database at all');
});

async function killRestore(home: string, killAt: number): Promise<boolean> {
  const entry = fileURLToPath(new URL('../../testing/restoreProcess.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, home, backup, String(killAt)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('exit', (...exit) => resolve(exit)),
  );
  if (signal === 'SIGKILL') return true;
  expect(code).toBe(0);
  return false;
}
