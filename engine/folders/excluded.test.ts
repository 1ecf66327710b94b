import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { engineContract, WatchedFolder } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';

import { connectTo, createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
const home = join(root.path, 'home');
const documents = join(root.path, 'documents');
let engine: Engine;
let client: Client<typeof engineContract>;

beforeEach(async () => {
  mkdirSync(documents);
  await open();
});
afterEach(() => engine.close());

async function open(): Promise<void> {
  const times = { settleMs: 60, boundMs: 1_200, verifyMs: 400, retryMs: 100, scanMs: 3_600_000 };
  engine = await createEngine(createTestHost(home), { following: { times } });
  client = connectTo(engine);
}

const at = (name: string) => join(documents, name);
function write(name: string, text = `The text of ${name}.`): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

const sync = () => client.call('folders.watch', { folder: documents, once: true });
const watch = () => client.call('folders.watch', { folder: documents });
async function list(input: object = {}): Promise<Record<string, string>> {
  const { documents: found } = await client.call('library.list', input);
  return Object.fromEntries(found.map(({ path, id }) => [path.slice(documents.length + 1), id]));
}
const names = async (input: object = {}) => Object.keys(await list(input)).sort();
async function folder(): Promise<WatchedFolder | undefined> {
  return (await client.call('folders.list', {})).folders.find(({ path }) => path === documents);
}
const soon = { timeout: 10_000, interval: 50 };

it('does not bring back what was removed from a watched folder, until it is asked for', async () => {
  for (const name of ['a.txt', 'b.txt', 'old/c.txt', 'old/deep/d.txt', 'older.txt']) write(name);
  await watch();
  const excluded = async () =>
    (await client.call('folders.excluded', { folder: documents })).excluded.map(({ path, isFolder }) => [
      path.slice(documents.length + 1),
      isFolder,
    ]);
  const { 'a.txt': a = '' } = await list();
  await client.call('library.remove', { target: a });
  expect(await client.call('library.remove', { target: at('old') })).toEqual({ removed: 2 });
  const left = ['b.txt', 'older.txt'];
  await sync();
  expect(await names()).toEqual(left);
  expect(await excluded()).toEqual([
    ['a.txt', false],
    ['old', true],
  ]);
  // Edited, and in the next life of the engine, too.
  write('a.txt', 'Another text.');
  write('old/new.txt');
  await engine.close();
  await open();
  write('z.txt');
  await expect.poll(() => names(), soon).toEqual([...left, 'z.txt']);
  const scannedAt = (await folder())?.scannedAt ?? 0;
  await expect.poll(async () => (await folder())?.scannedAt, soon).toBeGreaterThan(scannedAt);
  expect(await names()).toEqual([...left, 'z.txt']);
  expect(await names({ missing: true })).toEqual([]);

  // Taken back, with a scan that finds what is there by now.
  expect(await client.call('folders.include', { folder: documents, paths: [`${at('old')}/`] })).toEqual({
    included: 1,
  });
  const back = ['b.txt', 'old/c.txt', 'old/deep/d.txt', 'old/new.txt', 'older.txt', 'z.txt'];
  await expect.poll(() => names(), soon).toEqual(back);
  // Who names a file wants it.
  await client.call('library.ingest', { paths: [at('a.txt')] });
  expect(await excluded()).toEqual([]);
  await sync();
  expect(await names()).toEqual(['a.txt', ...back]);

  // Removed with its own path, the folder is watched no longer, and nothing is remembered of it.
  await client.call('library.remove', { target: at('b.txt') });
  await client.call('library.remove', { target: documents });
  await watch();
  expect(await names()).toEqual(['a.txt', ...back]);
});
