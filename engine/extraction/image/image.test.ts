import { encodeBitmap } from '@adiuva/native/images';
import { describe, expect, it } from 'vitest';
import { createExtractor } from '../createExtractor.ts';
import { buildBmp, buildGif, buildPng, buildTiff, chequered } from '../testing/buildPictures.ts';
import { extractBytes, generousLimits } from '../testing/extractBytes.ts';
import { jpegOnItsSide, smallAvif } from '../testing/pictureFixtures.ts';
import { withFile } from '../testing/withFile.ts';

const pixels = chequered(120, 80);
const samples: readonly [name: string, mediaType: string, bytes: () => Promise<Uint8Array> | Uint8Array][] = [
  ['a.png', 'image/png', () => buildPng(pixels)],
  ['a.bmp', 'image/bmp', () => buildBmp(pixels)],
  ['a.tiff', 'image/tiff', () => buildTiff([pixels])],
  ['a.gif', 'image/gif', () => buildGif(120, 80, 3)],
  ['a.webp', 'image/webp', () => encodeBitmap({ ...pixels, channels: 1 }, 'webp')],
];

describe('a picture', () => {
  it.each(samples)('%s is one part that awaits text recognition, with its size', async (name, type, make) => {
    const { mediaType, metadata, parts } = await extractBytes(name, await make());
    expect([mediaType, metadata.width, metadata.height]).toEqual([type, 120, 80]);
    expect(parts).toEqual([
      {
        kind: 'picture',
        text: '',
        blocks: [],
        awaitsOcr: true,
        locator: { kind: 'region', part: 0, start: 0, end: 0, boxes: [] },
      },
    ]);
  });

  it.each(samples)('%s is drawn, grey and in the size that is asked for', async (name, _type, make) => {
    await withFile(name, await make(), async (path) => {
      const drawable = await createExtractor().openDrawable({ path, limits: generousLimits }, []);
      const small = await drawable.draw(1, { maxSize: 60, grey: true });
      expect([small.width, small.height, small.channels, small.data.length]).toEqual([60, 40, 1, 2400]);
      const large = await drawable.draw(1, { maxSize: 1000, enlarge: 2 });
      expect([large.width, large.height]).toEqual([240, 160]);
      expect((await drawable.draw(1, { maxSize: 1000 })).width).toBe(120);
      await expect(drawable.draw(2, { maxSize: 60 })).rejects.toMatchObject({ code: 'not_found' });
      if (name === 'a.gif') return;
      const at = (x: number, y: number) => large.data[(y * 240 + x) * large.channels] ?? 0;
      expect(at(8, 8)).toBeGreaterThan(230);
      expect(at(24, 8)).toBeLessThan(80);
    });
  });

  it('AVIF is read too', async () => {
    const { mediaType, metadata } = await extractBytes('a.avif', smallAvif);
    expect([mediaType, metadata.width, metadata.height]).toEqual(['image/avif', 48, 32]);
  });

  it('tells what its camera wrote, as it stands upright, and of the place no more than the town', async () => {
    const { metadata } = await extractBytes('IMG_0001.JPG', jpegOnItsSide);
    expect(metadata).toMatchObject({
      width: 32,
      height: 48,
      author: 'Ada Example',
      createdAt: Date.parse('2021-06-05T12:03:02Z'),
      properties: {
        camera: 'Example C-100',
        lens: 'Example 35mm F2',
        software: 'Darkroom 2.1',
        description: 'A blue field',
        location: '48.86, -2.29',
      },
    });
    await withFile('a.jpg', jpegOnItsSide, async (path) => {
      const drawable = await createExtractor().openDrawable({ path, limits: generousLimits }, []);
      expect(await drawable.draw(1, { maxSize: 48 })).toMatchObject({ width: 32, height: 48, channels: 3 });
    });
  });

  it('of several pages is a part a page', async () => {
    const bytes = buildTiff([pixels, chequered(30, 60), chequered(40, 40)]);
    const { parts, metadata } = await extractBytes('fax.tif', bytes);
    expect(metadata.pageCount).toBe(3);
    expect(parts.map(({ kind, locator, awaitsOcr }) => [kind, locator.kind, awaitsOcr])).toEqual(
      Array(3).fill(['page', 'page', true]),
    );
    expect(parts.map(({ locator }) => locator.kind === 'page' && locator.page)).toEqual([1, 2, 3]);
    await withFile('fax.tif', bytes, async (path) => {
      const drawable = await createExtractor().openDrawable({ path, limits: generousLimits }, []);
      expect(await drawable.draw(2, { maxSize: 100 })).toMatchObject({ width: 30, height: 60 });
    });
  });

  it('is known by its content, whatever its name says', async () => {
    expect((await extractBytes('holiday.jpg', buildPng(pixels))).mediaType).toBe('image/png');
    await expect(extractBytes('holiday.jpg', 'Dear all, this is no picture.')).rejects.toMatchObject({
      code: 'file_malformed',
    });
  });
});

describe('a drawing (SVG)', () => {
  const svg = (body: string, attributes = 'width="200" height="100"') =>
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${body}</svg>`;

  it('gives its own words, a line a text, and what it says of itself', async () => {
    const { parts, metadata, mediaType } = await extractBytes(
      'plan.svg',
      svg(`<title>Floor plan</title><desc>Second floor</desc><style>text{fill:red}</style><script>alert("x")</script>
        <g><title>A tooltip</title><text x="1" y="2">Meeting <tspan font-weight="bold">room</tspan></text></g>
        <text><tspan x="0" y="1">first line</tspan><tspan x="0" dy="1em">second line</tspan></text>
        <switch><foreignObject><div xmlns="http://www.w3.org/1999/xhtml"><div>Kitchen</div><div>and hall</div></div></foreignObject>
        <text>Kitchen and hall</text></switch><switch><text>Garden</text></switch>`),
    );
    expect(mediaType).toBe('image/svg+xml');
    expect(metadata).toMatchObject({
      title: 'Floor plan',
      width: 200,
      height: 100,
      properties: { description: 'Second floor' },
    });
    expect(parts.map(({ text }) => text)).toEqual([
      'Meeting room\nfirst line\nsecond line\nKitchen\nand hall\nGarden',
    ]);
    expect(parts[0]).toMatchObject({ kind: 'picture', locator: { kind: 'region', end: 59 } });
    expect(parts[0]?.blocks.map(({ start, end }) => parts[0]?.text.slice(start, end))).toEqual([
      'Meeting room',
      'first line\nsecond line',
      'Kitchen\nand hall',
      'Garden',
    ]);
    expect(parts[0]?.awaitsOcr).toBeUndefined();
  });

  it('without words awaits text recognition, and is drawn as large as is asked', async () => {
    const bytes = Buffer.from(
      svg('<rect x="0" y="0" width="100" height="100" fill="black"/>', 'viewBox="0 0 200 100"'),
    );
    const { parts } = await extractBytes('shapes.svg', bytes);
    expect(parts).toMatchObject([{ kind: 'picture', text: '', awaitsOcr: true }]);
    await withFile('shapes.svg', bytes, async (path) => {
      const drawable = await createExtractor().openDrawable({ path, limits: generousLimits }, []);
      const drawn = await drawable.draw(1, { maxSize: 1000, grey: true });
      expect([drawn.width, drawn.height]).toEqual([1000, 500]);
      expect([drawn.data[250 * 1000 + 250], drawn.data[250 * 1000 + 750]]).toEqual([0, 255]);
    });
  });
});
