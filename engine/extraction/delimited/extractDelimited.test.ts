import { expect, it } from 'vitest';
import { extractBytes, generousLimits } from '../testing/extractBytes.ts';

async function read(content: string | Uint8Array, name = 'data.csv') {
  const { parts } = await extractBytes(name, content);
  return { parts, text: parts.map((part) => part.text).join('\n\n') };
}

const people = '| Name | Born |\n| --- | --- |\n| Ada, Countess | 1815 |\n| Grace | 1906 |';

it.each([
  ['commas', 'Name,Born\r\n"Ada, Countess",1815\r\nGrace,1906\r\n'],
  ['semicolons, though commas are there too', 'Name;Born\nAda, Countess;1815\nGrace;1906\n'],
  ['tabs', 'Name\tBorn\nAda, Countess\t1815\nGrace\t1906'],
  ['bars', 'Name|Born\nAda, Countess|1815\nGrace|1906'],
  ['a sign that the file names', 'sep=;\nName;Born\nAda, Countess;1815\nGrace;1906\n'],
  ['an odd sign that the file names', 'sep=^\nName^Born\nAda, Countess^1815\nGrace^1906\n'],
  ['a byte order mark', '\ufeffName,Born\n"Ada, Countess",1815\nGrace,1906\n'],
  ['UTF-16', Buffer.from('\ufeffName\tBorn\r\nAda, Countess\t1815\r\nGrace\t1906\r\n', 'utf16le')],
  ['line ends doubled on the way', 'Name,Born\r\r\n"Ada, Countess",1815\r\r\nGrace,1906\r\r\n'],
])('finds the cells of a table with %s', async (_, content) => {
  const { parts, text } = await read(content);
  expect(text).toBe(people);
  expect(parts[0]?.locator).toMatchObject({ kind: 'cells', sheet: 'data', cells: 'A1:B3' });
});

it('counts rows as a spreadsheet does: a break inside quotes is none, an empty line is one', async () => {
  const { parts } = await read('Name,Note\nAda,"first\nsecond\nthird"\n\nGrace,x\nEdsger,"a ""b"" | c"\n');
  const [part] = parts;
  expect(part?.locator).toMatchObject({ cells: 'A1:B5' });
  const table = part?.blocks[0];
  expect(table?.grid?.rows.map((start) => part?.text.slice(start).split('\n')[0])).toEqual([
    '| Name | Note |',
    '| Ada | first second third |',
    '| Grace | x |',
    '| Grace | x |',
    '| Edsger | a "b" \\| c |',
  ]);
});

it('takes lines above a table as its title, and rows of all lengths as they are', async () => {
  const { text } = await read('Members of 2024\n\nName,Born,Died\nAda,1815,1852\nGrace,1906\n,,1999,extra\n');
  expect(text).toBe(
    'Members of 2024\n\n| Name | Born | Died |  |\n| --- | --- | --- | --- |\n| Ada | 1815 | 1852 |\n| Grace | 1906 |\n|  |  | 1999 | extra |',
  );
});

it('reads a list with one column, and what is no table as the text it is', async () => {
  const list = await read('Lorem, ipsum\ndolor sit\namet\nut, labore et\nmagna\n');
  expect(list.text).toBe('Lorem, ipsum\ndolor sit\namet\nut, labore et\nmagna');
  expect(list.parts[0]?.locator).toMatchObject({ kind: 'cells', cells: 'A1:A5' });
  const prose =
    'This is a letter, and not a table at all; it was only given the wrong name by somebody in a hurry.\n\nIt has a second paragraph, too, with sentences of its own, and they are longer than any cell of a list would be.';
  const letter = await read(prose);
  expect(letter.text).toBe(prose);
  expect(letter.parts[0]?.kind).toBe('text');
});

it('takes a quote that is never closed for a sign like others', async () => {
  const { text } = await read('Size\tName\n"5 inch\tA\n6 inch\tB\n', 'sizes.tsv');
  expect(text).toContain('| "5 inch | A |');
  expect(text).toContain('| 6 inch | B |');
});

it('reads text tables that go under the name of old workbooks', async () => {
  expect((await read('Name\tBorn\nAda, Countess\t1815\nGrace\t1906', 'export.xls')).text).toBe(people);
  const html = await read(
    '<html><body><table><tr><td>a</td><td>b</td></tr></table></body></html>',
    'export.xls',
  );
  expect(html.text).toContain('a');
});

it('cuts a long table into parts that say its head again, with the right rows', async () => {
  const rows = Array.from({ length: 9_000 }, (_, index) => `${index},Customer number ${index},${index * 2}`);
  const { parts } = await read(`Id,Name,Sum\n${rows.join('\n')}\n`);
  expect(parts.length).toBeGreaterThan(2);
  let next = 1;
  for (const part of parts) {
    expect(part.text.length).toBeLessThanOrEqual(100_000);
    expect(part.text.startsWith('| Id | Name | Sum |\n| --- | --- | --- |\n')).toBe(true);
    const grid = part.blocks[0]?.grid;
    expect(grid?.firstRow).toBe(next);
    next += grid?.rows.length ?? 0;
    const last = grid?.rows.at(-1) ?? 0;
    expect(part.text.slice(last)).toContain(`Customer number ${next - 3} `);
  }
  expect(next).toBe(9_002);
});

it('holds what is too long, too wide or empty to its limits', async () => {
  const code = (content: string | Uint8Array, maxTextLength = generousLimits.maxTextLength) =>
    extractBytes('data.csv', content, { limits: { ...generousLimits, maxTextLength } }).then(
      ({ parts }) => Math.max(...parts.map((part) => part.text.length)),
      (error: { code: string }) => error.code,
    );
  expect(await code('')).toBe('file_empty');
  expect(await code('\n\n , ,\n')).toBe('file_empty');
  expect(await code('a,b\n'.repeat(50_000), 100_000)).toBe('file_too_large');
  expect(await code(`a,b\n${'x '.repeat(400_000)},y\n`)).toBeLessThanOrEqual(100_000);
  expect(await code(`a,b\n"${'x'.repeat(300_000)},y\n`)).toBeLessThanOrEqual(100_000);
  expect(await code(`${'v,'.repeat(20_000)}\n${'1,'.repeat(20_000)}\n`)).toBeLessThanOrEqual(100_000);
});
