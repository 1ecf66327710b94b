import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { engineContract } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import type { Client } from '@adiuva/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { connectTo, createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
let count = 0;
let home = '';
let documents = '';
let engine: Engine;
let client: Client<typeof engineContract>;

beforeEach(async () => {
  count++;
  home = join(root.path, `home-${count}`);
  documents = join(root.path, `documents-${count}`);
  mkdirSync(documents);
  await open();
});
afterEach(() => engine.close());

async function open(): Promise<void> {
  const times = { settleMs: 50, boundMs: 500, verifyMs: 300, retryMs: 100 };
  engine = await createEngine(createTestHost(home), { following: { times } });
  client = connect(localUser);
}

function connect(principal: Principal): Client<typeof engineContract> {
  return connectTo(engine, principal);
}

const file = (name: string) => join(documents, name);
const soon = { timeout: 10_000, interval: 50 };

async function add(kb: string, ...names: string[]): Promise<void> {
  for (const name of names) writeFileSync(file(name), `A text about ${name.replace(/\..*/, '')}.`);
  await client.call('library.ingest', { paths: names.map(file), kb });
}

async function bases(from = client): Promise<Record<string, number>> {
  const { knowledgeBases } = await from.call('library.knowledgeBases', {});
  return Object.fromEntries(knowledgeBases.map(({ name, documents: held }) => [name, held]));
}

async function list(kb?: string) {
  const { documents: found, total } = await client.call('library.list', kb === undefined ? {} : { kb });
  expect(total).toBe(found.length);
  return found;
}

const names = async (kb?: string) => (await list(kb)).map(({ path }) => path.slice(documents.length + 1));

async function found(query: string): Promise<string[]> {
  const { results } = await client.call('search.query', { query, mode: 'keyword' });
  return results.map(({ path }) => path.slice(documents.length + 1));
}

