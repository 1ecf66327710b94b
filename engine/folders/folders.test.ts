import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { engineContract, WatchedFolder } from '@adiuva/contracts/rpc';
import { openDatabase } from '@adiuva/native/sqlite';
import type { Client } from '@adiuva/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';

import { connectTo, createTestHost, makeTemporaryFolder, withOutcomes } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';
import type { FollowOptions } from './index.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
let count = 0;
let home = '';
let documents = '';
let engine: Engine;
let client: Client<typeof engineContract>;

/** Everything sooner than for a person, so that a test need not wait. */
const times = { settleMs: 60, boundMs: 1_200, verifyMs: 400, retryMs: 100, scanMs: 3_600_000 };

beforeEach(async () => {
  count++;
  home = join(root.path, `home-${count}`);
  documents = join(root.path, `documents-${count}`);
  mkdirSync(documents);
  await open();
});
afterEach(() => engine.close());

async function open(following: FollowOptions = { times }, isOnDemand = false): Promise<void> {
  engine = await createEngine(createTestHost(home), { following, isOnDemand });
  client = connectTo(engine);
}

const at = (name: string) => join(documents, name);
function write(name: string, text = `The text of ${name}.`): void {
  mkdirSync(dirname(at(name)), { recursive: true });
  writeFileSync(at(name), text);
}

const sync = (options: object = {}) =>
  withOutcomes(client, 'folders.watch', { folder: documents, once: true, ...options });
const watch = (options: object = {}) => client.call('folders.watch', { folder: documents, ...options });
async function list(input: object = {}): Promise<Record<string, string>> {
  const { documents: found } = await client.call('library.list', input);
  return Object.fromEntries(found.map(({ path, id }) => [path.slice(documents.length + 1), id]));
}
const names = async (input: object = {}) => Object.keys(await list(input)).sort();
async function folder(): Promise<WatchedFolder | undefined> {
  return (await client.call('folders.list', {})).folders.find(({ path }) => path === documents);
}
const state = async () => (await folder())?.state;
/** Grows with every text that is embedded. */
function embedded(): number {
  const db = openDatabase(join(home, 'library.db'), { readonly: true });
  const highest = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'vectors_1'").pluck().get();
  db.close();
  return Number(highest ?? 0);
}
const soon = { timeout: 10_000, interval: 50 };

it('keeps documents and vectors through renames of files and folders, swaps, chains and renames with an edit', async () => {
  for (const name of [
    'a.txt',
    'b.txt',
    'folder/c.txt',
    'folder/deep/d.txt',
    'log 1.txt',
    'log 2.txt',
    'case.txt',
    'e.txt',
  ])
    write(name);
  await sync();
  const before = await list();
  const vectors = embedded();
  renameSync(at('a.txt'), at('swap'));
  renameSync(at('b.txt'), at('a.txt'));
  renameSync(at('swap'), at('b.txt'));
  renameSync(at('folder'), at('other'));
  renameSync(at('log 2.txt'), at('log 3.txt'));
  renameSync(at('log 1.txt'), at('log 2.txt'));
  renameSync(at('case.txt'), at('CASE.txt'));
  renameSync(at('e.txt'), at('edited.txt'));
  const { totals } = await sync();
  expect(totals).toEqual({ indexed: 0, unchanged: 8, skipped: 0, failed: 0, chunks: 8 });
  expect(await list()).toEqual({
    'a.txt': before['b.txt'],
    'b.txt': before['a.txt'],
    'other/c.txt': before['folder/c.txt'],
    'other/deep/d.txt': before['folder/deep/d.txt'],
    'log 2.txt': before['log 1.txt'],
    'log 3.txt': before['log 2.txt'],
    'CASE.txt': before['case.txt'],
    'edited.txt': before['e.txt'],
  });
  expect(embedded()).toBe(vectors);

  // Renamed and edited before anybody looked.
  renameSync(at('edited.txt'), at('more.md'));
  appendFileSync(at('more.md'), ' And more.');
  expect((await sync()).totals).toMatchObject({ indexed: 1, failed: 0 });
  expect((await list())['more.md']).toBe(before['e.txt']);
  expect((await client.call('search.query', { query: 'more', mode: 'keyword' })).results[0]?.documentId).toBe(
    before['e.txt'],
  );
});

