import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { libraryRpc } from '@adiuva/contracts/rpc';
import { afterAll, expect, it } from 'vitest';
import { runAdiuva, temporaryFolder } from './harness/index.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const home = join(folder.path, 'home');
const cwd = folder.path;

async function json(...args: string[]): Promise<unknown> {
  const { code, stdout } = await runAdiuva([...args, '--json'], { home, cwd });
  expect([args, code]).toEqual([args, 0]);
  return JSON.parse(stdout);
}

it('makes, fills, renames and removes knowledge bases, and finds what is alike', {
  timeout: 240_000,
}, async () => {
  mkdirSync(join(cwd, 'kitchen'));
  writeFileSync(join(cwd, 'kitchen', 'bread.txt'), 'Bread needs flour, water, salt and a hot oven.');
  writeFileSync(join(cwd, 'kitchen', 'bread copy.txt'), 'Bread needs flour, water, salt and a hot oven.');
  writeFileSync(join(cwd, 'kitchen', 'rolls.txt'), 'Rolls need flour, water, yeast and an oven.');
  await json('ingest', 'kitchen');
  expect(await json('kb', 'create', 'Küche')).toEqual({ name: 'Küche' });
  expect(await json('move', 'KÜCHE', 'kitchen/bread.txt', 'kitchen/rolls.txt')).toEqual({ moved: 2 });
  expect(await json('kb')).toEqual({
    knowledgeBases: [
      { name: 'default', documents: 1 },
      { name: 'Küche', documents: 2 },
    ],
  });
  const similar = libraryRpc['library.similar'].output.parse(await json('similar', 'kitchen/bread.txt'));
  expect(similar.documents.map(({ document }) => document.path)).toEqual([join(cwd, 'kitchen', 'rolls.txt')]);
  expect(similar.copies.map(({ path }) => path)).toEqual([join(cwd, 'kitchen', 'bread copy.txt')]);
  expect(await json('kb', 'rename', 'küche', 'Kitchen')).toEqual({ name: 'Kitchen' });
  expect(await json('kb', 'remove', 'kitchen')).toEqual({ removed: 2 });
  expect(await json('kb', 'list')).toEqual({ knowledgeBases: [{ name: 'default', documents: 1 }] });
  const lost = await runAdiuva(['similar', 'nothing.txt'], { home, cwd });
  expect([lost.code, lost.stderr]).toEqual([
    1,
    expect.stringContaining('no document with the id or path nothing.txt'),
  ]);
});
