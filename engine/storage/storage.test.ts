import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { textHash } from '#base';
import { makeTemporaryFolder, sourceWorkers } from '#testing';
import { restoreLibrary } from './maintenance/restore.ts';
import { migrate, migrationCopyPath } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStorage, type Storage } from './openStorage.ts';

const folder = makeTemporaryFolder();
const home = join(folder.path, 'home');
let storage: Storage;

beforeEach(async () => {
  storage = await openStorage(home, sourceWorkers);
});
afterEach(async () => {
  await storage.close().catch(() => undefined);
  folder.remove();
});

const stamp = { size: 3, mtimeMs: 1.5, ctimeMs: 2.5, inode: '1:2' };

const wholeList = {
  ...{ knowledgeBases: null, filters: {}, sort: 'path' as const, isDescending: false },
  ...{ after: null, offset: 0, limit: 10 },
};

async function claim(key = 'k'): Promise<{ jobId: number; token: number }> {
  await storage.write.enqueueJobs({
    jobs: [{ kind: 'test', key, subject: key, payload: {}, priority: 0 }],
    now: 1,
  });
  const [job] = await storage.write.claimJobs({ kind: 'test', now: 1, leaseUntil: 100, limit: 1 });
  if (!job) throw new Error('nothing to claim');
  return { jobId: job.id, token: job.leaseToken };
}

async function addDocument(path: string, texts: readonly string[], lease: { jobId: number; token: number }) {
  const modelKey = await storage.write.ensureVectorTables({ modelName: 'm', dimensions: 128, now: 1 });
  const rows = texts.map((text, index) => ({ textHash: textHash(text), vector: unitVector(index) }));
  await storage.write.putVectors({ modelKey, rows });
  const text = texts.join('\n');
  const whole = { kind: 'text' as const, part: 0, start: 0, end: text.length, headingPath: [] };
  await storage.write.stageParts({
    lease,
    batch: 0,
    parts: [{ kind: 'text', text, blocks: [], locator: whole }],
  });
  return storage.write.commitDocument({
    lease,
    identity: {
      kbId: await storage.write.ensureKnowledgeBase({ name: 'default' }),
      path,
      preset: 'default',
      stamp,
      contentHash: path,
      pipelineVersion: 1,
    },
    mediaType: 'text/plain',
    metadata: { title: 'T' },
    warnings: [],
    members: [],
    partCount: 1,
    chunks: texts.map((chunkText, index) => {
      const start = texts.slice(0, index).join('\n').length + (index > 0 ? 1 : 0);
      const span = { start, end: start + chunkText.length };
      return {
        part: 0,
        ...span,
        tokenCount: 1,
        textHash: textHash(chunkText),
        locator: JSON.stringify({ ...whole, ...span }),
      };
    }),
    modelKey,
    now: 5,
  });
}

function unitVector(index: number): Float32Array {
  const vector = new Float32Array(128);
  vector[index % 128] = 1;
  return vector;
}

it('refuses a second engine on the same folder and lets the next one in after the first has closed', async () => {
  await expect(openStorage(home, sourceWorkers)).rejects.toMatchObject({ code: 'storage_locked' });
  await storage.close();
  storage = await openStorage(home, sourceWorkers);
  expect(storage.read.readTotals()).toEqual({ documents: 0, chunks: 0 });
});

it('replaces a document as a whole and leaves nothing of what was removed', async () => {
  const lease = await claim();
  await addDocument('/a', ['one apple', 'two pears'], lease);
  await addDocument('/a', ['three plums'], lease);
  const [document] = storage.read.listDocuments(wholeList);
  expect(document).toMatchObject({ path: '/a', status: 'indexed', chunkCount: 1, title: 'T' });
  expect(storage.read.readChunks(document?.rowId ?? 0).map(({ text }) => text)).toEqual(['three plums']);

  await storage.write.removeDocuments({ documents: document ? [document] : [] });
  while ((await storage.write.collectUnusedVectors({ limit: 100 })) > 0);
  await storage.close();
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  const tables = ['documents', 'parts', 'chunks', 'chunk_terms_docsize', 'vectors_1'];
  for (const table of tables)
    expect([table, db.prepare(`SELECT count(*) AS n FROM ${table}`).get()]).toEqual([table, { n: 0 }]);
  db.close();
});

it('discards what a worker brings after it lost its lease', async () => {
  const lease = await claim();
  await storage.write.requeueAbandoned({ leaseEndedBefore: 1000, now: 1000 });
  const [next] = await storage.write.claimJobs({ kind: 'test', now: 1000, leaseUntil: 2000, limit: 1 });
  expect(next).toMatchObject({ id: lease.jobId, interruptions: 1 });
  await expect(addDocument('/a', ['late'], lease)).rejects.toMatchObject({ code: 'lease_lost' });
  await expect(storage.write.saveStep({ lease, step: 's', output: 1 })).rejects.toMatchObject({
    code: 'lease_lost',
  });
  await expect(
    storage.write.finishJob({ lease, outcome: { type: 'done', result: null }, stages: [], now: 1 }),
  ).rejects.toMatchObject({ code: 'lease_lost' });
  expect(storage.read.readTotals().documents).toBe(0);
});