it('keeps an empty one, and tells names apart whatever their case and accents are written like', async () => {
  const created = await client.call('library.createKnowledgeBase', { name: '  Über\tuns ' });
  expect(created).toEqual({ name: 'Über uns' });
  for (const name of ['über uns', 'ÜBER UNS', 'U\u0308ber uns'])
    await expect(client.call('library.createKnowledgeBase', { name })).rejects.toMatchObject({
      code: 'conflict',
      message: 'There is a knowledge base named “Über uns” already.',
    });
  for (const name of [' \n ', '\u200b'])
    await expect(client.call('library.createKnowledgeBase', { name })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  expect(await bases()).toEqual({ 'Über uns': 0 });
  await engine.close();
  await open();
  expect(await bases()).toEqual({ 'Über uns': 0 });
  await add('ÜBER UNS', 'history.txt');
  expect(await bases()).toEqual({ 'Über uns': 1 });
  expect(await list('über uns')).toMatchObject([{ kb: 'Über uns', path: file('history.txt') }]);
});

it('renames one with all that speaks of it: documents, watched folders, the questions asked of it', async () => {
  await add('Work', 'report.txt');
  mkdirSync(file('inbox'));
  await client.call('folders.watch', { folder: file('inbox'), kb: 'Work' });
  const [report] = await list('Work');
  const scope = { knowledgeBases: ['work'], documentIds: [] };
  const { conversationId } = await client.call('chat.ask', { question: 'What is the report about?', scope });
  await client.call('library.createKnowledgeBase', { name: 'Home' });

  await expect(
    client.call('library.renameKnowledgeBase', { from: 'work', to: 'HOME' }),
  ).rejects.toMatchObject({ code: 'conflict' });
  await expect(
    client.call('library.renameKnowledgeBase', { from: 'nothing', to: 'x' }),
  ).rejects.toMatchObject({ code: 'not_found' });
  expect(await client.call('library.renameKnowledgeBase', { from: 'work', to: 'Büro' })).toEqual({
    name: 'Büro',
  });

  expect(await bases()).toEqual({ Büro: 1, Home: 0 });
  expect(await list('büro')).toMatchObject([{ id: report?.id, kb: 'Büro' }]);
  await expect(list('Work')).rejects.toMatchObject({ code: 'not_found' });
  // A grant is to a name: the old one leads nowhere, the new one in whatever case to it.
  const grantedTo = (name: string) =>
    connect({ id: name, kind: 'mcp', grants: { knowledgeBases: [name], canWrite: false } });
  expect(await bases(grantedTo('Work'))).toEqual({});
  expect(await bases(grantedTo('BÜRO'))).toEqual({ Büro: 1 });
  const { results } = await grantedTo('BÜRO').call('search.query', { query: 'report' });
  expect(results.map(({ documentId }) => documentId)).toEqual([report?.id]);
  const { messages } = await client.call('chat.messages', { conversationId });
  expect(messages[0]?.scope?.knowledgeBases).toEqual(['Büro']);
  writeFileSync(file('inbox/later.txt'), 'It came later.');
  await expect.poll(() => names('Büro'), soon).toEqual(['inbox/later.txt', 'report.txt']);
  // Another case of its own name is no other's.
  expect(await client.call('library.renameKnowledgeBase', { from: 'büro', to: 'BÜRO' })).toEqual({
    name: 'BÜRO',
  });
  // The old name is free, and nothing of the old one comes with it.
  await client.call('library.createKnowledgeBase', { name: 'Work' });
  expect(await bases()).toEqual({ BÜRO: 2, Home: 0, Work: 0 });
});

it('goes on reading into one that is renamed in the middle of it', async () => {
  for (let index = 0; index < 150; index++) writeFileSync(file(`${index}.txt`), `Text number ${index}.`);
  const begun = Promise.withResolvers<void>();
  const running = client.call(
    'library.ingest',
    { paths: [documents], kb: 'Old' },
    { onEvent: (event) => event.type === 'documents' && begun.resolve() },
  );
  await begun.promise;
  await client.call('library.renameKnowledgeBase', { from: 'old', to: 'New' });
  expect((await running).totals).toMatchObject({ indexed: 150, failed: 0 });
  expect(await bases()).toEqual({ New: 150 });
});

it('removes one with its documents, their vectors, its folders and what was on its way into it', async () => {
  await add('default', 'kept.txt');
  mkdirSync(file('watched'));
  for (let index = 0; index < 120; index++)
    writeFileSync(file(`watched/${index}.txt`), `Zebra number ${index} of the herd.`);
  const begun = Promise.withResolvers<void>();
  const running = client.call(
    'folders.watch',
    { folder: file('watched'), kb: 'Zoo' },
    { onEvent: (event) => event.type === 'documents' && begun.resolve() },
  );
  const ended = running.catch((error: { code: string }) => error.code);
  await begun.promise;
  const { removed } = await client.call('library.removeKnowledgeBase', { name: 'zoo' });
  expect(removed).toBeGreaterThan(0);
  expect(['cancelled', 'conflict']).toContain(await ended);
  expect(await bases()).toEqual({ default: 1 });
  expect(await names()).toEqual(['kept.txt']);
  expect(await found('zebra')).toEqual([]);
  expect((await client.call('folders.list', {})).folders).toEqual([]);
  expect((await client.call('system.status', {})).documents).toBe(1);
  await expect(client.call('library.removeKnowledgeBase', { name: 'zoo' })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(existsSync(file('watched/7.txt'))).toBe(true);
  // Nothing of it comes back.
  writeFileSync(file('watched/new.txt'), 'One more zebra.');
  await client.call('library.createKnowledgeBase', { name: 'Zoo' });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await bases()).toEqual({ default: 1, Zoo: 0 });
  await client.call('library.ingest', { paths: [file('kept.txt')] });
  await engine.close();
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  const held = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(['documents', 'chunks', 'chunk_lengths', 'vectors_1', 'job_steps'].map(held)).toEqual([
    1, 1, 1, 1, 0,
  ]);
  db.close();
  await open();
});

it('is out of sight at once, and is cleared by the next start when its removal was cut short', async () => {
  await add('Zoo', 'zebra.txt', 'lion.txt');
  await add('default', 'kept.txt');
  const { id = '' } = (await list('Zoo'))[0] ?? {};
  await engine.close();
  const db = openDatabase(join(home, 'library.db'));
  // As after a kill between the first write of the removal and the others.
  db.exec(
    "UPDATE knowledge_bases SET removed_at = 1, name = char(1) || id, folded = char(1) || id WHERE name = 'Zoo'",
  );
  db.close();
  await open();
  expect(await bases()).toEqual({ default: 1 });
  expect(await names()).toEqual(['kept.txt']);
  expect(await found('lion')).toEqual([]);
  await expect(client.call('library.show', { id })).rejects.toMatchObject({ code: 'not_found' });
  expect((await client.call('system.status', {})).documents).toBe(1);
  const left = () => {
    const reader = openDatabase(join(home, 'library.db'), { readonly: true });
    const documentsLeft = reader.prepare('SELECT count(*) FROM documents').pluck().get();
    reader.close();
    return documentsLeft;
  };
  await expect.poll(left, soon).toBe(1);
});

it('moves documents with their tags, ids and vectors, and says why where it cannot', async () => {
  await add('default', 'a.txt', 'b.txt', 'c.txt');
  await client.call('tags.add', { targets: [file('a.txt')], tags: ['Seen'] });
  const [a, b, c] = await list('default');
  const ids = [a?.id ?? '', b?.id ?? ''];
  await expect(client.call('library.move', { ids, kb: 'Archive' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await client.call('library.createKnowledgeBase', { name: 'Archive' });
  expect(await client.call('library.move', { ids, kb: 'archive' })).toEqual({ moved: 2 });
  expect(await client.call('library.move', { ids, kb: 'archive' })).toEqual({ moved: 0 });
  expect(await list('Archive')).toMatchObject([
    { id: a?.id, kb: 'Archive', tags: ['Seen'] },
    { id: b?.id, kb: 'Archive' },
  ]);
  expect(await names('default')).toEqual(['c.txt']);
  const { results } = await client.call('search.query', { query: 'text', kb: 'Archive' });
  expect(results.map(({ documentId }) => documentId).sort()).toEqual([...ids].sort());

  // The same file in both.
  await client.call('library.ingest', { paths: [file('a.txt')] });
  const again = (await list('default')).find(({ path }) => path === file('a.txt'));
  await expect(
    client.call('library.move', { ids: [c?.id ?? '', again?.id ?? ''], kb: 'Archive' }),
  ).rejects.toMatchObject({
    code: 'conflict',
    message: `“Archive” has a document at ${file('a.txt')} already; nothing was moved. Remove one of the two.`,
  });
  expect(await names('default')).toEqual(['a.txt', 'c.txt']);
  await expect(client.call('library.move', { ids: ['nobody'], kb: 'Archive' })).rejects.toMatchObject({
    code: 'not_found',
  });

  mkdirSync(file('inbox'));
  writeFileSync(file('inbox/d.txt'), 'In a watched folder.');
  await client.call('folders.watch', { folder: file('inbox') });
  const d = (await list('default')).find(({ path }) => path === file('inbox/d.txt'));
  await expect(client.call('library.move', { ids: [d?.id ?? ''], kb: 'Archive' })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`lies in the watched folder ${file('inbox')}`),
  });
  expect(readFileSync(file('a.txt'), 'utf8')).toBe('A text about a.');
});

it('moves a document that is being read again with what is read of it', async () => {
  await add('default', 'log.txt');
  const [before] = await list('default');
  await client.call('library.createKnowledgeBase', { name: 'Archive' });
  writeFileSync(file('log.txt'), 'A line of a log that grew long. '.repeat(60_000));
  const reading = Promise.withResolvers<void>();
  const running = client.call(
    'library.ingest',
    { paths: [file('log.txt')] },
    { onEvent: (event) => event.type === 'progress' && reading.resolve() },
  );
  await reading.promise;
  expect(await client.call('library.move', { ids: [before?.id ?? ''], kb: 'Archive' })).toEqual({ moved: 1 });
  await running;
  await expect.poll(async () => (await list('Archive'))[0]?.size, soon).toBeGreaterThan(1_000_000);
  expect(await list('Archive')).toMatchObject([{ id: before?.id, kb: 'Archive', status: 'indexed' }]);
  expect(await list('default')).toEqual([]);
});

it('lets nobody see or change one that they were not granted', async () => {
  await add('Private', 'diary.txt');
  await add('Shared', 'menu.txt');
  const guest = connect({ id: 'guest', kind: 'mcp', grants: { knowledgeBases: ['shared'], canWrite: true } });
  const reader = connect({
    id: 'reader',
    kind: 'mcp',
    grants: { knowledgeBases: ['shared'], canWrite: false },
  });
  expect(await bases(guest)).toEqual({ Shared: 1 });
  const [secret, shared] = [(await list('Private'))[0]?.id ?? '', (await list('Shared'))[0]?.id ?? ''];
  const refused: [() => Promise<unknown>, string][] = [
    [() => guest.call('library.createKnowledgeBase', { name: 'Mine' }), 'forbidden'],
    [() => guest.call('library.renameKnowledgeBase', { from: 'Private', to: 'shared' }), 'not_found'],
    [() => guest.call('library.renameKnowledgeBase', { from: 'Shared', to: 'Private' }), 'forbidden'],
    [() => guest.call('library.removeKnowledgeBase', { name: 'Private' }), 'not_found'],
    [() => guest.call('library.move', { ids: [secret], kb: 'shared' }), 'not_found'],
    [() => guest.call('library.move', { ids: [shared], kb: 'Private' }), 'not_found'],
    [() => reader.call('library.removeKnowledgeBase', { name: 'Shared' }), 'forbidden'],
  ];
  for (const [call, code] of refused) await expect(call()).rejects.toMatchObject({ code });
  expect(await bases()).toEqual({ Private: 1, Shared: 1 });
});
