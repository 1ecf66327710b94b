import { type BookType, CFB, utils, type WorkSheet, write } from '@e965/xlsx';
import { expect, it } from 'vitest';
import { extractBytes } from '../../testing/extractBytes.ts';

function sheetOf(rows: unknown[][], formats: Readonly<Record<string, string>> = {}): WorkSheet {
  const sheet = utils.aoa_to_sheet(rows);
  for (const [address, format] of Object.entries(formats)) sheet[address].z = format;
  return sheet;
}

function build(
  bookType: BookType,
  sheets: Readonly<Record<string, WorkSheet>>,
  hidden: string[] = [],
): Uint8Array {
  const names = Object.keys(sheets);
  const book = {
    SheetNames: names,
    Sheets: { ...sheets },
    Props: { Title: 'The plan', Author: 'Ann' },
    Workbook: {
      Sheets: names.map((name) => ({ name, Hidden: hidden.includes(name) ? (1 as const) : (0 as const) })),
    },
  };
  return new Uint8Array(write(book, { type: 'buffer', bookType, bookSST: bookType !== 'biff5' }));
}

const extensions: Readonly<Record<string, string>> = { biff8: 'xls', biff5: 'xls', xlsb: 'xlsb' };

it.each(['biff8', 'biff5', 'xlsb'] as const)('reads what cells of %s show', async (bookType) => {
  const plan = sheetOf(
    [
      ['Sales'],
      [],
      ['Region', 'Day', 'Amount', 'Share', 'Paid'],
      ['North', 45356, 1234.5, 0.25, true],
      ['South', 45357.604166667, -99.25, 0.125, false],
      ['Total', 45352, 1135.25, 4006381333931],
    ],
    {
      B4: 'm/d/yy',
      B5: 'd.m.yyyy h:mm',
      B6: 'mmmm yyyy',
      C4: '#,##0.00',
      C5: '0.0;(0.0)',
      D4: '0%',
      D5: '0.0%',
    },
  );
  plan.E6 = { t: 'e', v: 7 };
  plan['!ref'] = 'A1:E6';
  const secret = sheetOf([['hidden words']]);
  const bytes = build(bookType, { Plan: plan, Secret: secret }, ['Secret']);
  const { parts, metadata } = await extractBytes(`book.${extensions[bookType]}`, bytes);
  expect(parts.map((part) => part.text)).toEqual([
    [
      'Plan',
      '',
      'Sales',
      '',
      '| Region | Day | Amount | Share | Paid |',
      '| --- | --- | --- | --- | --- |',
      '| North | 2024-03-05 | 1,234.50 | 25% | TRUE |',
      '| South | 2024-03-06 14:30 | (99.3) | 12.5% | FALSE |',
      '| Total | March 2024 | 1135.25 | 4006381333931 | #DIV/0! |',
    ].join('\n'),
    'Secret\n\nhidden words',
  ]);
  expect(parts[0]?.locator).toMatchObject({ kind: 'cells', sheet: 'Plan', cells: 'A1:E6' });
  expect(metadata.properties).toEqual({ sheets: 'Plan, Secret (hidden)' });
  if (bookType !== 'biff5') expect(metadata).toMatchObject({ title: 'The plan', author: 'Ann' });
});

it('reads notes of a binary package', async () => {
  const sheet = sheetOf([
    ['Name', 'Age'],
    ['Ada', 36],
  ]);
  sheet.B2.c = [{ a: 'Bob', t: 'Look here' }];
  const { parts } = await extractBytes('book.xlsb', build('xlsb', { Sheet1: sheet }));
  expect(parts[0]?.text).toBe('| Name | Age |\n| --- | --- |\n| Ada | 36 |\n\nB2: Look here');
});

/** A compound file around a stream of records. */
function workbookOf(...records: [type: number, data: number[]][]): Uint8Array {
  const stream = records.flatMap(([type, data]) => [
    type & 255,
    type >> 8,
    data.length & 255,
    data.length >> 8,
    ...data,
  ]);
  const file = CFB.utils.cfb_new();
  CFB.utils.cfb_add(file, '/Workbook', Buffer.from([...stream, ...new Array(5_000).fill(0)]));
  return new Uint8Array(CFB.write(file, { type: 'buffer' }) as Buffer);
}

const globals: [number, number[]] = [0x0809, [0, 6, 5, 0, 0, 0, 0, 0]];

