import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shown } from '../testing/buildPackage.ts';
import { extractBytes } from '../testing/extractBytes.ts';

const read = async (body: string) =>
  shown((await extractBytes('a.rtf', Buffer.from(`{\\rtf1\\ansi ${body}}`, 'latin1'))).parts);

it('reads all that a person sees of a document that an office program wrote', async () => {
  const found = await extractBytes(
    'kinds.rtf',
    readFileSync(new URL('./fixtures/kinds.rtf', import.meta.url)),
  );
  expect(found.metadata).toMatchObject({ title: 'Ein Führer', author: 'Zoë Müller' });
  expect(shown(found.parts)).toEqual([
    'paragraph: Draft of the guide',
    'heading1: Field guide',
    'heading1: Foxes',
    'paragraph: Zażółć gęślą jaźń — 狐狸[1] and',
    'list: 1. first\n  a) inner\n2. second',
    'footnote: [1] A note on foxes.',
    'footnote: Comment (Ann Lee): Sure?',
    'heading2: Tables',
    'table: | Animal | Count | Seen |\n| --- | --- | --- |\n| Fox | 3 | north · south |\n|  | 4 | west |',
    'paragraph: The end[2]',
    'footnote: [2] Sources.',
    'paragraph: Fox Society',
  ]);
});

it('follows code pages of the file and of its fonts, and Unicode with its fallback', async () => {
  const fonts =
    '\\ansicpg1250\\deff0{\\fonttbl{\\f0\\fcharset0 Arial;}{\\f1\\fcharset204 Arial Cyr;}{\\f2\\fcharset128 Mincho;}{\\f3\\fcharset2 Symbol;}}';
  expect(await read(`${fonts}\\'9c\\'bf{\\f1 \\'c4\\'e0}{\\f2 \\'93\\'fa\\'96\\'7b}{\\f3 a}`)).toEqual([
    'paragraph: śżДа日本α',
  ]);
  expect(await read("\\uc2 \\u381\\'5e\\'5ex{\\uc0 \\u8364}\\uc1\\u-3913?\\u55358?\\u56714?.")).toEqual([
    'paragraph: Žx€🦊.',
  ]);
});

it('leaves out what is hidden, deleted, or data of the program', async () => {
  expect(
    await read(
      '{\\*\\generator no;}{\\info{\\title no}}{\\pict\\pngblip 00ff}{\\object{\\*\\objdata 00}{\\result shown}}{\\v no}{\\deleted no}{\\*\\unknown{no}}' +
        '{\\field{\\*\\fldinst HYPERLINK "file:///etc/passwd"}{\\fldrslt  link}}\\bin5 }}}}} end\\par{\\*\\bkmkstart no}\\{\\\\\\}',
    ),
  ).toEqual(['paragraph: shown link end', 'paragraph: {\\}']);
});

it('ends in time on what is deep, cut or endless', async () => {
  expect(await read(`${'{'.repeat(200_000)}deep${'}'.repeat(200_000)}`)).toEqual(['paragraph: deep']);
  expect(await read('open {\\b bold')).toEqual(['paragraph: open bold']);
  expect(await read(`a\\bin2147483647 b`)).toEqual(['paragraph: a']);
  expect((await read(`${'\\itap9999999\\nestcell'.repeat(1_000)} x`)).join('')).toContain('x');
  await expect(read('{'.repeat(600_000))).rejects.toMatchObject({ code: 'file_malformed' });
  await expect(read('')).rejects.toMatchObject({ code: 'file_empty' });
});
