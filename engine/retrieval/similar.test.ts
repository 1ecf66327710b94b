import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EngineContract } from '@adiuva/contracts/rpc';
import type { Client } from '@adiuva/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localUser, type Principal } from '#base';
import { connectTo, createTestHost, makeTemporaryFolder } from '#testing';
import { createEngine, type Engine } from '../createEngine.ts';

const folder = makeTemporaryFolder();
let engine: Engine;
let client: Client<EngineContract>;

beforeAll(async () => {
  engine = await createEngine(createTestHost(join(folder.path, 'home')));
  client = connect(localUser);
}, 60_000);
afterAll(async () => {
  await engine.close();
  folder.remove();
});

function connect(caller: Principal): Client<EngineContract> {
  return connectTo(engine, caller);
}

const readerOf = (kb: string) =>
  connect({ id: kb, kind: 'agent', grants: { knowledgeBases: [kb], canWrite: false } });

/** @returns ids by file name */
async function fill(kb: string, files: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const documents = join(folder.path, kb);
  mkdirSync(documents, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(documents, name), text);
  await client.call('library.ingest', { paths: [documents], kb });
  const listed = await client.call('library.list', { kb });
  return new Map(listed.documents.map(({ path, id }) => [basename(path), id]));
}

const bread = `Sourdough bread rises slowly. Mix flour, water and salt, fold the dough, and bake it in a hot oven.`;
const rolls = `Bread rolls need flour, water, salt and yeast. Knead the dough, let it rise, bake it in the oven.`;
const trains = `The night train to Vienna leaves at nine. Sleeping cars are booked at the station's ticket office.`;
const buses = `Tickets for the train and the bus are sold at the station. The last train leaves at midnight.`;

it('puts what says alike first, leaves itself out, and keeps copies apart', async () => {
  const ids = await fill('home', {
    'bread.md': bread,
    'bread copy.md': bread,
    'rolls.txt': rolls,
    'trains.txt': trains,
    'buses.txt': buses,
    // The same words as a page: no copy of the file, but nothing else says it as nearly.
    'bread.html': `<html><body><p>${bread}</p></body></html>`,
    'everything.txt': [
      ...Array.from(
        { length: 60 },
        (_, index) => `Wool of kind ${index} is washed, combed, spun, dyed and knitted.`,
      ),
      bread,
    ].join('\n\n'),
  });
  await fill('secret', { 'secret bread.txt': `${bread} It is a family secret.` });
  const similar = async (name: string, from = client, limit?: number) => {
    const found = await from.call('library.similar', { id: ids.get(name) ?? '', ...(limit && { limit }) });
    return { ...found, names: found.documents.map(({ document }) => basename(document.path)) };
  };
  const all = await similar('bread.md');
  expect(all.names.slice(0, 3)).toEqual(['bread.html', 'secret bread.txt', 'rolls.txt']);
  expect(all.names).not.toContain('bread.md');
  expect(all.names).not.toContain('bread copy.md');
  expect(all.copies.map(({ path }) => basename(path))).toEqual(['bread copy.md']);
  const scores = all.documents.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(scores[0]).toBeGreaterThan(0.98);
  expect(Math.min(...scores)).toBeGreaterThan(0);
  expect((await similar('trains.txt')).names[0]).toBe('buses.txt');
  expect((await similar('bread.md', client, 1)).names).toEqual(['bread.html']);

  const guest = await similar('bread.md', readerOf('home'));
  expect(guest.names.slice(0, 2)).toEqual(['bread.html', 'rolls.txt']);
  expect(guest.names).not.toContain('secret bread.txt');
  await expect(similar('bread.md', readerOf('secret'))).rejects.toMatchObject({ code: 'not_found' });
});

it('finds the other half of an article of XQuAD', { timeout: 120_000 }, async ({ skip }) => {
  const file = fileURLToPath(new URL('../../../shared/corpus/retrieval/xquad.en.json', import.meta.url));
  if (!existsSync(file)) return skip(`${file} is not here`);
  const { data } = JSON.parse(readFileSync(file, 'utf8')) as {
    data: { paragraphs: { context: string }[] }[];
  };
  const halves = data.flatMap(({ paragraphs }, article) =>
    [0, 1].map((half) => {
      const texts = paragraphs.filter((_, index) => index % 2 === half).map(({ context }) => context);
      return [`${article}-${half}.txt`, texts.join('\n\n')] as const;
    }),
  );
  const ids = await fill('xquad', Object.fromEntries(halves));
  expect(ids.size).toBe(halves.length);
  const reader = readerOf('xquad');
  let first = 0;
  let amongThree = 0;
  for (const [name, id] of ids) {
    const { documents } = await reader.call('library.similar', { id, limit: 3 });
    const other = name.replace(/-[01]/, (half) => (half === '-0' ? '-1' : '-0'));
    const rank = documents.findIndex(({ document }) => basename(document.path) === other);
    if (rank === 0) first++;
    if (rank >= 0) amongThree++;
  }
  // Of 96, as measured on 21 November 2026 with the built-in model (73 and 84), less one. By chance it would be one.
  expect(first).toBeGreaterThanOrEqual(72);
  expect(amongThree).toBeGreaterThanOrEqual(83);
});