it('reads strings that are cut between two records, in their characters and in what follows them', async () => {
  const wide = (text: string) => [...Buffer.from(text, 'utf16le')];
  const narrow = (text: string) => [...Buffer.from(text, 'latin1')];
  const u16 = (value: number) => [value & 255, value >> 8];
  const strings: [number, number[]] = [0x00fc, [1, 0, 0, 0, 3, 0, 0, 0, ...u16(9), 1, ...wide('жизнь')]];
  // The rest of the first in one byte a character; the second is rich, and its runs go on in the next record.
  const more: [number, number[]] = [
    0x003c,
    [0, ...narrow(' abc'), ...u16(3), 8, ...u16(2), ...narrow('two'), 1, 2, 3],
  ];
  const rest: [number, number[]] = [0x003c, [4, 5, 6, 7, 8, ...u16(5), 0, ...narrow('three')]];
  const sheetName: [number, number[]] = [0x0085, [0, 0, 0, 0, 0, 0, 1, 0, 65]];
  const before = [globals, sheetName, strings, more, rest, [0x000a, []]] as [number, number[]][];
  const position = before.reduce((sum, [, data]) => sum + 4 + data.length, 0);
  sheetName[1].splice(0, 2, ...u16(position));
  const cells = [0, 1, 2].map((index): [number, number[]] => [
    0x00fd,
    [...u16(index), 0, 0, 0, 0, index, 0, 0, 0],
  ]);
  const bytes = workbookOf(...before, [0x0809, [0, 6, 16, 0]], ...cells, [0x000a, []]);
  const { parts } = await extractBytes('book.xls', bytes);
  expect(parts[0]?.text).toBe('A\n\nжизнь abc\n\ntwo\n\nthree');
});

it('reads what was written before there was Unicode, in the code page that the file names', async () => {
  const name: [number, number[]] = [0x0085, [0, 0, 0, 0, 0, 0, 3, 0xcb, 0xe8, 0xf1]];
  const before = [[0x0809, [0, 5, 5, 0]], [0x0042, [0xe3, 4]], name, [0x000a, []]] as [number, number[]][];
  name[1][0] = before.reduce((sum, [, data]) => sum + 4 + data.length, 0);
  const label: [number, number[]] = [0x0204, [4, 0, 1, 0, 0, 0, 5, 0, 0xe6, 0xe8, 0xe7, 0xed, 0xfc]];
  const bytes = workbookOf(...before, [0x0809, [0, 5, 16, 0]], label, [0x000a, []]);
  const { parts } = await extractBytes('book.xls', bytes);
  expect(parts[0]?.text).toBe('Лис\n\nжизнь');
  expect(parts[0]?.locator).toMatchObject({ cells: 'B5' });
});

async function codeOf(bytes: Uint8Array, name = 'book.xls'): Promise<string> {
  return extractBytes(name, bytes).then(
    () => 'indexed',
    (error: { code: string }) => error.code,
  );
}

it('ends with its own code: a password, nothing in it, an older form, sizes that are lies', async () => {
  expect(await codeOf(workbookOf(globals, [0x002f, [1, 0, 1, 0]]))).toBe('file_encrypted');
  expect(await codeOf(workbookOf(globals, [0x000a, []]))).toBe('file_empty');
  expect(await codeOf(workbookOf([0x0409, [0, 4, 16, 0]]))).toBe('file_unsupported');
  // A table of four thousand million strings, and a sheet at a place that is not there.
  const strings = [0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 13, 255, 255, 255, 255, 255, 255];
  const sheet = [255, 255, 255, 127, 0, 0, 1, 0, 65];
  expect(await codeOf(workbookOf(globals, [0x0085, sheet], [0x00fc, strings], [0x000a, []]))).toBe(
    'file_empty',
  );
});

it.each(['biff8', 'xlsb'] as const)('ends by itself whatever is broken in a file of %s', async (bookType) => {
  const rows = Array.from({ length: 30 }, (_, index) => [`name ${index}`, index, index / 7, index % 2 === 0]);
  const whole = build(bookType, { Sheet1: sheetOf(rows), Other: sheetOf(rows) });
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  for (let round = 0; round < 60; round++) {
    const bytes = whole.slice(0, round % 3 === 0 ? Math.floor(whole.length * random()) : whole.length);
    for (let flip = 0; flip < 20; flip++)
      bytes[Math.floor(bytes.length * random())] = Math.floor(256 * random());
    expect([
      'indexed',
      'file_malformed',
      'file_empty',
      'file_encrypted',
      'file_bomb',
      'file_too_large',
      'file_unsupported',
      'file_no_text',
    ]).toContain(await codeOf(bytes, `book.${extensions[bookType]}`));
  }
});
