import { join } from 'node:path';
import { openDatabase } from '@adiuva/native/sqlite';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { migrate } from '../migrate.ts';
import { migrations } from '../migrations/index.ts';
import {
  clearRemoved,
  createKnowledgeBase,
  ensureKnowledgeBase,
  findKnowledgeBase,
  listKnowledgeBases,
  removeKnowledgeBase,
  renameKnowledgeBase,
} from './knowledgeBases.ts';

const folder = makeTemporaryFolder();
afterAll(() => folder.remove());

const versionBefore = migrations.findIndex(({ name }) => name === '0010Library');

it('gives knowledge bases of before their compared names, and jobs the number of theirs', () => {
  const path = join(folder.path, 'before.db');
  const db = openDatabase(path);
  migrate(db, path, versionBefore);
  const base = db.prepare('INSERT INTO knowledge_bases (name, created_at) VALUES (?, 1)');
  // SQLite tells these apart; a person does not.
  for (const name of ['default', 'Ägypten', 'ägypten', '\u200b']) base.run(name);
  const job = db.prepare(
    `INSERT INTO jobs (kind, key, subject, payload, state, priority, run_after, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, 0, 1, 1, 1)`,
  );
  const add = (kb: string, name: string, state: string) =>
    job.run(
      'index-file',
      `${kb.toLowerCase()}\n${name}`,
      name,
      JSON.stringify({ path: name, kb, preset: 'qa' }),
      state,
    );
  add('Default', '/a', 'queued');
  add('ägypten', '/b', 'dead');
  add('New', '/c', 'queued');
  job.run('reembed', 'model', 'model', '{"modelId":"m"}', 'queued');
  migrate(db, path);

  expect(listKnowledgeBases(db).map(({ id, name }) => [id, name])).toEqual([
    [1, 'default'],
    [5, 'New'],
    [4, 'Untitled 1'],
    [2, 'Ägypten'],
    [3, 'ägypten (2)'],
  ]);
  expect(findKnowledgeBase(db, 'ÄGYPTEN')).toEqual({ id: 2, name: 'Ägypten' });
  const jobs = db.prepare('SELECT key, payload FROM jobs ORDER BY id').all() as {
    key: string;
    payload: string;
  }[];
  expect(jobs.map(({ key, payload }) => [key, JSON.parse(payload)])).toEqual([
    ['1\n/a', { path: '/a', preset: 'qa', kbId: 1 }],
    ['3\n/b', { path: '/b', preset: 'qa', kbId: 3 }],
    ['5\n/c', { path: '/c', preset: 'qa', kbId: 5 }],
    ['model', { modelId: 'm' }],
  ]);
  db.close();
});

it('never uses a number again, and clears in turns', () => {
  const path = join(folder.path, 'numbers.db');
  const db = openDatabase(path);
  migrate(db, path);
  const first = createKnowledgeBase(db, { name: 'Zoo', now: 1 });
  const document = db.prepare(
    `INSERT INTO documents (public_id, kb_id, path, status, preset, size, mtime_ms, ctime_ms, inode)
     VALUES (?, ?, ?, 'skipped', 'default', 1, 1, 1, '1')`,
  );
  for (let index = 0; index < 50; index++) document.run(`d${index}`, first.id, `/${index}`);
  expect(removeKnowledgeBase(db, { id: first.id, now: 2 })).toEqual({ removed: 50 });
  expect(() => removeKnowledgeBase(db, { id: first.id, now: 2 })).toThrow(/no longer there/);
  expect(() => renameKnowledgeBase(db, { id: first.id, name: 'x' })).toThrow(/no longer there/);
  const second = ensureKnowledgeBase(db, 'zoo');
  expect(second).not.toBe(first.id);
  document.run('kept', second, '/0');
  // No time at all is enough for one.
  let turns = 0;
  for (; clearRemoved(db, { budgetMs: 0 }).paths.length > 0; turns++) {
    expect(listKnowledgeBases(db)).toEqual([{ id: second, name: 'zoo', documents: 1 }]);
  }
  expect(turns).toBe(50);
  expect(db.prepare('SELECT public_id FROM documents').pluck().all()).toEqual(['kept']);
  removeKnowledgeBase(db, { id: second, now: 3 });
  expect(ensureKnowledgeBase(db, 'Zoo')).toBeGreaterThan(second);
  db.close();
});
