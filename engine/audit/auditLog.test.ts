import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '#base';
import { openStorage, type Storage } from '#storage';
import { makeTemporaryFolder, silentLog, sourceWorkers } from '#testing';
import { type AuditLog, createAuditLog } from './createAuditLog.ts';

const folder = makeTemporaryFolder();
const dayMs = 24 * 60 * 60 * 1000;
let storage: Storage;
let audit: AuditLog;
let now = 100 * dayMs;
let days = 10;
let writes = 0;
let isFull = false;

beforeEach(async () => {
  storage = await openStorage(join(folder.path, String(Math.random())), sourceWorkers);
  writes = 0;
  isFull = false;
  const write = new Proxy(storage.write, {
    get(target, name: keyof typeof storage.write) {
      if (name !== 'appendAudit') return target[name];
      return (args: never) => {
        writes++;
        return isFull
          ? Promise.reject(new AppError('storage_full', 'The disk is full.'))
          : target.appendAudit(args);
      };
    },
  });
  audit = createAuditLog({
    storage: { ...storage, write },
    clock: { now: () => now },
    log: silentLog,
    keepDays: () => days,
  });
});
afterEach(async () => {
  await audit.close();
  await storage.close();
  folder.remove();
});

const all = { before: Number.MAX_SAFE_INTEGER, limit: 10_000 };
const change = (subject: string) => audit.record({ kind: 'change', action: 'library.remove', subject });

it('writes in batches, and knows who asked through everything that follows from it', async () => {
  await audit.as('mcp', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    change('/from mcp');
  });
  for (let index = 0; index < 700; index++) change(`/${index}`);
  const entries = await audit.list(all);
  expect([entries.length, writes]).toEqual([701, 2]);
  expect(entries.at(-1)).toMatchObject({ caller: 'mcp', subject: '/from mcp', at: now });
  expect(entries[0]).toMatchObject({ caller: 'local', subject: '/699' });
});

it('costs entries and nothing else when the disk is full, and goes on when there is room', async () => {
  isFull = true;
  for (let index = 0; index < 6_000; index++) change(`/${index}`);
  expect(await audit.list(all)).toEqual([]);
  isFull = false;
  const entries = await audit.list(all);
  expect([entries.length, entries[0]?.subject, entries.at(-1)?.subject]).toEqual([5_000, '/5999', '/1000']);
});

it('is not filled by somebody who keeps asking for what is forbidden, nor by one long name', async () => {
  const refuse = (caller: string) =>
    audit.as(caller, () =>
      audit.record({ kind: 'refused', action: 'audit.list', subject: String(Math.random()) }),
    );
  for (let index = 0; index < 1_000; index++) refuse('mcp');
  refuse('other');
  now += 61_000;
  refuse('mcp');
  change(`/${'x'.repeat(100_000)}/name.txt`);
  const [long, ...refused] = await audit.list(all);
  expect(refused.map(({ caller }) => caller)).toEqual(['mcp', 'other', 'mcp']);
  expect(long?.subject).toHaveLength(400);
  expect(long?.subject).toMatch(/name\.txt$/);
});

it('forgets what is older than the days of the settings, and lists on from where a page ended', async () => {
  for (let index = 0; index < 2_500; index++) change(`/${index}`);
  await audit.list(all);
  now += 9 * dayMs;
  change('/late');
  const [late] = await audit.list({ ...all, limit: 1 });
  await audit.trim();
  expect(await audit.list(all)).toHaveLength(2_501);
  now += 2 * dayMs;
  await audit.trim();
  expect((await audit.list(all)).map(({ subject }) => subject)).toEqual(['/late']);
  days = 1;
  await audit.trim();
  expect(await audit.list(all)).toEqual([]);
  change('/newer');
  const [newer] = await audit.list(all);
  expect(Number(newer?.id)).toBeGreaterThan(Number(late?.id));
});
