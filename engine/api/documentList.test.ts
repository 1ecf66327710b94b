import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputOf } from '@adiuva/contracts';
import type { EngineContract } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { connectTo, createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const root = makeTemporaryFolder();
const documents = join(root.path, 'documents');
let engine: Engine;
let client: Client<EngineContract>;

type ListInput = InputOf<EngineContract['library.list']>;
const orders = ['path', 'name', 'date', 'size', 'type', 'status'] as const;
const file = (name: string) => join(documents, name);

beforeAll(async () => {
  mkdirSync(file('deep'), { recursive: true });
  for (let index = 0; index < 30; index++) {
    const name = index % 3 === 0 ? `deep/${index}.md` : `${index}.txt`;
    writeFileSync(file(name), index % 7 === 0 ? '' : `# Same title\n\n${'word '.repeat(index % 5)} ${index}`);
  }
  engine = await createEngine(createTestHost(join(root.path, 'home')));
  client = connect(localUser);
  await client.call('folders.watch', { folder: documents, once: true });
  await client.call('library.ingest', { paths: [file('deep')], kb: 'second' });
  await client.call('tags.add', { targets: [file('1.txt'), file('4.txt'), file('deep')], tags: ['Seen'] });
}, 60_000);
afterAll(async () => {
  await engine.close();
  root.remove();
});

function connect(principal: Principal): Client<EngineContract> {
  return connectTo(engine, principal);
}

/** Jumps to every place and compares with the list as it is read from its beginning. */
async function expectSameByJumps(input: ListInput, from = client): Promise<number> {
  const whole = await from.call('library.list', { ...input, limit: 1000 });
  const ids = whole.documents.map(({ id }) => id);
  expect(whole.total).toBe(ids.length);
  for (const offset of [1, 2, 7, ids.length - 1, ids.length, ids.length + 5]) {
    if (offset < 1) continue;
    const jump = await from.call('library.list', { ...input, limit: 4, offset });
    expect(jump.documents.map(({ id }) => id)).toEqual(ids.slice(offset, offset + 4));
    expect(jump.total).toBe(ids.length);
    expect(jump.next === null).toBe(offset + 4 >= ids.length);
    if (jump.next === null) continue;
    const after = await from.call('library.list', { ...input, limit: 3, after: jump.next });
    expect(after.documents.map(({ id }) => id)).toEqual(ids.slice(offset + 4, offset + 7));
  }
  return ids.length;
}

const filters: Record<string, ListInput> = {
  none: {},
  'a knowledge base': { kb: 'SECOND' },
  'a status': { status: 'failed' },
  'a type': { type: 'markdown' },
  'a tag': { tags: ['seen'] },
  'a folder': { path: file('deep') },
  'a part of a path': { path: '1.' },
  'a type, a tag and a folder': { type: 'md', tags: ['seen'], path: file('deep') },
  'what nothing is': { since: 4e12 },
};

it.each(Object.entries(filters))(
  'gives the same rows from any place as from the beginning, %s',
  async (_name, filter) => {
    for (const sort of orders) {
      const count = await expectSameByJumps({ ...filter, sort });
      expect(await expectSameByJumps({ ...filter, sort, descending: true })).toBe(count);
    }
  },
);

it('is in line with every change, and shows nobody what they may not read', async () => {
  const guest = connect({ id: 'guest', kind: 'mcp', grants: { knowledgeBases: ['second'], canWrite: true } });
  const before = await expectSameByJumps({});
  const ofGuest = await expectSameByJumps({}, guest);
  expect(ofGuest).toBe(10);
  await client.call('library.remove', { target: file('2.txt') });
  expect(await expectSameByJumps({})).toBe(before - 1);
  rmSync(file('5.txt'));
  await client.call('folders.watch', { folder: documents, once: true });
  // The one that was removed is back, and the one that is gone is out of sight.
  expect(await expectSameByJumps({})).toBe(before - 1);
  expect(await expectSameByJumps({ missing: true })).toBe(1);
  await client.call('library.removeKnowledgeBase', { name: 'second' });
  expect(await expectSameByJumps({})).toBe(before - 1 - ofGuest);
  expect(await expectSameByJumps({}, guest)).toBe(0);
});
