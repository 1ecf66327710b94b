import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { engineContract } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { connectTo, createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());
let count = 0;
let documents = '';
let engine: Engine;
let client: Client<typeof engineContract>;

beforeEach(async () => {
  count++;
  documents = join(root.path, `documents-${count}`);
  mkdirSync(documents);
  engine = await createEngine(createTestHost(join(root.path, `home-${count}`)));
  client = connect(localUser);
});
afterEach(() => engine.close());

function connect(principal: Principal): Client<typeof engineContract> {
  return connectTo(engine, principal);
}

const file = (name: string) => join(documents, name);

async function add(name: string, text: string, kb = 'default'): Promise<string> {
  writeFileSync(file(name), text);
  await client.call('library.ingest', { paths: [file(name)], kb });
  const found = (await client.call('library.list', {})).documents.find(({ path }) => path === file(name));
  return found?.id ?? '';
}

async function bytes(id: string, start: number, end: number, from = client): Promise<string> {
  const { data } = await from.call('library.content', { id, start, end });
  return Buffer.from(data, 'base64').toString();
}

it('gives any range of the file that was read, and its size', async () => {
  const text = 'The kiln was fired on Monday.';
  const id = await add('kiln.txt', text);
  expect(await bytes(id, 4, 8)).toBe('kiln');
  expect(await bytes(id, 22, 4000)).toBe('Monday.');
  expect(await client.call('library.content', { id, start: 4000, end: 4001 })).toEqual({
    size: text.length,
    mediaType: 'text/plain',
    data: '',
  });
  const asked = [
    { start: 5, end: 5 },
    { start: 9, end: 3 },
    { start: 0, end: 1024 * 1024 + 1 },
  ];
  for (const range of asked)
    await expect(client.call('library.content', { id, ...range })).rejects.toMatchObject({
      code: 'invalid_input',
    });
});

it('tells another file from the one that was read, and knows the same one by its content', async () => {
  const id = await add('note.txt', 'Ten olive trees.');
  // Touched, and copied back: another date and another inode, the same bytes.
  utimesSync(file('note.txt'), new Date(1e12), new Date(1e12));
  expect(await bytes(id, 0, 9)).toBe('Ten olive');
  rmSync(file('note.txt'));
  writeFileSync(file('note.txt'), 'Ten olive trees.');
  expect(await bytes(id, 0, 9)).toBe('Ten olive');
  // As long, and as old, as what was read.
  const {
    documents: [document],
  } = await client.call('library.list', {});
  writeFileSync(file('note.txt'), 'Six olive trees.');
  utimesSync(file('note.txt'), new Date(), new Date(document?.modifiedAt ?? 0));
  await expect(bytes(id, 0, 9)).rejects.toMatchObject({ code: 'file_changed' });
  appendFileSync(file('note.txt'), ' And one fig.');
  await expect(bytes(id, 0, 9)).rejects.toMatchObject({ code: 'file_changed' });
  rmSync(file('note.txt'));
  await expect(bytes(id, 0, 9)).rejects.toMatchObject({ code: 'file_not_found' });
});

it('follows no link, pipe or folder that took the place of a file', async () => {
  const id = await add('mine.txt', 'What is mine.');
  writeFileSync(file('secret.txt'), 'Not indexed!!');
  rmSync(file('mine.txt'));
  symlinkSync(file('secret.txt'), file('mine.txt'));
  await expect(bytes(id, 0, 9)).rejects.toMatchObject({ code: 'file_changed' });
  rmSync(file('mine.txt'));
  mkdirSync(file('mine.txt'));
  await expect(bytes(id, 0, 9)).rejects.toMatchObject({ code: 'file_changed' });
});

it('shows no file to who may not read its knowledge base', async () => {
  const id = await add('wages.txt', 'What everybody earns.', 'private');
  const guest = connect({
    id: 'guest',
    kind: 'mcp',
    grants: { knowledgeBases: ['default'], canWrite: true },
  });
  await expect(bytes(id, 0, 9, guest)).rejects.toMatchObject({ code: 'not_found' });
  await expect(bytes('../../etc/passwd', 0, 9)).rejects.toMatchObject({ code: 'not_found' });
});

it('tells that documents came and went, at most twice a second, and stops when it is told to', async () => {
  const told: { documents: number; at: number }[] = [];
  const stopping = new AbortController();
  const following = client.call(
    'library.follow',
    {},
    {
      signal: stopping.signal,
      onEvent: ({ documents: number }) => told.push({ documents: number, at: performance.now() }),
    },
  );
  const ended = following.catch((error: { code: string }) => error.code);
  await expect.poll(() => told.map(({ documents: number }) => number)).toEqual([0]);
  for (let index = 0; index < 60; index++) writeFileSync(file(`${index}.txt`), `Document ${index}.`);
  await client.call('library.ingest', { paths: [documents] });
  await expect.poll(() => told.at(-1)?.documents, { timeout: 3000 }).toBe(60);
  await client.call('library.remove', { target: file('7.txt') });
  await expect.poll(() => told.at(-1)?.documents, { timeout: 3000 }).toBe(59);
  const gaps = told.slice(1).map(({ at }, index) => at - (told[index]?.at ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(440);
  stopping.abort();
  expect(await ended).toBe('cancelled');
  const heard = told.length;
  renameSync(file('8.txt'), file('80.txt'));
  await client.call('library.remove', { target: file('9.txt') });
  await sleep(700);
  expect(told).toHaveLength(heard);
});