it('leaves a document at its path when an editor keeps the old file as a backup, and shares the vectors of copies', async () => {
  write('note.txt');
  await sync();
  const before = await list();
  const vectors = embedded();
  renameSync(at('note.txt'), at('note-old.txt'));
  write('note.txt', 'The text of note.txt, saved anew.');
  write('copy.txt', 'The text of note.txt.');
  await sync();
  const after = await list();
  expect(after['note.txt']).toBe(before['note.txt']);
  expect(Object.keys(after)).toEqual(['copy.txt', 'note-old.txt', 'note.txt']);
  expect(embedded()).toBe(vectors + 1);
});

it('keeps what is gone for a while: out of sight, back with its file, kept by its person, or gone for good', async () => {
  for (const name of ['back.txt', 'elsewhere.txt', 'kept.txt', 'gone.txt', 'there.txt']) write(name);
  await sync();
  const before = await list();
  const vectors = embedded();
  const saved = readFileSync(at('elsewhere.txt'));
  for (const name of ['back.txt', 'elsewhere.txt', 'kept.txt', 'gone.txt']) rmSync(at(name));
  expect((await sync()).totals).toMatchObject({ removed: 4, unchanged: 1 });
  expect(await names()).toEqual(['there.txt']);
  expect(await names({ missing: true })).toEqual(['back.txt', 'elsewhere.txt', 'gone.txt', 'kept.txt']);
  const { results } = await client.call('search.query', { query: 'text of gone', mode: 'hybrid' });
  expect(results.map(({ path }) => path)).toEqual([at('there.txt')]);
  expect(await client.call('system.status', {})).toMatchObject({ documents: 1, chunks: 1 });
  expect((await client.call('library.knowledgeBases', {})).knowledgeBases[0]?.documents).toBe(1);

  write('back.txt');
  writeFileSync(at('another place.txt'), saved);
  expect(await client.call('library.keep', { target: before['kept.txt'] ?? '' })).toEqual({ kept: 1 });
  await sync();
  const after = await list();
  expect(after).toEqual({
    'another place.txt': before['elsewhere.txt'],
    'back.txt': before['back.txt'],
    'kept.txt': before['kept.txt'],
    'there.txt': before['there.txt'],
  });
  expect(embedded()).toBe(vectors);
  expect(await client.call('folders.grace', { days: 0 })).toEqual({ days: 0 });
  expect(await names({ missing: true })).toEqual([]);
  expect(await names()).toHaveLength(4);
});

it('waits for a folder that is away, or whose disk is, and takes nothing out', async () => {
  write('a.txt');
  write('b/c.txt');
  await watch();
  expect(await folder()).toMatchObject({ state: 'watching', documents: { indexed: 2, missing: 0 } });
  renameSync(documents, `${documents}-away`);
  await expect.poll(state, soon).toBe('missing');
  expect((await folder())?.error?.code).toBe('folder_missing');
  // The same content elsewhere is a copy then, not where the document went.
  const before = await list();
  const copy = join(root.path, `copy-${count}.txt`);
  writeFileSync(copy, 'The text of a.txt.');
  await client.call('library.ingest', { paths: [copy] });
  expect(await list()).toMatchObject(before);
  await client.call('library.remove', { target: copy });
  // The empty place where a disk was mounted.
  mkdirSync(documents);
  await sleep(500);
  expect(await state()).toBe('missing');
  expect(await names()).toEqual(['a.txt', 'b/c.txt']);
  rmSync(documents, { recursive: true });
  renameSync(`${documents}-away`, documents);
  await expect.poll(state, soon).toBe('watching');
  write('d.txt');
  await expect.poll(names, soon).toEqual(['a.txt', 'b/c.txt', 'd.txt']);
  // The same folder, and its person has emptied it.
  for (const name of ['a.txt', 'b', 'd.txt']) rmSync(at(name), { recursive: true });
  await expect.poll(names, soon).toEqual([]);
  expect(await names({ missing: true })).toHaveLength(3);
});

