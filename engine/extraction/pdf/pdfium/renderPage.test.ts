import { expect, it } from 'vitest';
import { buildPdf } from '../../testing/buildPdf.ts';
import type { PageImage } from '../pdfParser.ts';
import { createPdfiumParser } from './pdfiumParser.ts';

const words = { text: 'Some words on a page', x: 60, y: 700, size: 40 };

/** Share of dark pixels in a part of the picture, given in fractions of it. */
function darkness(image: PageImage, left: number, top: number, right: number, bottom: number): number {
  let dark = 0;
  let all = 0;
  for (let y = Math.floor(top * image.height); y < bottom * image.height; y++) {
    for (let x = Math.floor(left * image.width); x < right * image.width; x++) {
      if ((image.rgba[(y * image.width + x) * 4] ?? 255) < 128) dark++;
      all++;
    }
  }
  return dark / all;
}

it('draws a page upright as it is displayed, opaque on white, in the size asked for', async () => {
  const parser = await createPdfiumParser();
  const document = parser.open(buildPdf([{ lines: [words] }, { lines: [words], rotate: 90 }]));
  try {
    const image = document.renderPage(0, { maxSize: 1000 });
    if (!image) throw new Error('No picture.');
    expect([image.width, image.height, image.rgba.length]).toEqual([773, 1000, 773 * 1000 * 4]);
    expect(image.rgba.every((value, at) => at % 4 !== 3 || value === 255)).toBe(true);
    expect(darkness(image, 0.1, 0.05, 0.8, 0.15)).toBeGreaterThan(0.05);
    expect(darkness(image, 0, 0.2, 1, 1)).toBe(0);
    const turned = document.renderPage(1, { maxSize: 1000 });
    expect([turned?.width, turned?.height]).toEqual([1000, 773]);
    if (turned) expect(darkness(turned, 0.85, 0.1, 0.95, 0.8)).toBeGreaterThan(0.05);
    expect(document.renderPage(2, { maxSize: 1000 })).toBeNull();
  } finally {
    document.close();
  }
});

it('keeps a picture bounded, whatever is asked for and however odd the page', async () => {
  const parser = await createPdfiumParser();
  const pages = [{ lines: [words] }, { lines: [words], width: 14_400, height: 1 }];
  const document = parser.open(buildPdf(pages));
  try {
    const huge = document.renderPage(0, { maxSize: 1_000_000 });
    expect((huge?.width ?? 0) * (huge?.height ?? 0)).toBeLessThan(40_100_000);
    expect(document.renderPage(1, { maxSize: 500 })).toMatchObject({ width: 500, height: 1 });
  } finally {
    document.close();
  }
});
