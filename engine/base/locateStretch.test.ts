import type { Block, Locator, Part } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { locateStretch } from './locateStretch.ts';

const lines = ['| Name | Born |', '| --- | --- |', '| Ada | 1815 |', '| Grace | 1906 |', '| Edsger | 1930 |'];
const table = lines.join('\n');

function offsetOf(text: string, line: string): number {
  return text.indexOf(line);
}

/** A table whose third row is empty: it has no text. */
function tableBlock(text: string, firstRow: number, firstColumn: number): Block {
  const start = offsetOf(text, '| Name');
  const rows = ['| Name', '| Ada', '| Grace', '| Grace', '| Edsger'].map((line) => offsetOf(text, line));
  return {
    kind: 'table',
    start,
    end: start + table.length,
    grid: { firstRow, firstColumn, columns: 2, rows },
  };
}

function sheetPart(text: string, blocks: Block[]): Part {
  const locator: Locator = {
    kind: 'cells',
    part: 0,
    start: 0,
    end: text.length,
    sheet: 'People',
    cells: 'B1:C9',
  };
  return { kind: 'sheet', text, locator, blocks };
}

function located(part: Part, from: string, to: string): Locator {
  const start = offsetOf(part.text, from);
  return locateStretch(part, 3, start, offsetOf(part.text, to) + to.length);
}

it('names the cells of the rows that a chunk of a sheet covers', () => {
  const text = `Title\n\n${table}`;
  const title: Block = {
    kind: 'heading',
    level: 2,
    start: 0,
    end: 5,
    grid: { firstRow: 2, firstColumn: 2, columns: 1, rows: [0] },
  };
  const part = sheetPart(text, [title, tableBlock(text, 5, 2)]);
  expect(located(part, 'Title', 'Title')).toMatchObject({
    cells: 'B2',
    sheet: 'People',
    part: 3,
    start: 0,
    end: 5,
  });
  expect(located(part, '| Name', '| --- | --- |')).toMatchObject({ cells: 'B5:C5' });
  expect(located(part, '| Ada', '1815 |')).toMatchObject({ cells: 'B6:C6' });
  expect(located(part, '1815', '| Grace')).toMatchObject({ cells: 'B6:C8' });
  expect(located(part, '| Edsger', '1930 |')).toMatchObject({ cells: 'B9:C9' });
  expect(located(part, 'Title', '1930 |')).toMatchObject({ cells: 'B2:C9' });
});

it('keeps the cells of the part where a chunk covers none of its rows', () => {
  const text = `| Name | Born |\n| --- | --- |\n| Ada | 1815 |`;
  const block: Block = {
    kind: 'table',
    start: 0,
    end: text.length,
    grid: { firstRow: 700, firstColumn: 1, columns: 2, rows: [text.indexOf('| Ada')], headerRows: 0 },
  };
  const part = sheetPart(text, [block]);
  expect(located(part, '| Name', '| --- | --- |')).toMatchObject({ cells: 'B1:C9' });
  expect(located(part, '| Name', '1815 |')).toMatchObject({ cells: 'A700:B700' });
});

it('names the cells of the one table that a chunk of a page or a text covers, and of no more', () => {
  const text = `Before\n\n${table}\n\nAfter\n\n| x | y |`;
  const last: Block = {
    kind: 'table',
    start: text.indexOf('| x'),
    end: text.length,
    grid: { firstRow: 1, firstColumn: 1, columns: 2, rows: [text.indexOf('| x')] },
  };
  const blocks = [tableBlock(text, 1, 1), last];
  const flow: Part = {
    kind: 'text',
    text,
    locator: { kind: 'text', part: 0, start: 0, end: text.length, headingPath: [] },
    blocks,
  };
  const page: Part = {
    kind: 'page',
    text,
    locator: { kind: 'page', part: 0, start: 0, end: text.length, page: 4, boxes: [] },
    blocks,
  };
  for (const part of [flow, page]) {
    expect(located(part, '| Ada', '1906 |')).toMatchObject({ cells: 'A2:B4' });
    expect(located(part, 'Before', '1930 |')).toMatchObject({ cells: 'A1:B5' });
    expect(located(part, 'Before', 'Before')).not.toHaveProperty('cells');
    expect(located(part, '| Ada', '| x | y |')).not.toHaveProperty('cells');
  }
});
