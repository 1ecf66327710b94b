import { deflateSync } from 'node:zlib';
import { encodeBitmap } from '@adiuva/native/images';
import { describe, expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { buildBmp, buildGif, buildPng, buildTiff, chequered } from '../testing/buildPictures.ts';
import { extractBytes, generousLimits } from '../testing/extractBytes.ts';
import { jpegOnItsSide, smallAvif } from '../testing/pictureFixtures.ts';
import { withFile } from '../testing/withFile.ts';

const pixels = chequered(120, 80);
const dot = chequered(1, 1);
const huge = { width: 60_000, height: 60_000 };
const maxMs = 10_000;

function patched(bytes: Uint8Array, at: number, values: readonly number[]): Uint8Array {
  const copy = Buffer.from(bytes);
  copy.set(values, at);
  return copy;
}

/** What becomes of it when it is read, and when it is drawn. */
async function outcomes(name: string, bytes: Uint8Array): Promise<[read: string, drawn: string]> {
  const started = performance.now();
  const read = await extractBytes(name, bytes).then(
    ({ parts }) => `${parts.length} parts`,
    (error: { code: string }) => error.code,
  );
  const drawn = await withFile(name, bytes, async (path) => {
    const drawable = await createExtractor().openDrawable({ path, limits: generousLimits }, []);
    const { width, height } = await drawable.draw(1, { maxSize: 400, grey: true });
    return `${width} × ${height}`;
  }).catch((error: { code: string }) => error.code);
  expect(performance.now() - started).toBeLessThan(maxMs);
  return [read, drawn];
}

const startOfFrame = Buffer.from(jpegOnItsSide).indexOf(Buffer.from([0xff, 0xc0, 0, 0x11])) + 5;
const sizeOfAvif = Buffer.from(smallAvif).indexOf('ispe') + 8;

describe('a picture that says it is huge', () => {
  it.each<[string, () => Uint8Array]>([
    ['a.png', () => buildPng(dot, { claims: huge })],
    ['a.jpg', () => patched(jpegOnItsSide, startOfFrame, [0xff, 0xdc, 0xff, 0xdc])],
    ['a.gif', () => buildGif(65_535, 65_535)],
    ['a.bmp', () => buildBmp(dot, huge)],
    ['b.bmp', () => buildBmp(dot, { width: 0x7fffffff, height: -0x7fffffff })],
    ['a.tiff', () => buildTiff([dot], { claims: huge })],
    ['a.avif', () => patched(smallAvif, sizeOfAvif, [0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff])],
    [
      'a.svg',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1000000000" height="1000000000"/>'),
    ],
    [
      'b.svg',
      () =>
        Buffer.from(
          '<svg xmlns="http://www.w3.org/2000/svg" width="1e9mm" height="1e9mm"><text>a</text></svg>',
        ),
    ],
  ])('%s is refused before a pixel is made', async (name, make) => {
    expect(await outcomes(name, make())).toEqual(['file_bomb', 'file_bomb']);
  });

  it('and is large enough for it, is told so', async () => {
    const bytes = Buffer.concat([
      buildPng(dot, { claims: { width: 12_000, height: 10_000 } }),
      Buffer.alloc(400_000),
    ]);
    const refused = extractBytes('map.png', bytes);
    await expect(refused).rejects.toMatchObject({ code: 'file_too_large' });
    await expect(refused).rejects.toThrow('12,000 × 10,000 pixels, more than the 100 million');
  });
});

describe('a picture that unpacks to more than it shows', () => {
  it.each<[string, () => Uint8Array]>([
    ['colour profile', () => packed('iCCP', 'profile\0\0', 60)],
    ['comment', () => packed('zTXt', 'Comment\0\0', 60)],
    [
      'thousands of chunks',
      () =>
        buildPng(pixels, {
          chunks: Array.from({ length: 20_000 }, (_, index) => ['tEXt', Buffer.from(`Comment\0${index}`)]),
        }),
    ],
  ])('PNG with a %s: is read as if without', async (_what, make) => {
    expect(await outcomes('a.png', make())).toEqual(['1 parts', '120 × 80']);
  });

  function packed(type: string, head: string, mebibytes: number): Uint8Array {
    const content = Buffer.concat([
      Buffer.from(head, 'latin1'),
      deflateSync(Buffer.alloc(mebibytes * 2 ** 20)),
    ]);
    return buildPng(pixels, { chunks: [[type, content]] });
  }

  it('GIF of a hundred thousand frames: its first is looked at', async () => {
    expect(await outcomes('a.gif', buildGif(20, 20, 100_000))).toEqual(['1 parts', '20 × 20']);
  });

  it('TIFF whose pages go round in a circle, or never end', async () => {
    expect(await outcomes('a.tiff', buildTiff([dot, dot, dot], { loops: true }))).toEqual([
      '3 parts',
      '1 × 1',
    ]);
    expect(await outcomes('b.tiff', buildTiff(Array(2_001).fill(dot)))).toEqual([
      'file_too_large',
      'file_too_large',
    ]);
  });
});

describe('a picture that is cut short', () => {
  it.each<[string, () => Promise<Uint8Array> | Uint8Array, number]>([
    ['a.png', () => buildPng(pixels), 40],
    ['a.jpg', () => jpegOnItsSide, 300],
    ['a.gif', () => buildGif(120, 80), 15],
    ['a.bmp', () => buildBmp(pixels), 20],
    ['a.tiff', () => buildTiff([pixels]), 40],
    ['a.avif', () => smallAvif, 120],
    ['a.webp', () => encodeBitmap({ ...pixels, channels: 1 }, 'webp'), 24],
  ])('%s in its header is damaged', async (name, make, length) => {
    expect((await outcomes(name, (await make()).subarray(0, length)))[0]).toBe('file_malformed');
  });

  it('among its pixels is drawn as far as it goes', async () => {
    expect(await outcomes('a.png', buildPng(pixels).subarray(0, 140))).toEqual(['1 parts', '120 × 80']);
  });
});

describe('a drawing (SVG) made to harm', () => {
  const svg = (body: string, doctype = '') =>
    Buffer.from(
      `<?xml version="1.0"?>${doctype}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="200">${body}</svg>`,
    );

  it('is shown nothing of other files or the network', async () => {
    const black = Buffer.from(buildPng({ data: new Uint8Array(64 * 64), width: 64, height: 64 }));
    await withFile('black.png', black, async (path) => {
      const drawing = svg(
        `<image xlink:href="file://${path}" width="400" height="200"/><image href="${path}" width="400" height="200"/>
         <image href="http://127.0.0.1:1/a.png" width="9" height="9"/><script>while(true);</script>`,
      );
      await withFile('links.svg', drawing, async (svgPath) => {
        const drawable = await createExtractor().openDrawable({ path: svgPath, limits: generousLimits }, []);
        const { data } = await drawable.draw(1, { maxSize: 100, grey: true });
        expect(data.every((value) => value === 255)).toBe(true);
      });
    });
    const entities =
      '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';
    const { parts } = await extractBytes('entity.svg', svg('<text>&secret; and &b;</text>', entities));
    expect(parts[0]?.text).toBe('&secret; and &b;');
  });

  const laughs = `<!DOCTYPE svg [<!ENTITY a "haaaaaaaaaaaaaaaaaaa">${'bcdefghij'
    .split('')
    .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index]};`.repeat(10)}">`)
    .join('')}]>`;
  const filters = `<filter id="f">${'<feGaussianBlur stdDeviation="900"/><feTurbulence baseFrequency="0.01" numOctaves="900"/>'.repeat(99)}</filter><rect width="400" height="200" filter="url(#f)"/>`;

  it.each<[string, () => Uint8Array, string, string]>([
    [
      'entities that grow',
      () => svg('<rect width="9" height="9"/><text>&j;</text>', laughs),
      '1 parts',
      'file_malformed',
    ],
    ['filters upon filters', () => svg(filters), '1 parts', 'file_bomb'],
    [
      'shapes without end',
      () => svg('<rect width="400" height="200" opacity="0.5"/>'.repeat(60_000)),
      '1 parts',
      'file_bomb',
    ],
    ['elements without end', () => svg('<g>'.repeat(50_000)), 'file_malformed', 'file_malformed'],
    ['a use of itself', () => svg('<g id="a"><use xlink:href="#a"/></g>'), '1 parts', '400 × 200'],
    [
      'a huge picture in it',
      () =>
        svg(
          `<image width="9" height="9" href="data:image/png;base64,${Buffer.from(buildPng(dot, { claims: huge })).toString('base64')}"/>`,
        ),
      '1 parts',
      '400 × 200',
    ],
  ])('%s', async (_what, make, read, drawn) => {
    expect(await outcomes('a.svg', make())).toEqual([read, drawn]);
  });
});
