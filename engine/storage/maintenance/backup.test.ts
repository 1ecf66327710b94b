import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { openStorage, type Storage } from '../openStorage.ts';

const folder = makeTemporaryFolder();
let storage: Storage;
beforeAll(async () => {
  storage = await openStorage(join(folder.path, 'home'), sourceWorkers);
});
afterAll(async () => {
  await storage.close();
  folder.remove();
});

it('makes the folders that are not there yet', async () => {
  const file = join(folder.path, 'a', 'b', 'library.backup');
  expect(await storage.backup(file)).toBeGreaterThan(0);
  expect(existsSync(file)).toBe(true);
});

it.skipIf(!existsSync('/proc/self'))('comes back from where no folder can be made', async () => {
  await expect(storage.backup('/proc/none/library.backup')).rejects.toMatchObject({ code: 'invalid_input' });
});
