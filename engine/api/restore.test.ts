import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { engineContract } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { afterAll, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { connectTo, createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());

function connect(engine: Engine, principal: Principal = localUser): Client<typeof engineContract> {
  return connectTo(engine, principal);
}

it('goes on serving the library it has, and serves the restored one when it is started again', async () => {
  const home = join(root.path, 'home');
  const documents = join(root.path, 'documents');
  const backup = join(root.path, 'library.backup');
  mkdirSync(documents);
  writeFileSync(join(documents, 'first.txt'), 'The kiln was fired on Monday.');
  let engine = await createEngine(createTestHost(home));
  let client = connect(engine);
  const found = async () => {
    const { results } = await client.call('search.query', { query: 'kiln', mode: 'keyword' });
    return results.map(({ path }) => path.slice(documents.length + 1)).sort();
  };
  await client.call('library.ingest', { paths: [documents] });
  await client.call('system.backup', { file: backup });
  writeFileSync(join(documents, 'second.txt'), 'A second kiln was built.');
  await client.call('library.ingest', { paths: [documents] });

  const agent = connect(engine, {
    id: 'agent',
    kind: 'agent',
    grants: { knowledgeBases: ['default'], canWrite: true },
  });
  await expect(agent.call('system.restore', { file: backup })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(client.call('system.restore', { file: 'library.backup' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
  await expect(client.call('system.restore', { file: join(documents, 'first.txt') })).rejects.toMatchObject({
    code: 'storage_corrupt',
  });
  expect(await client.call('system.restore', { file: backup })).toEqual({ documents: 1, needsRestart: true });
  expect(await found()).toEqual(['first.txt', 'second.txt']);
  await engine.close();

  engine = await createEngine(createTestHost(home));
  client = connect(engine);
  try {
    expect(await found()).toEqual(['first.txt']);
    expect((await client.call('system.doctor', {})).checks.find(({ name }) => name === 'database')?.ok).toBe(
      true,
    );
  } finally {
    await engine.close();
  }
});
