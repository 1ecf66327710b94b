import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { appLink } from '@adiuva/contracts';
import { afterAll, expect, it } from 'vitest';
import { argumentsOf, ownArguments, readStart, startDataSchema } from './openRequests.ts';

const folder = mkdtempSync(join(tmpdir(), 'adiuva-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
writeFileSync(join(folder, 'tesi, capitolo 1.pdf'), 'x');
const file = join(folder, 'tesi, capitolo 1.pdf');

it('takes files that are there, by whatever path, once', () => {
  const args = ['tesi, capitolo 1.pdf', file, './tesi, capitolo 1.pdf', 'missing.pdf', ''];
  expect(readStart({ args, folder })).toEqual({ paths: [file], target: null, isHidden: false });
});

it('takes files as file managers name them', () => {
  const args = [pathToFileURL(file).href, `file://localhost${pathToFileURL(file).pathname}`];
  expect(readStart({ args, folder })).toEqual({ paths: [file], target: null, isHidden: false });
});

it('takes a link of ours, and of several the last good one', () => {
  const target = {
    view: 'document' as const,
    documentId: 'd_1',
    locator: { kind: 'page' as const, part: 2, start: 0, end: 9, page: 3, boxes: [] },
  };
  const good = appLink(target);
  const read = readStart({ args: [good, 'adiuva://nowhere', 'adiuva://document/a/b'], folder });
  expect(read.target).toMatchObject({ view: 'document', documentId: 'd_1' });
  expect(read.paths).toEqual([]);
});

it('ignores switches, other addresses and links that are none', () => {
  const all = () => true;
  const args = [
    '--no-sandbox',
    '--inspect=0',
    '-x',
    'https://example.org/a.pdf',
    'file://evil.test/share/a.pdf',
    'file:///a%2Fb',
    'javascript://x',
    'ADIUVA:alert(1)',
    'adiuva://settings?x=1#y',
    `adiuva://chat/${'a'.repeat(9000)}`,
  ];
  expect(readStart({ args, folder }, all)).toEqual({ paths: [], target: null, isHidden: false });
  expect(readStart({ args: ['--hidden'], folder }).isHidden).toBe(true);
});

it('knows its own arguments, and parses what a second start hands over', () => {
  expect(ownArguments(['/opt/Adiuva/adiuva', 'a.pdf'], true)).toEqual(['a.pdf']);
  expect(ownArguments(['/node_modules/electron', '.', 'a.pdf'], false)).toEqual(['a.pdf']);
  expect(startDataSchema.safeParse({ args: 'a.pdf', folder: '/' }).success).toBe(false);
  expect(startDataSchema.safeParse(null).success).toBe(false);
});

it('is asked again as it was asked', () => {
  const request = { paths: [file], target: { view: 'chat' as const, conversationId: 'c_1' }, isHidden: true };
  expect(readStart({ args: argumentsOf(request), folder: '/' })).toEqual(request);
  expect(argumentsOf({ paths: [], target: null, isHidden: false })).toEqual([]);
});
