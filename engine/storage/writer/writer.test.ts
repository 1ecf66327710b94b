import { join } from 'node:path';
import { openDatabase } from '@adiuva/native/sqlite';
import { createPortPair } from '@adiuva/wire';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { connectWriter } from './connectWriter.ts';
import { serveWriter } from './serveWriter.ts';

let folder: ReturnType<typeof makeTemporaryFolder>;
let path: string;
beforeEach(() => {
  folder = makeTemporaryFolder();
  path = join(folder.path, 'library.db');
});
afterEach(() => folder.remove());

/** The writer on this thread: what it does is the same, and its database can be closed under it. */
function openHere() {
  const [near, far] = createPortPair();
  serveWriter(far, path, 50);
  return connectWriter({
    port: near,
    pid: undefined,
    onExit: (listener) => near.onClose(() => listener({ code: 0, signal: null })),
    kill: () => near.close(),
  });
}

it('answers everybody who waits when no transaction can be begun, and goes on when it can', async () => {
  const connection = openHere();
  await connection.ready;
  const db = openDatabase(path);
  db.pragma('busy_timeout = 0');
  db.exec('BEGIN IMMEDIATE');
  const writes = [1, 2, 3].map((value) => connection.writer.writeSetting({ key: `k${value}`, value }));
  const codes = await Promise.all(writes.map((write) => write.catch((error) => error.code)));
  expect(codes).toEqual(['storage_locked', 'storage_locked', 'storage_locked']);
  db.exec('ROLLBACK');
  await connection.writer.writeSetting({ key: 'later', value: 4 });
  expect(db.prepare('SELECT key FROM settings').pluck().all()).toEqual(['later']);
  db.close();
  await connection.close();
});

it('writes what was asked for until the moment it closes, and can be closed twice', async () => {
  const connection = connectWriter(sourceWorkers.start('storage', { init: { path } }));
  await connection.ready;
  const followUp = connection.writer
    .writeSetting({ key: 'first', value: 1 })
    .then(() => connection.writer.writeSetting({ key: 'second', value: 2 }));
  await Promise.all([connection.close(), connection.close()]);
  await followUp;
  await expect(connection.writer.writeSetting({ key: 'third', value: 3 })).rejects.toMatchObject({
    code: 'unavailable',
  });
  const db = openDatabase(path, { readonly: true });
  expect(db.prepare('SELECT key FROM settings ORDER BY key').pluck().all()).toEqual(['first', 'second']);
  db.close();
});

it('refuses what waits and what comes when its thread dies', async () => {
  const thread = sourceWorkers.start('storage', { init: { path } });
  const connection = connectWriter(thread);
  await connection.ready;
  const waiting = connection.writer.writeSetting({ key: 'a', value: 1 });
  thread.kill();
  await expect(waiting).rejects.toMatchObject({ code: 'unavailable' });
  await expect(connection.writer.writeSetting({ key: 'b', value: 2 })).rejects.toMatchObject({
    code: 'unavailable',
  });
  await connection.close();
});