it('takes what the rules take: defaults, options, rule files and kinds; and follows the rules as they change', async () => {
  for (const name of [
    'a.md',
    '.hidden.md',
    '.git/x.md',
    'node_modules/y.md',
    'half.part',
    '~$lock.docx',
    'app/package.json',
    'app/build/z.md',
    'build/house.md',
    'drafts/d.md',
    'drafts/keep.md',
    'private/p.md',
    'song.mp3',
    '.notes/n.md',
  ])
    write(name);
  write('drafts/.adiuvaignore', '*\n!keep.md\n');
  const rules = { ignore: ['private/', '!.notes/'], kinds: ['documents'] };
  await watch(rules);
  expect(await names()).toEqual([
    '.notes/n.md',
    'a.md',
    'app/package.json',
    'build/house.md',
    'drafts/keep.md',
  ]);
  await client.call('library.ingest', { paths: [at('.hidden.md'), at('drafts/d.md')] });
  // What is named stays, whatever the rules say; what they no longer take goes, and comes back with them.
  const before = await list();
  await watch({ ...rules, ignore: ['private/', 'a.md', '!.notes/'] });
  expect(await names()).toEqual([
    '.hidden.md',
    '.notes/n.md',
    'app/package.json',
    'build/house.md',
    'drafts/d.md',
    'drafts/keep.md',
  ]);
  await watch(rules);
  expect(await list()).toEqual(before);
});

it('watches folders in folders, one folder for two knowledge bases, and follows a file from one to the other', async () => {
  write('outer.txt');
  write('inner/i.txt');
  await watch();
  await client.call('folders.watch', { folder: at('inner'), preset: 'qa' });
  await watch({ kb: 'second' });
  const presets = async () =>
    Object.fromEntries(
      (await client.call('library.list', {})).documents.map((d) => [
        `${d.kb} ${d.path.slice(documents.length + 1)}`,
        d.preset,
      ]),
    );
  expect(Object.keys(await presets()).sort()).toEqual([
    'default inner/i.txt',
    'default outer.txt',
    'second inner/i.txt',
    'second outer.txt',
  ]);
  const before = await list({ kb: 'default' });
  write('inner/new.txt');
  await expect.poll(async () => (await presets())['default inner/new.txt'], soon).toBe('qa');
  await expect.poll(async () => (await presets())['second inner/new.txt'], soon).toBe('default');
  renameSync(at('outer.txt'), at('inner/moved.txt'));
  await expect
    .poll(async () => (await list({ kb: 'default' }))['inner/moved.txt'], soon)
    .toBe(before['outer.txt']);
  expect(await names({ kb: 'default' })).toEqual(['inner/i.txt', 'inner/moved.txt', 'inner/new.txt']);
  await expect(client.call('folders.pause', { folder: '/nowhere' })).rejects.toMatchObject({
    code: 'not_found',
  });

  expect(await client.call('folders.remove', { folder: at('inner') })).toEqual({ folders: 1, removed: 0 });
  expect(
    (await client.call('folders.remove', { folder: documents, kb: 'second', removeDocuments: true })).removed,
  ).toBe(3);
  expect(await names({ kb: 'second' })).toEqual([]);
  expect((await client.call('folders.list', {})).folders).toMatchObject([{ path: documents, kb: 'default' }]);
});

it('leaves a paused folder alone, and catches up when it goes on', async () => {
  write('a.txt');
  await watch();
  await client.call('folders.pause', { folder: documents });
  write('b.txt');
  await sleep(600);
  expect([await names(), await state()]).toEqual([['a.txt'], 'paused']);
  await client.call('folders.resume', { folder: documents });
  await expect.poll(names, soon).toEqual(['a.txt', 'b.txt']);
});

