import type { Part } from '@adiuva/contracts';
import { describe, expect, it } from 'vitest';
import { buildPdf, column } from '../testing/buildPdf.ts';
import { extractBytes } from '../testing/extractBytes.ts';

const left = [
  'The left column holds a paragraph that is long',
  'enough to be taken for running text, and its inter-',
  'national words are cut at the end of a line.',
  'It goes on with another line of plain words here.',
];
const right = [
  'The right column comes second although each of',
  'its lines stands beside one of the left column,',
  'and a reader never reads across the gutter.',
  'It ends with the last words of the whole page.',
];

function blocks(part: Part | undefined): string[] {
  return (part?.blocks ?? []).map(
    (block) => `${block.kind}${block.level ?? ''}: ${part?.text.slice(block.start, block.end)}`,
  );
}

describe('extractPdf', () => {
  it('reads a title, then columns one after the other, though the file draws them line by line', async () => {
    const interleaved = left.flatMap((text, row) => [
      { text, x: 60, y: 700 - row * 12 },
      { text: right[row] ?? '', x: 320, y: 700 - row * 12 },
    ]);
    const pdf = buildPdf(
      [{ lines: [{ text: 'On Columns And Their Reading', x: 150, y: 740, size: 20 }, ...interleaved] }],
      { Title: 'Columns', Author: 'A. Writer', CreationDate: "D:20240131120000+01'00'" },
    );
    const { parts, metadata, mediaType } = await extractBytes('columns.pdf', pdf);
    expect(mediaType).toBe('application/pdf');
    expect(metadata).toMatchObject({ title: 'Columns', author: 'A. Writer', pageCount: 1, language: 'en' });
    expect(metadata.createdAt).toBe(Date.UTC(2024, 0, 31, 11));
    expect(blocks(parts[0])).toEqual([
      'heading1: On Columns And Their Reading',
      `paragraph: ${left.join(' ').replace('inter- national', 'international')}`,
      `paragraph: ${right.join(' ')}`,
    ]);
  });

  it('keeps the box of every line as fractions of the page, wherever its origin lies', async () => {
    const pdf = buildPdf([
      { lines: [{ text: 'Here', x: -206, y: 396 - 1000, size: 20 }], origin: [-512, -1000] },
    ]);
    const [part] = (await extractBytes('origin.pdf', pdf)).parts;
    const [line] = part?.lines ?? [];
    expect(part?.text).toBe('Here');
    expect(line).toMatchObject({ start: 0, end: 4 });
    expect(line?.box.x).toBeCloseTo(0.5, 2);
    expect((line?.box.y ?? 0) + (line?.box.height ?? 0)).toBeGreaterThan(0.49);
    expect(line?.box.y).toBeLessThan(0.5);
  });

  it('reads a page turned by its flag upright, with boxes on the page as it is shown', async () => {
    // Drawn upwards on the page; shown upright once the page is turned by 90 degrees.
    const lines = column(['First line of a turned page', 'Second line of a turned page'], 0, 0).map(
      (line, index) => ({
        ...line,
        x: 100 + index * 14,
        y: 100,
        matrix: [0, 1, -1, 0] as const,
      }),
    );
    const [part] = (await extractBytes('turned.pdf', buildPdf([{ lines, rotate: 90 }]))).parts;
    expect(part?.text.replace(/\s+/g, ' ')).toBe('First line of a turned page Second line of a turned page');
    const [first, second] = part?.lines ?? [];
    expect(first?.box.width).toBeGreaterThan(first?.box.height ?? 1);
    expect(second?.box.y).toBeGreaterThan(first?.box.y ?? 1);
  });

  it('reads text once that is drawn twice to look bold, and not what lies outside the page', async () => {
    const pdf = buildPdf([
      {
        lines: [
          { text: 'Drawn twice', x: 60, y: 700 },
          { text: 'Drawn twice', x: 60.4, y: 700 },
          { text: 'The office of efficient staff', x: 60, y: 660 },
          { text: 'Cut away', x: 700, y: 600 },
        ],
      },
    ]);
    const [part] = (await extractBytes('twins.pdf', pdf)).parts;
    expect(part?.text).toBe('Drawn twice\n\nThe office of efficient staff');
  });

  it('finds lists and tables, and leads from page to page by headings', async () => {
    const cells = [
      ['Item', 'Price', 'Stock'],
      ['Apples', '1.99', '739'],
      ['Bananas', '1.89', '6'],
      ['Cherries', '4.50', '12'],
    ];
    const grid = cells.flatMap((row, at) =>
      row.map((text, cell) => ({ text, x: 60 + cell * 150, y: 560 - at * 14 })),
    );
    const body = column(
      ['Plain words fill this page so that its size is the usual one.', 'And more of them.'],
      60,
      680,
    );
    const list = column(['- first thing', '- second thing'], 60, 620);
    const pdf = buildPdf([
      { lines: [{ text: 'Chapter One', x: 60, y: 730, size: 18 }, ...body, ...list, ...grid] },
      { lines: [] },
      { lines: body },
    ]);
    const { parts, warnings } = await extractBytes('pages.pdf', pdf);
    expect(blocks(parts[0])).toEqual([
      'heading1: Chapter One',
      'paragraph: Plain words fill this page so that its size is the usual one. And more of them.',
      'list: - first thing\n- second thing',
      'table: | Item | Price | Stock |\n| --- | --- | --- |\n| Apples | 1.99 | 739 |\n| Bananas | 1.89 | 6 |\n| Cherries | 4.50 | 12 |',
    ]);
    expect(parts[1]?.locator).toMatchObject({ kind: 'page', page: 3, part: 1, headingPath: ['Chapter One'] });
    expect(warnings).toEqual([]);
  });

  it('says what is wrong with a PDF it cannot read', async () => {
    const whole = buildPdf([{ lines: [{ text: 'Words', x: 60, y: 700 }] }]);
    await expect(extractBytes('name.pdf', 'no PDF at all')).rejects.toMatchObject({ code: 'file_malformed' });
    await expect(extractBytes('cut.pdf', whole.subarray(0, 40))).rejects.toMatchObject({
      code: 'file_malformed',
    });
    await expect(extractBytes('scan.pdf', buildPdf([{ lines: [] }]))).rejects.toMatchObject({
      code: 'file_no_text',
    });
    // With its cross-references pointing nowhere it is repaired.
    const broken = Buffer.from(whole)
      .toString('latin1')
      .replace(/startxref\n\d+/, 'startxref\n99999');
    const repaired = await extractBytes('repaired.pdf', Buffer.from(broken, 'latin1'));
    expect(repaired.parts[0]?.text).toBe('Words');
  });

  it('stops at a page when asked', async () => {
    const controller = new AbortController();
    const page = {
      lines: Array.from({ length: 60 }, (_, row) => ({ text: 'word '.repeat(20), x: 40, y: 750 - row * 12 })),
    };
    const pdf = buildPdf(Array.from({ length: 400 }, () => page));
    const reading = extractBytes('long.pdf', pdf, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});
