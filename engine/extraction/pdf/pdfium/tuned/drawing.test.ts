import { describe, expect, it } from 'vitest';
import { buildPdf, toFile } from '../../../testing/buildPdf.ts';
import type { PdfParser } from '../../pdfParser.ts';
import { readPdfiumModule } from '../pdfium.ts';
import { createPdfiumParser } from '../pdfiumParser.ts';

const lines = [{ text: 'Hello', x: 60, y: 700 }];

/** Drawings, and whether they leave something on the page. */
const drawings: readonly [string, boolean][] = [
  ['0 0 m 90 90 l S', true],
  ['10 10 80 80 re f', true],
  ['10 10 80 80 re W n', false],
  ['0 0 m 90 90 l n', false],
  ['0 0 m S', false],
  ['90 90 l S', false],
  ['9 9 l 0 0 m S', false],
  ['0 m 9 9 l S', false],
  ['1 0 0 m 9 9 l S', false],
  ['0 0 m 1 2 3 4 5 6 c f*', true],
  ['0 0 m 3 4 5 6 v b', true],
  ['0 0 m 3 4 5 6 y b*', true],
  ['0 0 m 9 0 l 9 9 l h s', true],
  ['0 0 m 9 0 l 9 9 l h B*', true],
  ['0 0 m % a comment\n 9 9 l % l S\n S', true],
  ['0 0 m (a string) 9 9 l S', false],
  ['0 0 m /Name 9 9 l F', false],
  ['0 0 m 1 2 3 4 5 6 7 8 9 9 l S', true],
  ['0 0 m 9 9 lx 8 8 l S', true],
  ['0 0 m 9 9 rex n', false],
  ['0 0 m 9 9 9 9 re S', true],
  ['0 0 m 12abc 9 9 l S', true],
  ['0 0 m\r\n9 9\tl\0S', true],
  ['1 0 0 rg 0 g 0 0 0 1 k 0.5 G 1 0 0 RG 0 0 0 1 K 2 w 1 j 3 M [3 1] 0 d', false],
  ['/DeviceRGB cs 1 0 0 sc /DeviceRGB CS 1 0 0 SC 0 0 1 scn 0 0 1 SCN', false],
  ['q 0 0 m 9 9 l Q 5 5 l S', true],
];

async function createParsers(): Promise<{ tuned: PdfParser; plain: PdfParser }> {
  const module = new WebAssembly.Module(new Uint8Array(await readPdfiumModule()));
  return { tuned: await createPdfiumParser(), plain: await createPdfiumParser({ module }) };
}

function readAll(parser: PdfParser, bytes: Uint8Array) {
  const document = parser.open(bytes);
  try {
    return Array.from({ length: document.pageCount }, (_, index) => {
      const page = document.readPage(index);
      if (!page) return null;
      const { count, codes, left, right, top, bottom, x, y } = page.glyphs;
      const places = [left, right, top, bottom, x, y].map((values) => Array.from(values.subarray(0, count)));
      return { marks: page.marks, text: String.fromCodePoint(...codes.subarray(0, count)), places };
    });
  } finally {
    document.close();
  }
}

describe('a page whose drawings are passed over', () => {
  it.each(drawings)('says as much as one that is read whole: %j', async (drawing, isMarked) => {
    const parsers = await createParsers();
    const bytes = buildPdf([{ drawing, lines }]);
    const [page] = readAll(parsers.tuned, bytes);
    expect(page).toEqual(readAll(parsers.plain, bytes)[0]);
    expect(page).toMatchObject({ text: 'Hello', marks: { isMarked } });
  });

  it('does so whatever is drawn', async () => {
    const parsers = await createParsers();
    let seed = 11;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      return (seed >> 8) % below;
    };
    const words = [
      ...['m', 'l', 'c', 'v', 'y', 're', 'h', 'S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'n', 'W', 'W*'],
      ...['q', 'Q', 'w', 'j', 'd', 'i', 'g', 'rg', 'k', 'cs', 'sc', 'scn', 'G', 'RG', 'K', 'CS', 'SC', 'SCN'],
      ...[
        '(m l)',
        '/re',
        '[1 2]',
        '%m l S\n',
        '<</A 1>>',
        'true',
        'null',
        'mm',
        '9x',
        'BI',
        'ET',
        'BT',
        '\0',
      ],
    ];
    const pages = Array.from({ length: 400 }, () => ({
      lines,
      drawing: Array.from({ length: random(60) }, () =>
        random(2) === 0
          ? Array.from({ length: 1 + random(4) }, () => `${random(900) / 10}`).join(' ')
          : words[random(words.length)],
      ).join(' '),
    }));
    const bytes = buildPdf(pages);
    const read = readAll(parsers.tuned, bytes);
    const whole = readAll(parsers.plain, bytes);
    for (const [index, page] of read.entries()) expect(page, pages[index]?.drawing).toEqual(whole[index]);
    expect(read.filter((page) => page?.marks?.isMarked).length).toBeGreaterThan(50);
  });

  it('takes the reach of drawn letters from their drawing', async () => {
    const parsers = await createParsers();
    const stream = (data: string, entries = '') =>
      `<<${entries}/Length ${data.length}>>stream\n${data}\nendstream`;
    const bytes = toFile([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</T 5 0 R>>>>>>',
      stream('0 0 m 9 9 l S BT /T 20 Tf 60 700 Td (aab) Tj ET'),
      '<</Type/Font/Subtype/Type3/FontBBox[0 0 0 0]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 97/LastChar 98/Widths[900 500]/Encoding<</Differences[97/a/b]>>/CharProcs<</a 6 0 R/b 7 0 R>>/Resources<<>>>>',
      stream('900 0 d0 50 50 m 850 50 l 850 650 l f'),
      stream('500 0 d0 50 0 400 300 re f'),
    ]);
    const [page] = readAll(parsers.tuned, bytes);
    expect(page).toEqual(readAll(parsers.plain, bytes)[0]);
    expect(page?.marks?.isMarked).toBe(true);
    expect(page?.places[0]?.length).toBe(3);
  });

  it('is drawn in full when it is drawn', async () => {
    const { tuned } = await createParsers();
    const document = tuned.open(buildPdf([{ drawing: '1 0 0 rg 0 0 612 792 re f', lines }]));
    expect(document.readPage(0)?.marks?.isMarked).toBe(true);
    const image = document.renderPage(0, { maxSize: 40 });
    document.close();
    expect(Array.from(image?.rgba.subarray(0, 4) ?? [])).toEqual([255, 0, 0, 255]);
  });
});