it('waits for files that are being written, and takes one that never rests at last', async () => {
  await engine.close();
  await open({ times: { ...times, settleMs: 250 } });
  await watch();
  const read: string[] = [];
  const following = new AbortController();
  const told = client.call(
    'folders.follow',
    {},
    {
      signal: following.signal,
      onEvent: (event) => event.type === 'synced' && read.push(JSON.stringify(event.sync.totals)),
    },
  );
  for (let piece = 0; piece < 12; piece++) {
    appendFileSync(at('growing.txt'), `Piece ${piece}. `);
    await sleep(50);
    if (piece > 2) expect(await names()).toEqual([]);
  }
  await expect.poll(names, soon).toEqual(['growing.txt']);
  expect((await client.call('search.query', { query: 'Piece 11', mode: 'keyword' })).total).toBe(1);
  const log = setInterval(() => appendFileSync(at('endless.txt'), 'line '), 40);
  await expect
    .poll(names, soon)
    .toEqual(['endless.txt', 'growing.txt'])
    .finally(() => clearInterval(log));
  following.abort();
  await expect(told).rejects.toMatchObject({ code: 'cancelled' });
  expect(read.length).toBeGreaterThan(0);
});

it('converges by its scans when the notifications are lost', async () => {
  await engine.close();
  let heard = 0;
  // Tells of the first change of a burst and loses all others, as the real ones do when there are too many.
  const forgetful: NonNullable<FollowOptions['watch']> = (_root, _rules, listener) => {
    const timer = setInterval(() => {
      if (heard++ === 0 && existsSync(at('first.txt'))) listener.onChange();
      else if (heard === 1) heard = 0;
    }, 10);
    return { close: () => clearInterval(timer) };
  };
  await open({ times, watch: forgetful });
  await watch();
  write('first.txt');
  await sleep(200);
  for (let index = 0; index < 100; index++) write(`late/${index}.txt`);
  await expect.poll(async () => (await names()).length, soon).toBe(101);
});

it('looks once more after changes that came while it was looking', async () => {
  await engine.close();
  let tell: (() => void) | undefined;
  await open({
    times,
    watch: (_root, _rules, listener) => {
      tell = () => listener.onChange();
      return { close: () => undefined };
    },
  });
  // Keeps the first look waiting until after the only notification there is.
  write('growing.txt');
  const growing = setInterval(() => appendFileSync(at('growing.txt'), '.'), 20);
  const watching = watch();
  await sleep(250);
  tell?.();
  await sleep(200);
  clearInterval(growing);
  await watching;
  write('late.txt');
  await expect.poll(names, soon).toEqual(['growing.txt', 'late.txt']);
});

it('scans again when the watcher fails, and says that it is not told of changes', async () => {
  await engine.close();
  let fail: (() => void) | undefined;
  await open({
    times,
    watch: (_root, _rules, listener) => {
      fail = () => listener.onLost(Object.assign(new Error('overflow'), { code: 'ENOSPC' }));
      return { close: () => undefined };
    },
  });
  await watch();
  expect((await folder())?.isNotified).toBe(true);
  write('a.txt');
  fail?.();
  await expect.poll(names, soon).toEqual(['a.txt']);
});

it.skipIf(process.platform !== 'linux')('takes odd names and odd files as they are', async () => {
  const odd = [
    'line\nbreak.txt',
    'right\u202eto.txt',
    'caf\u00e9.txt',
    'cafe\u0301.txt',
    ' space .txt',
    '\u{1f600}.txt',
    '\uffee.txt',
  ];
  for (const name of odd) write(name);
  symlinkSync(documents, at('loop'));
  symlinkSync(at('nothing'), at('dangling.txt'));
  writeFileSync(
    Buffer.concat([Buffer.from(`${documents}/bad`), Buffer.from([0xff]), Buffer.from('.txt')]),
    'x',
  );
  write('turns');
  const first = await sync();
  expect(first.totals).toMatchObject({ indexed: odd.length + 1, failed: 1 });
  // A file becomes a folder, and the other way round.
  rmSync(at('turns'));
  write('turns/inside.txt');
  expect((await sync()).totals).toMatchObject({ indexed: 1, removed: 1 });
  rmSync(at('turns'), { recursive: true });
  write('turns');
  await sync();
  expect(await names()).toEqual([...odd, 'turns'].sort());
  expect((await sync()).totals).toMatchObject({ indexed: 0, unchanged: odd.length + 1, failed: 1 });
});