it('does not remove a document that has moved since it was listed, and writes no stamp without a lease', async () => {
  const lease = await claim();
  await addDocument('/old', ['a text'], lease);
  const list = (under: string) =>
    storage.read.listDocumentsUnder({ under, separator: '/', after: null, limit: 10 });
  const listed = list('/old');
  const id = listed[0]?.id ?? '';
  await storage.write.moveDocument({ lease, id, fromPath: '/old', path: '/new', stamp });
  expect(await storage.write.removeDocuments({ documents: listed })).toEqual({ removed: 0 });
  expect(list('/').map(({ path }) => path)).toEqual(['/new']);
  const refresh = (path: string) => storage.write.refreshStamp({ lease, id, path, stamp });
  await expect(refresh('/old')).rejects.toMatchObject({ code: 'conflict' });
  await storage.write.cancelJob({ jobId: lease.jobId, now: 1 });
  await expect(refresh('/new')).rejects.toMatchObject({ code: 'lease_lost' });
});

it('lists what is at or under a path and nothing beside it, a page at a time', async () => {
  const lease = await claim();
  for (const path of ['/a', '/a/b', '/a/c/d', '/a-b', '/a0', '/b']) await addDocument(path, ['text'], lease);
  const list = (under: string, after: { rowId: number; path: string } | null, limit: number) =>
    storage.read.listDocumentsUnder({ under, separator: '/', after, limit });
  const [first, second] = list('/a', null, 2);
  expect([first?.path, second?.path]).toEqual(['/a', '/a/b']);
  expect(list('/a', second ?? null, 9).map(({ path }) => path)).toEqual(['/a/c/d']);
  expect(list('/', null, 9)).toHaveLength(6);
});

it('undoes a failed command alone when it shares a transaction with others', async () => {
  const good = Array.from({ length: 20 }, (_, index) =>
    storage.write.writeSetting({ key: `k${index}`, value: index }),
  );
  const bad = storage.write.retryJob({ jobId: 999, now: 1 });
  await expect(bad).rejects.toMatchObject({ code: 'not_found' });
  await Promise.all(good);
  expect(storage.read.readSetting('k19')).toBe(19);
});

it('refuses to commit chunks whose vectors are gone', async () => {
  const lease = await claim();
  const modelKey = await storage.write.ensureVectorTables({ modelName: 'm', dimensions: 128, now: 1 });
  const chunk = {
    part: 0,
    start: 0,
    end: 1,
    tokenCount: 1,
    textHash: textHash('x'),
    locator: '{}',
  };
  const identity = {
    kbId: await storage.write.ensureKnowledgeBase({ name: 'default' }),
    path: '/a',
    preset: 'default' as const,
    stamp,
    contentHash: null,
    pipelineVersion: 1,
  };
  const args = {
    lease,
    identity,
    mediaType: 'text/plain',
    metadata: {},
    warnings: [],
    members: [],
    partCount: 0,
    chunks: [chunk],
    modelKey,
    now: 1,
  };
  await expect(storage.write.commitDocument(args)).rejects.toMatchObject({ code: 'conflict' });
  expect(storage.read.countDocuments(wholeList)).toBe(0);
});

it('takes a model into use when every chunk has its vector, and no chunk without one from then on', async () => {
  const lease = await claim();
  await addDocument('/a', ['one', 'two'], lease);
  const other = await storage.write.ensureVectorTables({ modelName: 'other', dimensions: 128, now: 1 });
  expect(await storage.write.activateModel({ modelKey: other })).toBe(false);
  const first = storage.read.readTextsWithoutVector({ modelKey: other, after: null, limit: 1 });
  const second = storage.read.readTextsWithoutVector({ modelKey: other, after: first.next, limit: 5 });
  const missing = [...first.missing, ...second.missing];
  expect(missing.map(({ text }) => text).sort()).toEqual(['one', 'two']);
  expect(second.next).toBe(null);
  const rows = missing.map(({ textHash: hash }, index) => ({ textHash: hash, vector: unitVector(index) }));
  await storage.write.putVectors({ modelKey: other, rows });
  expect(await storage.write.activateModel({ modelKey: other })).toBe(true);
  expect(storage.read.readSetting('embedding.model')).toBe('other');
  await expect(addDocument('/late', ['three'], lease)).rejects.toMatchObject({ code: 'conflict' });
});

