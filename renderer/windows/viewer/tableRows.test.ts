import { expect, it } from 'vitest';
import { columnLetters, tableRows } from './tableRows.ts';

const text = 'Prices\n\n| Item | Price |\n| --- | ---: |\n| Oil \\| gas | 3 |\n| Wax<br>yellow | 4 |\n\nEnd';
const block = { start: 8, end: text.indexOf('\n\nEnd') };
const rowStart = (word: string) => text.lastIndexOf('\n', text.indexOf(word)) + 1;

const unmarked = { isFound: false, isCurrent: false };

it('reads rows and cells, and knows the rows that are cited', () => {
  const cited = { start: text.indexOf('yellow'), end: text.indexOf('yellow') + 3 };
  const grid = { firstRow: 5, firstColumn: 2, columns: 2, rows: ['Item', 'Oil', 'Wax'].map(rowStart) };
  expect(tableRows(text, block, grid, [{ kind: 'cited', ...cited }])).toEqual({
    firstColumn: 2,
    columns: 2,
    headings: [{ number: 5, cells: ['Item', 'Price'], isCited: false, ...unmarked }],
    rows: [
      { number: 6, cells: ['Oil | gas', '3'], isCited: false, ...unmarked },
      { number: 7, cells: ['Wax\nyellow', '4'], isCited: true, ...unmarked },
    ],
  });
});

it('keeps empty cells in the middle, and says when a text is no table', () => {
  expect(tableRows('|a||c|', { start: 0, end: 6 }, undefined, [])?.rows).toEqual([
    { number: 1, cells: ['a', '', 'c'], isCited: false, ...unmarked },
  ]);
  expect(tableRows('no bars here', { start: 0, end: 12 }, undefined, [])).toBeNull();
});

it('names columns as a spreadsheet does', () => {
  expect([1, 26, 27, 52, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA']);
});
