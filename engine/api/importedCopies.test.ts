import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import { type Client, createClient, createPortPair } from '@adiuva/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localUser } from '#base';
import { createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const folder = makeTemporaryFolder();
const home = join(folder.path, 'home');
let engine: Engine;
let client: Client<EngineContract>;

beforeAll(async () => {
  engine = await createEngine(createTestHost(home));
  const [near, far] = createPortPair();
  engine.connect(far, localUser);
  client = createClient(engineContract, near);
}, 60_000);
afterAll(async () => {
  await engine.close();
  folder.remove();
});

function drop(hash: string, name: string): string {
  mkdirSync(join(home, 'imports', hash), { recursive: true });
  const path = join(home, 'imports', hash, name);
  writeFileSync(path, `Dropped as ${name}.`);
  return path;
}

test('deletes our copy of a dropped file with the last document of it, and no file of the user', async () => {
  const hash = 'a1'.repeat(12);
  const [copy, other] = [drop(hash, 'a.txt'), drop(hash, 'b.txt')];
  const odd = drop('not-a-hash', 'c.txt');
  const own = join(folder.path, 'own.txt');
  writeFileSync(own, 'A file of the user.');
  await client.call('library.ingest', { paths: [copy, other, odd, own] });
  await client.call('library.ingest', { paths: [copy], kb: 'second' });

  const inSecond = (await client.call('library.list', { kb: 'second' })).documents[0];
  await client.call('library.remove', { target: inSecond?.id ?? '' });
  expect(existsSync(copy)).toBe(true);
  await client.call('library.remove', { target: copy });
  expect(existsSync(copy)).toBe(false);
  expect(existsSync(other)).toBe(true);
  await client.call('library.remove', { target: other });
  expect(existsSync(join(home, 'imports', hash))).toBe(false);
  await client.call('library.remove', { target: odd });
  await client.call('library.remove', { target: own });
  expect([odd, own].map((path) => existsSync(path))).toEqual([true, true]);
});