it('lists what runs, then what waits, then the newest of what has ended', async () => {
  for (const [key, now] of Object.entries({ a: 1, b: 2, c: 3, d: 4 })) {
    await storage.write.enqueueJobs({
      jobs: [{ kind: 'test', key, subject: key, payload: {}, priority: 0 }],
      now,
    });
  }
  const [, , c = 0, d = 0] = storage.read.listJobs({ limit: 9 }).map(({ id }) => id);
  await storage.write.cancelJob({ jobId: d, now: 10 });
  await storage.write.cancelJob({ jobId: c, now: 11 });
  await storage.write.claimJobs({ kind: 'test', now: 5, leaseUntil: 100, limit: 1 });
  const list = (limit: number) => storage.read.listJobs({ limit }).map(({ key }) => key);
  expect([list(9), list(3)]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b', 'c'],
  ]);
  expect(storage.read.listJobs({ state: 'cancelled', limit: 9 }).map(({ key }) => key)).toEqual(['c', 'd']);
  expect(storage.read.hasRunningJob()).toBe(true);
});

it('migrates from every earlier version, keeping a copy until the next clean start', async () => {
  for (let version = 1; version < migrations.length; version++) {
    const path = join(folder.path, `v${version}.db`);
    const db = openDatabase(path);
    migrate(db, path, version);
    db.prepare('INSERT INTO settings (key, value) VALUES (?, ?)').run('kept', '1');
    expect(migrate(db, path)).toEqual({ from: version, to: migrations.length });
    expect(db.prepare('SELECT value FROM settings').pluck().get()).toBe('1');
    expect(existsSync(migrationCopyPath(path))).toBe(true);
    migrate(db, path);
    expect(existsSync(migrationCopyPath(path))).toBe(false);
    db.close();
  }
});

it('says what is wrong with a database that is none, or is from the future', async () => {
  await storage.close();
  const other = join(folder.path, 'other');
  const { mkdirSync } = await import('node:fs');
  mkdirSync(other);
  writeFileSync(join(other, 'library.db'), 'this is no database, whatever its name says'.repeat(100));
  await expect(openStorage(other, sourceWorkers)).rejects.toMatchObject({ code: 'storage_corrupt' });
  const db = openDatabase(join(home, 'library.db'));
  db.pragma('user_version = 999');
  db.close();
  await expect(openStorage(home, sourceWorkers)).rejects.toMatchObject({ code: 'storage_corrupt' });
});

it('comes to an end with a backup while others keep writing', async () => {
  for (let index = 0; index < 40; index++)
    await storage.write.writeSetting({ key: `filler-${index}`, value: 'x'.repeat(200_000) });
  let isWriting = true;
  let written = 0;
  const writing = (async () => {
    while (isWriting) await storage.write.writeSetting({ key: 'counter', value: ++written });
  })();
  const file = join(folder.path, 'busy.db');
  await storage.backup(file);
  expect(written).toBeGreaterThan(0);
  isWriting = false;
  await writing;
  const copy = openDatabase(file, { readonly: true });
  expect(copy.prepare('SELECT count(*) FROM settings').pluck().get()).toBeGreaterThanOrEqual(40);
  expect(copy.pragma('quick_check', { simple: true })).toBe('ok');
  copy.close();
});

it('backs up while in use and restores what it backed up, keeping what was there', async () => {
  const lease = await claim();
  await addDocument('/a', ['saved text'], lease);
  const file = join(folder.path, 'backup.db');
  expect(await storage.backup(file)).toBeGreaterThan(0);
  await expect(storage.backup(file)).rejects.toMatchObject({ code: 'conflict' });
  await addDocument('/b', ['later text'], lease);
  const workers = sourceWorkers;
  await expect(restoreLibrary({ home, file, workers })).rejects.toMatchObject({ code: 'storage_locked' });
  await storage.close();
  writeFileSync(join(folder.path, 'junk.db'), 'junk');
  const junk = join(folder.path, 'junk.db');
  await expect(restoreLibrary({ home, file: junk, workers })).rejects.toMatchObject({
    code: 'storage_corrupt',
  });
  const { replaced } = await restoreLibrary({ home, file, workers });
  expect(replaced && existsSync(replaced)).toBe(true);
  storage = await openStorage(home, sourceWorkers);
  expect(storage.read.listDocuments(wholeList).map(({ path }) => path)).toEqual(['/a']);
});

it('restores over a library that is damaged, and keeps the damaged one', async () => {
  const lease = await claim();
  await addDocument('/a', ['saved text'], lease);
  const file = join(folder.path, 'backup.db');
  await storage.backup(file);
  await storage.close();
  writeFileSync(join(home, 'library.db'), 'no longer a database at all');
  const { replaced } = await restoreLibrary({ home, file, workers: sourceWorkers });
  expect(readFileSync(replaced ?? '', 'utf8')).toBe('no longer a database at all');
  storage = await openStorage(home, sourceWorkers);
  expect(storage.read.readTotals()).toEqual({ documents: 1, chunks: 1 });
});
