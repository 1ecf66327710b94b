import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { toFile } from '../testing/buildPdf.ts';
import { extractAll, extractBytes, generousLimits } from '../testing/extractBytes.ts';
import { withFile } from '../testing/withFile.ts';

const hello = 'BT /F1 12 Tf 60 700 Td (Hello) Tj ET';

/** One page whose objects are given as they stand: the page is 6, its content 7, what else comes from 8 on. */
function page(
  content: string,
  { resources = '', kids = '6 0 R', count = 1, more = [] as string[], box = '0 0 612 792' } = {},
): Uint8Array {
  return toFile([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${count}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    '<<>>',
    '<<>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[${box}]/Contents 7 0 R/Resources<</Font<</F1 3 0 R>>${resources}>>>>`,
    content,
    ...more,
  ]);
}

function stream(data: string, entries = ''): string {
  return `<<${entries}/Length ${data.length}>>stream\n${data}\nendstream`;
}

function packed(data: Buffer, entries = ''): string {
  return stream(deflateSync(data).toString('latin1'), `/Filter/FlateDecode${entries}`);
}

async function outcome(bytes: Uint8Array): Promise<string> {
  return extractBytes('hostile.pdf', bytes).then(
    ({ parts }) => parts.map(({ text, awaitsOcr }) => (awaitsOcr ? '(picture)' : text)).join('|'),
    (error: { code?: string }) => error.code ?? String(error),
  );
}

const form = '/Type/XObject/Subtype/Form/BBox[0 0 612 792]';

const files: readonly [string, () => Uint8Array, string | RegExp][] = [
  ['says that it has fifty million pages', () => page(stream(hello), { count: 50_000_000 }), 'Hello'],
  [
    'has pages that lead back to their root',
    () => page(stream(hello), { kids: '2 0 R 6 0 R', count: 2 }),
    /^(?:Hello|file_\w+)$/,
  ],
  [
    'nests half a million arrays',
    () => page(stream(`${'['.repeat(500_000)} ${hello}`)),
    /^(?:Hello|file_\w+)$/,
  ],
  ['saves its state a million times', () => page(stream(`${'q '.repeat(1_000_000)}${hello}`)), 'Hello'],
  [
    'has a picture of ten gigabytes',
    () =>
      page(stream('q 600 0 0 700 0 0 cm /P Do Q'), {
        resources: '/XObject<</P 8 0 R>>',
        more: [
          packed(
            Buffer.alloc(100),
            '/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8',
          ),
        ],
      }),
    '(picture)',
  ],
  ['is as large as numbers go', () => page(stream(hello), { box: '-1e30 -1e30 1e30 1e30' }), 'Hello'],
  [
    'draws beyond all numbers',
    () => page(stream(`BT /F1 1e30 Tf 1e38 0 0 1e38 1e38 1e38 Tm (no) Tj ET ${hello}`)),
    'Hello',
  ],
  [
    'draws a form that draws itself twice',
    () =>
      page(stream(`/X Do ${hello}`), {
        resources: '/XObject<</X 8 0 R>>',
        more: [stream('/X Do /X Do', `${form}/Resources<</XObject<</X 8 0 R>>>>`)],
      }),
    /^(?:Hello|extraction_memory)$/,
  ],
];

it.each(files)(
  'comes to a known end with a file that %s',
  async (_name, build, expected) => {
    const began = performance.now();
    expect(await outcome(build())).toMatch(
      expected instanceof RegExp ? expected : new RegExp(`^${expected.replace(/[()]/g, '\\$&')}$`),
    );
    expect(performance.now() - began).toBeLessThan(30_000);
  },
  40_000,
);

it('reads the next file after one that used up all memory', async () => {
  const extractor = createExtractor();
  const bomb = page(packed(Buffer.alloc(80_000_000, `BT /F1 9 Tf ${'(a) Tj '.repeat(9)}ET\n`)));
  const good = page(stream(hello));
  const extract = (bytes: Uint8Array) =>
    withFile('file.pdf', bytes, (path) => extractAll(extractor, { path, limits: generousLimits }));
  await expect(extract(bomb)).rejects.toMatchObject({ code: 'extraction_memory' });
  expect((await extract(good)).parts[0]?.text).toBe('Hello');
}, 40_000);
