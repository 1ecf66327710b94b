import { join } from 'node:path';
import type { Settings } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStorage, type Storage } from '#storage';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { createSettings, defaultSettings } from './createSettings.ts';

const folder = makeTemporaryFolder();
let home = '';
let storage: Storage;

beforeEach(async () => {
  home = join(folder.path, String(Math.random()));
  storage = await openStorage(home, sourceWorkers);
});
afterEach(async () => {
  await storage.close();
  folder.remove();
});

it('keeps what was changed, and falls back for what was damaged', async () => {
  const settings = createSettings(storage);
  expect(settings.current()).toEqual(defaultSettings);
  await settings.change({ language: 'ko', isOffline: true, auditDays: 7, theme: undefined });
  expect(createSettings(storage).current()).toEqual({
    ...defaultSettings,
    ...{ language: 'ko', isOffline: true, auditDays: 7 },
  });
  const db = openDatabase(join(home, 'library.db'));
  db.exec(`UPDATE settings SET value = '"xx"' WHERE key = 'app.language'`);
  db.exec(`UPDATE settings SET value = '{"broken' WHERE key = 'app.auditDays'`);
  db.close();
  expect(createSettings(storage).current()).toEqual({ ...defaultSettings, isOffline: true });
});

it('tells everybody the same changes in the same order, and changes at once do not undo each other', async () => {
  const settings = createSettings(storage);
  const heard: [Settings[], Settings[]] = [[], []];
  settings.listen((now) => heard[0].push(now));
  const stop = settings.listen((now) => heard[1].push(now));
  await Promise.all([
    settings.change({ theme: 'dark' }),
    settings.change({ language: 'pl' }),
    settings.change({ theme: 'light' }),
  ]);
  await settings.change({ theme: 'light' });
  const last = { ...defaultSettings, theme: 'light', language: 'pl' };
  expect(heard[0]).toHaveLength(3);
  expect(heard[1]).toEqual(heard[0]);
  expect([settings.current(), createSettings(storage).current(), heard[0].at(-1)]).toEqual([
    last,
    last,
    last,
  ]);
  stop();
  await settings.change({ isWelcomed: true });
  expect([heard[0].length, heard[1].length]).toEqual([4, 3]);
});
