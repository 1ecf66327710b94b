import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineContract } from '@adiuva/contracts/rpc';
import { writeTinyBgeM3 } from '@adiuva/models/testing';
import { type Client, createClient, createPortPair } from '@adiuva/wire';
import { afterAll, afterEach, expect, it } from 'vitest';
import { localUser } from '#base';
import { createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from './createEngine.ts';
import { dumpLibrary } from './testing/libraryDump.ts';

const root = makeTemporaryFolder();
let engine: Engine | undefined;
afterEach(() => engine?.close());
afterAll(() => root.remove());

async function open(home: string): Promise<Client<typeof engineContract>> {
  engine = await createEngine(createTestHost(home));
  const [near, far] = createPortPair();
  engine.connect(far, localUser);
  return createClient(engineContract, near);
}

it('goes the whole way with a model of BGE-M3’s form: import, embed anew, switch, search, ingest, go back', async () => {
  const home = join(root.path, 'home');
  const documents = join(root.path, 'documents');
  mkdirSync(documents);
  const texts = [
    'The people of the city were in the house.',
    'Water and time for the new work.',
    'Wasser für die Stadt 서울.',
  ];
  for (const [index, text] of texts.entries()) writeFileSync(join(documents, `${index}.txt`), text);
  const folder = join(root.path, 'bge-m3');
  await writeTinyBgeM3(folder);

  const client = await open(home);
  await client.call('library.ingest', { paths: [documents] });
  await expect(client.call('models.activate', { id: 'bge-m3' })).rejects.toMatchObject({
    code: 'model_not_installed',
  });
  const imported = await client.call('models.import', { path: folder, id: 'bge-m3' });
  expect(imported).toMatchObject({ id: 'bge-m3', state: 'installed', active: false });
  expect(await client.call('models.activate', { id: 'bge-m3' })).toMatchObject({ active: true });
  await expect(client.call('models.remove', { id: 'bge-m3' })).rejects.toMatchObject({ code: 'conflict' });
  expect((await client.call('system.status', {})).embeddingModel).toBe('bge-m3');

  // Its weights are random, but a text is nearest to itself in any model.
  for (const text of texts) {
    const { results } = await client.call('search.query', { query: text, mode: 'semantic', limit: 1 });
    expect(results).toMatchObject([{ text, rank: 1 }]);
    expect(results[0]?.score).toBeGreaterThan(0.999);
  }
  writeFileSync(join(documents, 'later.txt'), 'Later the house was new.');
  expect((await client.call('library.ingest', { paths: [documents] })).totals).toMatchObject({
    indexed: 1,
    unchanged: 3,
  });
  const [later] = (await client.call('search.query', { query: 'Later the house was new.', mode: 'semantic' }))
    .results;
  expect(later?.path).toBe(join(documents, 'later.txt'));

  await client.call('models.activate', { id: 'builtin' });
  expect(await client.call('models.remove', { id: 'bge-m3' })).toEqual({ removed: true });
  expect((await client.call('search.query', { query: 'house', mode: 'semantic' })).results.length).toBe(4);
  await engine?.close();
  engine = undefined;
  const { vectors } = dumpLibrary(home, documents);
  const models = (vectors as { model: string }[]).map(({ model }) => model);
  expect([
    models.filter((name) => name === 'builtin').length,
    models.filter((name) => name === 'bge-m3').length,
  ]).toEqual([4, 4]);
});
