import { expect, it } from 'vitest';
import { buildOds } from '../../testing/buildOds.ts';
import { extractBytes, generousLimits } from '../../testing/extractBytes.ts';

const text = (words: string, more = '') =>
  `<table:table-cell office:value-type="string" ${more}><text:p>${words}</text:p></table:table-cell>`;
const value = (type: string, attributes: string, shown: string) =>
  `<table:table-cell office:value-type="${type}" ${attributes}>${shown && `<text:p>${shown}</text:p>`}</table:table-cell>`;
const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
const table = (name: string, rows: string, more = '') =>
  `<table:table table:name="${name}" ${more}>${rows}</table:table>`;

it('shows its values as its cells show them', async () => {
  const rows = [
    row(text('Kind'), text('Value <text:s/>of <text:span>it</text:span>')),
    row(text('date'), value('date', 'office:date-value="2024-03-05"', '03/05/24')),
    row(
      text('time of a day'),
      value('date', 'office:date-value="2024-03-05T14:30:00"', '5. März 2024 14:30'),
    ),
    row(text('month'), value('date', 'office:date-value="2024-03-05"', 'March 2024')),
    row(text('money'), value('currency', 'office:currency="EUR" office:value="1234.5"', '1.234,50 €')),
    row(text('share'), value('percentage', 'office:value="0.25"', '')),
    row(text('yes'), value('boolean', 'office:boolean-value="true"', '')),
    row(text('number'), value('float', 'office:value="0.30000000000000004"', '')),
    row(
      text('two'),
      '<table:table-cell office:value-type="string"><text:p>first</text:p><text:p>second</text:p></table:table-cell>',
    ),
  ];
  const { parts } = await extractBytes('book.ods', buildOds(table('Sheet1', rows.join(''))));
  expect(parts.map((part) => part.text)).toEqual([
    [
      '| Kind | Value of it |',
      '| --- | --- |',
      '| date | 2024-03-05 |',
      '| time of a day | 2024-03-05 14:30 |',
      '| month | March 2024 |',
      '| money | 1.234,50 € |',
      '| share | 25% |',
      '| yes | TRUE |',
      '| number | 0.3 |',
      '| two | first second |',
    ].join('\n'),
  ]);
});

it('knows where its cells are: repeated, covered, empty to the end of the sheet', async () => {
  const rows = [
    '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    row(
      '<table:table-cell/>',
      text('Title', 'table:number-columns-spanned="3"'),
      '<table:covered-table-cell table:number-columns-repeated="2"/>',
    ),
    `<table:table-header-rows>${row('<table:table-cell/>', text('a'), text('b'), text('c'))}</table:table-header-rows>`,
    `<table:table-row table:number-rows-repeated="2">${'<table:table-cell/>'}${value('float', 'office:value="7" table:number-columns-repeated="3"', '7')}</table:table-row>`,
    '<table:table-row table:number-rows-repeated="1048568"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
    row('<table:table-cell table:number-columns-repeated="16383"/>', text('corner')),
  ];
  const { parts } = await extractBytes('book.ods', buildOds(table('Sheet1', rows.join(''))));
  const [part] = parts;
  const blocks = part?.blocks.map(({ start, end, grid }) => [
    part.text.slice(start, end),
    grid?.firstRow,
    grid?.firstColumn,
  ]);
  expect(blocks).toEqual([
    ['Title', 4, 2],
    ['| a | b | c |\n| --- | --- | --- |\n| 7 | 7 | 7 |\n| 7 | 7 | 7 |', 5, 2],
    ['corner', 1_048_576, 16_384],
  ]);
});

it('reads notes, text boxes, hidden sheets and who wrote it', async () => {
  const cell =
    '<table:table-cell office:value-type="string"><office:annotation><dc:creator>Bob</dc:creator><text:p>Look here</text:p></office:annotation><text:p>words</text:p></table:table-cell>';
  const shapes =
    '<table:shapes><draw:frame><draw:text-box><text:p>A text box</text:p></draw:text-box></draw:frame></table:shapes>';
  const { parts, metadata } = await extractBytes(
    'book.ods',
    buildOds(
      `<table:tracked-changes><table:cell-content-change><text:p>deleted</text:p></table:cell-content-change></table:tracked-changes>${table('Plan', shapes + row(cell))}${table('Secret', row(text('hidden words')), 'table:style-name="h"')}`,
      {
        styles:
          '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>',
        meta: '<dc:title>The plan</dc:title><meta:initial-creator>Ann</meta:initial-creator><meta:creation-date>2024-01-02T03:04:05</meta:creation-date>',
      },
    ),
  );
  const all = parts.map((part) => part.text).join('\n');
  for (const words of ['words', 'A1: Look here', 'A text box', 'hidden words']) expect(all).toContain(words);
  expect(all).not.toMatch(/Bob|deleted/);
  expect(metadata).toMatchObject({
    title: 'The plan',
    author: 'Ann',
    createdAt: Date.UTC(2024, 0, 2, 3, 4, 5),
    properties: { sheets: 'Plan, Secret (hidden)' },
  });
});

it('ends with its own code: a password, nothing in it, more than may be indexed', async () => {
  const code = (bytes: Uint8Array) =>
    extractBytes('book.ods', bytes, { limits: { ...generousLimits, maxTextLength: 5_000_000 } }).then(
      () => 'indexed',
      (error: { code: string }) => error.code,
    );
  const manifest = '<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>';
  expect(await code(buildOds(table('Sheet1', row(text('x'))), { manifest }))).toBe('file_encrypted');
  expect(await code(buildOds(table('Sheet1', row('<table:table-cell/>'))))).toBe('file_empty');
  const full = `<table:table-row table:number-rows-repeated="1048576">${text('x', 'table:number-columns-repeated="16384"')}</table:table-row>`;
  expect(await code(buildOds(table('Sheet1', full)))).toBe('file_too_large');
  const bytes = buildOds(table('Sheet1', row(text('x'))));
  expect(await code(bytes.subarray(0, bytes.length - 40))).toBe('file_malformed');
});
