import type { Part } from '@adiuva/contracts';
import { describe, expect, it } from 'vitest';
import { buildPdf, column, type PdfLine } from '../testing/buildPdf.ts';
import { extractBytes } from '../testing/extractBytes.ts';

function blocks(part: Part | undefined): string[] {
  return (part?.blocks ?? []).map((block) => `${block.kind}: ${part?.text.slice(block.start, block.end)}`);
}

const prose = [
  'Plain words fill the page so that their size is',
  'the usual one, and they run over several lines as',
  'the words of a page do that somebody has written.',
];

describe('pages of a document', () => {
  it('drops running headers, footers and page numbers, and no line of the body', async () => {
    const pages = Array.from({ length: 6 }, (_, index) => ({
      lines: [
        { text: index % 2 === 0 ? 'A History of Lighthouses' : 'Chapter Two', x: 250, y: 760, size: 8 },
        { text: `${index + 11}`, x: index % 2 === 0 ? 540 : 60, y: 760, size: 8 },
        ...column([`Number ${index + 1} begins here and goes on.`, ...prose], 60, 700),
        { text: 'The last line stands on every page.', x: 60, y: 120 },
        { text: 'Printed in Kiel', x: 60, y: 40, size: 8 },
        { text: `Page ${index + 11} of 90`, x: 500, y: 40, size: 8 },
      ],
    }));
    const { parts } = await extractBytes('running.pdf', buildPdf(pages));
    for (const [index, part] of parts.entries()) {
      expect(part.text).toBe(
        `Number ${index + 1} begins here and goes on.\n\n${prose.join(' ')}\n\nThe last line stands on every page.`,
      );
    }
  });

  it('keeps what a page says when that is all it says', async () => {
    const pages = Array.from({ length: 8 }, (_, index) => ({
      lines: [{ text: `Potato ${index}`, x: 72, y: 720, size: 24 }],
    }));
    const { parts } = await extractBytes('potatoes.pdf', buildPdf(pages));
    expect(parts.map(({ text }) => text)).toEqual(pages.map((_, index) => `Potato ${index}`));
  });

  it('keeps the text of pages that are the same', async () => {
    const lines = column([...prose, 'And an end.'], 60, 760);
    const { parts } = await extractBytes('same.pdf', buildPdf([{ lines }, { lines }]));
    expect(parts.map(({ text }) => text)).toEqual(Array(2).fill(`${prose.join(' ')} And an end.`));
  });

  it('makes words whole that the end of a line, a column or a page cuts', async () => {
    const left = column([...prose, 'The left column ends within a con-'], 60, 700);
    const right = column(
      [
        'tinuous sentence. The right one goes on with',
        ...prose.slice(0, 2),
        'to the last word of the page, which is inter-',
      ],
      330,
      700,
    );
    const next = column(['rupted. The second page begins after it.', ...prose], 60, 700);
    const { parts } = await extractBytes(
      'cut.pdf',
      buildPdf([{ lines: [...left, ...right] }, { lines: next }]),
    );
    expect(parts[0]?.text).toContain('ends within a continuous sentence.');
    expect(parts[0]?.text).toMatch(/which is interrupted\.$/);
    expect(parts[1]?.text).toMatch(/^The second page begins after it\./);
    expect(parts[1]?.lines?.[0]).toMatchObject({ start: 0 });
  });

  it('takes words that a scan sets wide apart for text, not for the cells of a table', async () => {
    // Letters of one width in Helvetica, so that the gaps are known.
    const rows = [
      ['(a)', 'an open', 'bed and a bean'],
      ['abandoned bed on', 'a hedge'],
      ['(b)', 'one bad', 'open pond and'],
      ['a headband', 'upon a bed'],
    ];
    const size = 10;
    const lines = rows.flatMap((words, row) => {
      let x = 80;
      return words.map((text) => {
        const line = { text, x: text.startsWith('(') ? 55 : x, y: 700 - 12 * row, size };
        if (line.x === x) for (const letter of text) x += (letter === ' ' ? 0.278 : 0.556) * size;
        if (line.x >= 80) x += 0.8 * size;
        return line;
      });
    });
    const { parts } = await extractBytes('scan.pdf', buildPdf([{ lines }]));
    expect(parts[0]?.text.replace(/\s+/g, ' ')).toBe(rows.flat().join(' '));
    expect(parts[0]?.blocks.map(({ kind }) => kind)).toEqual(['list']);
  });

  it('takes two lines of a paragraph that are set wide for text, and cells with room around them for a table', async () => {
    const pieces = (y: number): PdfLine[] => [
      { text: 'recursive functions', x: 60, y },
      { text: 'are made directly', x: 157, y },
    ];
    const whole = (y: number): PdfLine => ({ text: 'recursive functions are made directly yes', x: 60, y });
    const build = (room: number) =>
      buildPdf([
        {
          lines: [
            ...[whole(736), whole(724), whole(712)],
            ...[...pieces(700 - room), ...pieces(688 - room)],
            ...[whole(676 - 2 * room), whole(664 - 2 * room)],
          ],
        },
      ]);
    const kindsOf = async (room: number) =>
      (await extractBytes('wide.pdf', build(room))).parts[0]?.blocks.map(({ kind }) => kind);
    expect(await kindsOf(0)).toEqual(['paragraph']);
    expect(await kindsOf(9)).toEqual(['paragraph', 'table', 'paragraph']);
  });

  it('makes a Markdown table of cells, those of several lines too, and says where its rows begin', async () => {
    const rows = [
      [['Name'], ['Where it stands'], ['Built']],
      [['Eddystone'], ['Off the coast of', 'Cornwall'], ['1882']],
      [['Pharos'], ['Alexandria'], ['280 BC']],
      [['Bell Rock'], ['Off the coast of', 'Angus'], ['1810']],
    ];
    let y = 600;
    const cells: PdfLine[] = [];
    for (const row of rows) {
      for (const [at, lines] of row.entries())
        for (const [line, text] of lines.entries()) cells.push({ text, x: 60 + at * 150, y: y - line * 11 });
      y -= Math.max(...row.map((lines) => lines.length)) * 11 + 9;
    }
    const caption = { text: 'Table 1: Lighthouses of note', x: 60, y: 625 };
    const { parts } = await extractBytes(
      'table.pdf',
      buildPdf([{ lines: [...column(prose, 60, 700), caption, ...cells] }]),
    );
    const markdown = [
      '| Name | Where it stands | Built |',
      '| --- | --- | --- |',
      '| Eddystone | Off the coast of Cornwall | 1882 |',
      '| Pharos | Alexandria | 280 BC |',
      '| Bell Rock | Off the coast of Angus | 1810 |',
    ].join('\n');
    expect(blocks(parts[0])).toEqual([
      `paragraph: ${prose.join(' ')}`,
      'caption: Table 1: Lighthouses of note',
      `table: ${markdown}`,
    ]);
    const grid = parts[0]?.blocks[2]?.grid;
    expect(grid).toMatchObject({ firstRow: 1, firstColumn: 1, columns: 3 });
    expect(grid?.rows.map((start) => parts[0]?.text.slice(start, start + 6))).toEqual([
      '| Name',
      '| Eddy',
      '| Phar',
      '| Bell',
    ]);
  });

  it('puts footnotes after the body, and knows captions and bullets of their own baseline', async () => {
    const left = [
      ...column(prose, 60, 700),
      { text: '1 A note of the left column, set small.', x: 60, y: 100, size: 7 },
    ];
    const right = column(prose, 330, 700);
    const bullets = ['first thing to do', 'second thing to do'].flatMap((text, at) => [
      { text: '\u0095', x: 332, y: 603 - at * 14, size: 12 },
      { text, x: 348, y: 600 - at * 14 },
    ]);
    const caption = { text: 'Figure 2. What is seen from the tower', x: 330, y: 500 };
    const { parts } = await extractBytes(
      'notes.pdf',
      buildPdf([{ lines: [...left, ...right, ...bullets, caption] }]),
    );
    expect(blocks(parts[0])).toEqual([
      `paragraph: ${prose.join(' ')}`,
      `paragraph: ${prose.join(' ')}`,
      'list: • first thing to do\n• second thing to do',
      'caption: Figure 2. What is seen from the tower',
      'footnote: 1 A note of the left column, set small.',
    ]);
  });

  it('leaves scans to text recognition, uses text hidden under them, and drops blank pages', async () => {
    const picture = [0, 0, 612, 792] as const;
    const hidden = column(prose, 60, 700).map((line) => ({ ...line, isHidden: true }));
    const { parts, warnings } = await extractBytes(
      'scan.pdf',
      buildPdf([
        { lines: [{ text: 'Received 3 May', x: 60, y: 20 }], picture },
        { lines: hidden, picture },
        { lines: [] },
        { lines: [], drawing: '100 100 m 300 300 l S' },
      ]),
    );
    expect(
      parts.map(({ text, awaitsOcr, locator }) => [locator.kind === 'page' && locator.page, awaitsOcr, text]),
    ).toEqual([
      [1, true, ''],
      [2, undefined, prose.join(' ')],
      [4, true, ''],
    ]);
    expect(parts[0]?.locator).toMatchObject({ part: 0, start: 0, end: 0, boxes: [] });
    expect(warnings).toEqual([]);
  });
});
