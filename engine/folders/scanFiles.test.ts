import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeTemporaryFolder } from '#testing';
import { scanFiles } from './scanFiles.ts';
import type { ScannedFile } from './walkFolder.ts';

const root = makeTemporaryFolder();
afterAll(() => root.remove());

async function scan(...paths: string[]): Promise<ScannedFile[]> {
  const found: ScannedFile[] = [];
  const request = { paths, ownFolder: join(root.path, 'home'), signal: new AbortController().signal };
  for await (const files of scanFiles({ ...request, onNamed: () => undefined })) found.push(...files);
  return found;
}

it('meets every file once, and neither hidden ones, links, litter nor the data folder', async () => {
  for (const folder of ['home', 'home/imports', 'a', 'a/b', '.hidden']) mkdirSync(join(root.path, folder));
  for (const file of [
    'home/library.db',
    'home/imports/dropped.txt',
    'a/1.txt',
    'a/b/2.txt',
    '.hidden/3.txt',
    'a/Thumbs.db',
  ]) {
    writeFileSync(join(root.path, file), 'x');
  }
  symlinkSync(root.path, join(root.path, 'a/loop'));
  const paths = (files: ScannedFile[]) => files.map(({ path }) => path.slice(root.path.length + 1)).sort();
  expect(paths(await scan(root.path, join(root.path, 'a/1.txt')))).toEqual(['a/1.txt', 'a/b/2.txt']);
  // What was named is taken: a file that was dropped on the page lies in the data folder.
  expect(paths(await scan(join(root.path, 'home/imports/dropped.txt')))).toEqual([
    'home/imports/dropped.txt',
  ]);
});

it.skipIf(process.platform !== 'linux')(
  'gives each file whose name is not Unicode an outcome of its own',
  async () => {
    const folder = join(root.path, 'odd');
    mkdirSync(folder);
    for (const byte of [0xfe, 0xfd]) {
      writeFileSync(
        Buffer.concat([Buffer.from(`${folder}/bad`), Buffer.from([byte]), Buffer.from('.txt')]),
        'x',
      );
    }
    mkdirSync(Buffer.concat([Buffer.from(`${folder}/dir`), Buffer.from([0xff])]));
    writeFileSync(join(folder, 'żółć.txt'), 'x');
    const found = await scan(folder);
    expect(found.map(({ path, error }) => [path.slice(folder.length + 1), error?.code]).sort()).toEqual([
      ['bad\\xfd.txt', 'file_unreadable'],
      ['bad\\xfe.txt', 'file_unreadable'],
      ['dir\\xff', 'file_unreadable'],
      ['żółć.txt', undefined],
    ]);
  },
);
