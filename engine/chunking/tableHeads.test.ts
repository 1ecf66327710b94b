import type { Block, ChunkingOptions, Part } from '@adiuva/contracts';
import { expect, it } from 'vitest';
import { chunkText } from '#base';
import { chunkParts } from './index.ts';

/** A token a word; enough where only rows and heads matter. */
const tokenizer = {
  count: (text: string) => text.split(/\s+/).filter((word) => word !== '').length,
  offsets: (text: string) =>
    Uint32Array.from(
      [...text.matchAll(/\S+/g)].flatMap((match) => [match.index, match.index + match[0].length]),
    ),
};

const head = '| Name | Born |\n| --- | --- |';
const rows = Array.from({ length: 60 }, (_, index) => `| Person ${index} | ${1900 + index} |`);
const recursive: ChunkingOptions = { strategy: 'recursive', size: 60, overlap: 10 };

function partWith(text: string, block: Partial<Block>): Part {
  return {
    kind: 'sheet',
    text,
    blocks: [{ kind: 'table', start: text.indexOf('|'), end: text.length, ...block }],
    locator: { kind: 'cells', part: 0, start: 0, end: text.length, sheet: 'People', cells: 'A1:B61' },
  };
}

async function texts(part: Part, options = recursive): Promise<string[]> {
  const spans = await chunkParts([part], options, { tokenizer });
  for (const span of spans) {
    const text = chunkText(part.text, span);
    expect(span.tokenCount).toBe(tokenizer.count(text));
    expect(span.tokenCount).toBeLessThanOrEqual(options.size);
  }
  return spans.map((span) => chunkText(part.text, span));
}

it('says the head of a table again in every chunk that goes on with it', async () => {
  const text = `Members\n\n${head}\n${rows.join('\n')}`;
  const rowStarts = [head, ...rows].map((line) => text.indexOf(line));
  const grid = { firstRow: 1, firstColumn: 1, columns: 2, rows: rowStarts };
  for (const block of [{ grid }, {}]) {
    const found = await texts(partWith(text, block));
    expect(found.length).toBeGreaterThan(4);
    for (const [index, chunk] of found.entries())
      expect(chunk.startsWith(index === 0 ? `Members\n\n${head}` : `${head}\n| Person`)).toBe(true);
    for (const row of rows) expect(found.some((chunk) => chunk.includes(row))).toBe(true);
  }
});

it('takes the head that its grid tells: several rows, none, or one said again before the first row', async () => {
  const lines = ['| Of people |  |', '| --- | --- |', '| Name | Born |', ...rows];
  const text = lines.join('\n');
  const starts = [lines[0], ...lines.slice(2)].map((line) => text.indexOf(line ?? ''));
  const grid = { firstRow: 4, firstColumn: 2, columns: 2, rows: starts };
  const two = await texts(partWith(text, { grid: { ...grid, headerRows: 2 } }));
  expect(two.every((chunk) => chunk.startsWith(lines.slice(0, 3).join('\n')))).toBe(true);

  const none = await texts(partWith(text, { grid: { ...grid, headerRows: 0 } }));
  expect(none.slice(1).some((chunk) => chunk.includes('---'))).toBe(false);

  const again = await texts(partWith(text, { grid: { ...grid, headerRows: 0, rows: starts.slice(2) } }));
  expect(again.every((chunk) => chunk.startsWith(lines.slice(0, 3).join('\n')))).toBe(true);
});

it('leaves out a head that would take the room of the rows', async () => {
  const wide = `| ${Array.from({ length: 30 }, (_, index) => `column${index}`).join(' | ')} |`;
  const text = `${wide}\n|${' --- |'.repeat(30)}\n${rows.join('\n')}`;
  const found = await texts(partWith(text, {}));
  expect(found.filter((chunk) => chunk.includes('column0'))).toHaveLength(1);
});
