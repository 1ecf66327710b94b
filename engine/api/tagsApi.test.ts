import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineContract, engineContract } from '@adiuva/contracts/rpc';
import { type Client, createClient, createPortPair } from '@adiuva/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localUser, type Principal } from '#base';
import { createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const folder = makeTemporaryFolder();
const file = (...steps: string[]) => join(folder.path, 'documents', ...steps);
let engine: Engine;
let client: Client<EngineContract>;

function connect(caller: Principal): Client<EngineContract> {
  const [near, far] = createPortPair();
  engine.connect(far, caller);
  return createClient(engineContract, near);
}

beforeAll(async () => {
  mkdirSync(file('work', 'old'), { recursive: true });
  writeFileSync(file('work', 'lease.md'), '# Lease\n\nThe notice period is three months.\n');
  writeFileSync(file('work', 'old', 'lease.txt'), 'The notice period was six months.\n');
  writeFileSync(file('diary.txt'), 'Notice how the swallows come back in April.\n');
  engine = await createEngine(createTestHost(join(folder.path, 'home')));
  client = connect(localUser);
  await client.call('library.ingest', { paths: [file('work')], kb: 'Office' });
  await client.call('library.ingest', { paths: [file('diary.txt')], kb: 'private' });
}, 60_000);
afterAll(async () => {
  await engine.close();
  folder.remove();
});

const found = async (input: { tags?: string[]; kb?: string; type?: string }) =>
  (await client.call('search.query', { query: 'notice', mode: 'keyword', ...input })).results
    .map(({ path }) => path.slice(file().length + 1))
    .sort();

test('tags a folder at once, and finds and lists by tags', async () => {
  expect(await client.call('tags.add', { targets: [file('work')], tags: ['Lease', 'Flat'] })).toEqual({
    documents: 2,
    changed: 2,
  });
  await client.call('tags.remove', { targets: [file('work', 'old', 'lease.txt')], tags: ['FLAT'] });
  expect(await found({ tags: ['lease'] })).toEqual(['work/lease.md', 'work/old/lease.txt']);
  expect(await found({ tags: ['lease', 'flat'] })).toEqual(['work/lease.md']);
  const { documents } = await client.call('library.list', { tags: ['flat'] });
  expect(documents.map(({ tags }) => tags)).toEqual([['Flat', 'Lease']]);
  expect(await client.call('tags.list', {})).toEqual({
    tags: [
      { name: 'Flat', documents: 1 },
      { name: 'Lease', documents: 2 },
    ],
  });
});

test('tags stay when the file is written anew', async () => {
  writeFileSync(file('work', 'lease.md'), '# Lease\n\nThe notice period is now four months.\n');
  await client.call('library.ingest', { paths: [file('work')], kb: 'Office' });
  expect(await found({ tags: ['flat'] })).toEqual(['work/lease.md']);
});

test('says what there is when a filter names what is not there', async () => {
  await expect(found({ tags: ['leese'] })).rejects.toMatchObject({
    code: 'not_found',
    message: 'No document has the tag “leese”. There are: Flat, Lease.',
  });
  await expect(found({ kb: 'Ofice' })).rejects.toMatchObject({
    code: 'not_found',
    message: 'There is no knowledge base named “Ofice”. There are: Office, private.',
  });
  await expect(found({ type: 'pfd' })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('one of: pdf, docx,'),
  });
  await expect(client.call('library.list', { type: 'pfd' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(client.call('chat.ask', { question: 'notice?', kb: 'Ofice' })).rejects.toMatchObject({
    code: 'not_found',
  });
  // Known, and there are none.
  expect(await found({ type: 'epub' })).toEqual([]);
  await expect(client.call('library.list', { after: 'bm9uc2Vuc2U' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(client.call('search.query', { query: 'x'.repeat(10_001) })).rejects.toMatchObject({
    code: 'invalid_input',
    message: '“query” is too long: it may have at most 10,000 characters.',
  });
});

test('a caller sees and changes tags of what it may read, if it may write', async () => {
  await client.call('tags.add', { targets: [file('diary.txt')], tags: ['Birds'] });
  const guest = connect({
    id: 'guest',
    kind: 'mcp',
    grants: { knowledgeBases: ['office'], canWrite: false },
  });
  expect((await guest.call('tags.list', {})).tags.map(({ name }) => name)).toEqual(['Flat', 'Lease']);
  await expect(guest.call('search.query', { query: 'x', tags: ['Birds'] })).rejects.toMatchObject({
    code: 'not_found',
    message: expect.not.stringContaining('There are: Birds'),
  });
  await expect(guest.call('tags.list', { kb: 'private' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(guest.call('tags.add', { targets: [file('work')], tags: ['x'] })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const writer = connect({
    id: 'writer',
    kind: 'agent',
    grants: { knowledgeBases: ['office'], canWrite: true },
  });
  await expect(writer.call('tags.add', { targets: [file('diary.txt')], tags: ['x'] })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await writer.call('tags.add', { targets: [file()], tags: ['x'] })).toMatchObject({ documents: 2 });
  await expect(writer.call('tags.rename', { from: 'Birds', to: 'y' })).rejects.toMatchObject({
    code: 'not_found',
  });
});
