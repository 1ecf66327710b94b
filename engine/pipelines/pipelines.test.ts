import {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { engineContract, IngestEvent } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import type { Client } from '@adiuva/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { connectTo, createTestHost, makeTemporaryFolder, withOutcomes } from '#testing';
import { createEngine, type Engine, type EngineOptions } from '../createEngine.ts';

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

async function open(options: EngineOptions = {}): Promise<void> {
  engine = await createEngine(createTestHost(home), options);
  client = connect(localUser);
}

function connect(principal: Principal): Client<typeof engineContract> {
  return connectTo(engine, principal);
}

const file = (name: string) => join(documents, name);
const ingest = () => withOutcomes(client, 'library.ingest', { paths: [documents] });
const statuses = async () =>
  (await client.call('library.list', {})).documents.map(({ path, status }) => [
    path.slice(documents.length + 1),
    status,
  ]);

async function found(query: string, mode: 'keyword' | 'semantic' = 'keyword'): Promise<string[]> {
  const { results } = await client.call('search.query', { query, mode });
  return results.map(({ path }) => path.slice(documents.length + 1));
}

it('gives every file its outcome, and none stops the rest', async () => {
  writeFileSync(file('good.md'), '# Harvest\n\nThe olives were picked on 3 November.');
  writeFileSync(file('empty.txt'), '');
  writeFileSync(file('broken.pdf'), '%PDF-1.7 and then nothing');
  writeFileSync(file('thing.bin'), Buffer.from([0, 1, 2, 255, 254, 0, 7, 0, 0, 1]));
  symlinkSync(documents, file('loop'));
  const events: IngestEvent[] = [];
  const result = await withOutcomes(
    client,
    'library.ingest',
    { paths: [documents] },
    { onEvent: (event) => events.push(event) },
  );
  const byName = Object.fromEntries(
    result.documents.map((d) => [d.path.slice(documents.length + 1), [d.status, d.error?.code]]),
  );
  expect(byName).toEqual({
    'good.md': ['indexed', undefined],
    'empty.txt': ['failed', 'file_empty'],
    'broken.pdf': ['failed', 'file_malformed'],
    'thing.bin': ['skipped', 'file_unsupported'],
  });
  expect(result.totals).toMatchObject({ indexed: 1, skipped: 1, failed: 2, chunks: 1 });
  const told = events.flatMap((event) => (event.type === 'documents' ? event.documents : []));
  expect(told).toHaveLength(4);
  expect(await found('olives')).toEqual(['good.md']);

  const again = await ingest();
  expect(again.totals).toMatchObject({ indexed: 0, unchanged: 1, skipped: 1, failed: 2 });
});

it('replaces what changed, and leaves alone what only got a new date', async () => {
  writeFileSync(file('a.txt'), 'The meeting is on Tuesday.');
  writeFileSync(file('b.txt'), 'The garden needs water.');
  const before = await ingest();
  writeFileSync(file('a.txt'), 'The meeting is on Friday.');
  utimesSync(file('b.txt'), new Date(), new Date(Date.now() - 5000));
  const after = await ingest();
  expect(after.totals).toMatchObject({ indexed: 1, unchanged: 1 });
  expect(after.documents.map(({ id }) => id).sort()).toEqual(before.documents.map(({ id }) => id).sort());
  expect(await found('Friday')).toEqual(['a.txt']);
  expect(await found('Tuesday')).toEqual([]);
});

it('keeps document and vectors of a file that moved, and takes out what is gone, when it follows a folder', async () => {
  writeFileSync(file('old-name.txt'), 'The lighthouse keeper wrote letters.');
  writeFileSync(file('doomed.txt'), 'This will be deleted soon.');
  const watch = () => withOutcomes(client, 'folders.watch', { folder: documents, once: true });
  const [original] = (await watch()).documents.filter(({ path }) => path.endsWith('old-name.txt'));
  mkdirSync(file('deeper'));
  renameSync(file('old-name.txt'), file('deeper/new-name.txt'));
  rmSync(file('doomed.txt'));
  const result = await watch();
  expect(result.totals).toMatchObject({ indexed: 0, unchanged: 1, removed: 1 });
  expect(result.documents).toMatchObject([{ id: original?.id, path: file('deeper/new-name.txt') }]);
  expect(await found('lighthouse')).toEqual([join('deeper', 'new-name.txt')]);
  expect(await found('deleted')).toEqual([]);
  // A folder that vanishes takes nothing with it.
  renameSync(documents, `${documents}-unplugged`);
  await expect(watch()).rejects.toMatchObject({ code: 'file_not_found' });
  renameSync(`${documents}-unplugged`, documents);
  expect(await statuses()).toEqual([[join('deeper', 'new-name.txt'), 'indexed']]);
});

it('follows a watched folder while the engine runs, and from where it left off after a restart', async () => {
  writeFileSync(file('first.txt'), 'The first flower.');
  await client.call('folders.watch', { folder: documents });
  writeFileSync(file('second.txt'), 'The second flower.');
  await expect.poll(() => found('second'), { timeout: 15_000, interval: 200 }).toEqual(['second.txt']);
  await engine.close();
  rmSync(file('first.txt'));
  writeFileSync(file('third.txt'), 'The third flower.');
  await open();
  await expect
    .poll(async () => (await statuses()).map(([name]) => name), { timeout: 15_000, interval: 200 })
    .toEqual(['second.txt', 'third.txt']);
  // With the one whose file is gone and might have come back.
  expect(await client.call('library.remove', { target: documents })).toEqual({ removed: 3 });
  writeFileSync(file('fourth.txt'), 'Nobody looks at the fourth.');
  await new Promise((resolve) => setTimeout(resolve, 3000));
  expect(await statuses()).toEqual([]);
});

it('removes everything of a document and nothing of its source', async () => {
  const text = 'A secret that must go without a trace: zanzibar.';
  writeFileSync(file('secret.txt'), text);
  writeFileSync(file('other.txt'), 'Something else entirely.');
  await ingest();
  expect(await client.call('library.remove', { target: file('secret.txt') })).toEqual({ removed: 1 });
  await expect(client.call('library.remove', { target: file('secret.txt') })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(existsSync(file('secret.txt'))).toBe(true);
  expect(await found('zanzibar')).toEqual([]);
  expect(await found('zanzibar', 'semantic')).toEqual(['other.txt']);
  await engine.close();
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
  expect(
    ['documents', 'parts', 'chunks', 'chunk_terms_docsize', 'chunk_lengths', 'vectors_1'].map(count),
  ).toEqual([1, 1, 1, 1, 1, 1]);
  db.close();
  await open();
});

it('does not bring back what is removed while it is being read', async () => {
  writeFileSync(file('slow.txt'), 'word '.repeat(3_000_000));
  writeFileSync(file('fine.txt'), 'All is well.');
  const reading = Promise.withResolvers<void>();
  const running = withOutcomes(
    client,
    'library.ingest',
    { paths: [file('slow.txt')] },
    { onEvent: (event) => event.type === 'progress' && reading.resolve() },
  );
  await reading.promise;
  expect(await client.call('library.remove', { target: documents })).toEqual({ removed: 0 });
  expect((await running).documents).toMatchObject([{ status: 'failed', error: { code: 'cancelled' } }]);
  expect(await statuses()).toEqual([]);
});

it('leaves a file that its scan passes over, but somebody named, in the library', async () => {
  writeFileSync(file('.hidden.md'), 'A note kept out of sight.');
  await client.call('library.ingest', { paths: [file('.hidden.md')] });
  const { totals } = await client.call('folders.watch', { folder: documents, once: true });
  expect(totals.removed).toBeUndefined();
  expect(await statuses()).toEqual([['.hidden.md', 'indexed']]);
});

it('gives who joins the reading of a file what they asked for', async () => {
  writeFileSync(file('slow.txt'), 'A sentence of some words. '.repeat(40_000));
  const reading = Promise.withResolvers<void>();
  const first = client.call(
    'library.ingest',
    { paths: [documents] },
    { onEvent: (event) => event.type === 'progress' && reading.resolve() },
  );
  await reading.promise;
  const second = await client.call('library.ingest', { paths: [documents], preset: 'qa' });
  await first;
  expect(second.totals).toMatchObject({ indexed: 1, failed: 0 });
  expect((await client.call('library.list', {})).documents).toMatchObject([{ preset: 'qa' }]);
});

it('reads new files of a watched folder by the preset it is watched with', async () => {
  await client.call('folders.watch', { folder: documents, preset: 'qa' });
  writeFileSync(file('new.txt'), 'A new file.');
  const presets = async () => (await client.call('library.list', {})).documents.map(({ preset }) => preset);
  await expect.poll(presets, { timeout: 15_000, interval: 200 }).toEqual(['qa']);
});

it('puts what it had in hand back when it closes, and lets nobody wait for an answer', async () => {
  for (let index = 0; index < 100; index++) writeFileSync(file(`${index}.txt`), `Document number ${index}.`);
  const begun = Promise.withResolvers<void>();
  const running = client.call(
    'library.ingest',
    { paths: [documents] },
    { onEvent: (event) => event.type === 'documents' && begun.resolve() },
  );
  await begun.promise;
  await Promise.all([
    engine.close(),
    engine.close(),
    expect(running).rejects.toMatchObject({ code: 'worker_crashed' }),
  ]);
  await open({ isOnDemand: true });
  const { counts } = await client.call('jobs.list', {});
  expect([counts.cancelled, counts.running]).toEqual([0, 0]);
  expect(counts.queued + counts.done).toBe(100);
  const { jobs } = await client.call('jobs.list', { state: 'queued' });
  expect(jobs.filter(({ attempts }) => attempts > 0)).toEqual([]);
});

it('shares the vector of a text that stands in two documents', async () => {
  writeFileSync(file('one.txt'), 'The same words, word for word.');
  writeFileSync(file('two.txt'), 'The same words, word for word.');
  await ingest();
  await client.call('library.remove', { target: file('one.txt') });
  expect(await found('same words', 'semantic')).toEqual(['two.txt']);
});

it('reports a file that makes its reader crash twice, and goes on with the others', async () => {
  await engine.close();
  await open({ extractionTimeoutMs: 60_000 });
  writeFileSync(file('slow.txt'), 'word '.repeat(3_000_000));
  const stop = crashReaders(2);
  const result = await ingest().finally(stop);
  expect(result.documents).toMatchObject([{ status: 'failed', error: { code: 'extraction_crashed' } }]);
  writeFileSync(file('fine.txt'), 'All is well.');
  const next = await client.call('library.ingest', { paths: [file('fine.txt')] });
  expect(next.totals.indexed).toBe(1);
});

/** Sends a fatal signal of its own making to each extraction worker that shows up, `times` times. */
function crashReaders(times: number): () => void {
  const seen = new Set<number>();
  const timer = setInterval(() => {
    for (const pid of engine.workerPids().extraction) {
      if (seen.has(pid) || seen.size >= times) continue;
      seen.add(pid);
      // Long enough for it to be at work on the file.
      setTimeout(() => process.kill(pid, 'SIGSEGV'), 150);
    }
  }, 5);
  return () => clearInterval(timer);
}

it('stops a file that takes too long', async () => {
  await engine.close();
  await open({ extractionTimeoutMs: 1500 });
  writeFileSync(file('slow.html'), `${'<div>'.repeat(800_000)}x`);
  const result = await ingest();
  expect(result.documents.map(({ error }) => error?.code)).toEqual(['extraction_timeout']);
});

it('refuses a file that is too large', async () => {
  await engine.close();
  await open({
    extractionLimits: {
      maxBytes: { document: 2_000_000, image: 2_000_000, archive: 2_000_000, recording: 2_000_000 },
      maxTextLength: 2_000_000,
      maxMembers: 1000,
      maxDepth: 4,
      maxUnpackedBytes: 100_000_000,
    },
  });
  writeFileSync(file('large.txt'), 'x'.repeat(2_000_001));
  const result = await ingest();
  expect(result.documents.map(({ error }) => error?.code)).toEqual(['file_too_large']);
});

it('cancels what it had queued when its caller stops it', async () => {
  for (let index = 0; index < 200; index++) writeFileSync(file(`${index}.txt`), `Document number ${index}.`);
  const controller = new AbortController();
  const running = client.call(
    'library.ingest',
    { paths: [documents] },
    {
      signal: controller.signal,
      onEvent: (event) => event.type === 'documents' && controller.abort(),
    },
  );
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await expect
    .poll(async () => {
      const { counts } = await client.call('jobs.list', {});
      return [counts.queued, counts.running];
    })
    .toEqual([0, 0]);
  expect((await ingest()).totals).toMatchObject({ failed: 0 });
  expect((await statuses()).length).toBe(200);
});

it('goes on with what was queued when the window that asked for it closes', async () => {
  for (let index = 0; index < 60; index++) writeFileSync(file(`${index}.txt`), `Document number ${index}.`);
  const window = connect(localUser);
  const running = window.call(
    'library.ingest',
    { paths: [documents] },
    { onEvent: (event) => event.type === 'scanned' && window.close() },
  );
  await expect(running).rejects.toMatchObject({ code: 'worker_crashed' });
  await expect
    .poll(async () => (await statuses()).filter(([, status]) => status === 'indexed').length, {
      timeout: 20_000,
    })
    .toBe(60);
}, 30_000);

it('shows each caller what it was granted and nothing else', async () => {
  writeFileSync(file('mine.txt'), 'The treasure is under the oak.');
  writeFileSync(file('shared.txt'), 'The picnic is under the oak.');
  await client.call('library.ingest', { paths: [file('mine.txt')], kb: 'private' });
  await client.call('library.ingest', { paths: [file('shared.txt')], kb: 'Shared' });
  const guest = connect({
    id: 'guest',
    kind: 'apiKey',
    grants: { knowledgeBases: ['shared'], canWrite: false },
  });
  for (const mode of ['keyword', 'semantic', 'hybrid'] as const) {
    const { results, total } = await guest.call('search.query', { query: 'treasure under the oak', mode });
    expect([mode, results.map(({ path }) => path), total]).toEqual([mode, [file('shared.txt')], 1]);
  }
  await expect(guest.call('search.query', { query: 'oak', kb: 'private' })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.stringContaining('There are: Shared.'),
  });
  expect((await guest.call('library.list', {})).documents).toHaveLength(1);
  expect((await guest.call('library.knowledgeBases', {})).knowledgeBases).toMatchObject([{ name: 'Shared' }]);
  const [mine] = (await client.call('library.list', { kb: 'private' })).documents;
  await expect(guest.call('library.show', { id: mine?.id ?? '' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(guest.call('library.parts', { id: mine?.id ?? '' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(guest.call('library.ingest', { paths: [documents], kb: 'shared' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await expect(guest.call('library.remove', { target: mine?.id ?? '' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  for (const method of ['jobs.list', 'system.status', 'system.providers', 'system.doctor'] as const) {
    await expect(guest.call(method, {})).rejects.toMatchObject({ code: 'forbidden' });
  }
  await client.call('folders.watch', { folder: documents, kb: 'private' });
  const writer = connect({
    id: 'writer',
    kind: 'agent',
    grants: { knowledgeBases: ['shared'], canWrite: true },
  });
  await expect(writer.call('library.remove', { target: `${documents}/none` })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await writer.call('library.remove', { target: documents })).toEqual({ removed: 1 });
  await expect(writer.call('library.remove', { target: documents })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await client.call('library.list', { kb: 'private' })).toMatchObject({ total: 2 });
  await client.call('library.ingest', { paths: [file('shared.txt')], kb: 'Shared' });
  const answer = await guest.call('chat.ask', { question: 'Where is the treasure?' });
  expect(answer.citations.every(({ path }) => path === file('shared.txt'))).toBe(true);
});

it('says which path is not there, and refuses one that depends on a working folder', async () => {
  await expect(client.call('library.ingest', { paths: [file('nothing.txt')] })).rejects.toMatchObject({
    code: 'file_not_found',
  });
  await expect(client.call('library.ingest', { paths: ['relative.txt'] })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  writeFileSync(file('there.txt'), 'Here I am.');
  const paths = [file('nothing.txt'), file('there.txt')];
  const result = await withOutcomes(client, 'library.ingest', { paths });
  expect(result.documents.map(({ status, error }) => [status, error?.code])).toEqual([
    ['failed', 'file_not_found'],
    ['indexed', undefined],
  ]);
});

it('takes a file that is written to without end as far as it goes', async () => {
  writeFileSync(file('service.log'), 'The service began.\n');
  const writing = setInterval(() => appendFileSync(file('service.log'), 'A request was answered.\n'), 3);
  const { totals } = await ingest().finally(() => clearInterval(writing));
  const { documents: listed } = await client.call('library.list', {});
  expect(listed.map(({ status, error }) => [status, error])).toEqual([['indexed', undefined]]);
  expect(totals).toMatchObject({ indexed: 1, failed: 0 });
  expect(await found('began')).toEqual(['service.log']);
});
