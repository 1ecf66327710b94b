import { addUnicodeFont, hexOf } from './unicodeFont.ts';

/** One line of text on a page of a test document. Points, origin at the bottom left as in the file. */
export interface PdfLine {
  /** In the order in which it is drawn: of a language written from right to left, the order it is seen in. */
  text: string;
  x: number;
  y: number;
  size?: number;
  isBold?: boolean;
  /** Text matrix other than upright: a, b, c, d. */
  matrix?: readonly [number, number, number, number];
  /** Points between the letters. */
  spacing?: number;
  /** Drawn invisibly, as text recognition puts it under a scan. */
  isHidden?: boolean;
  /** Written downwards. */
  isVertical?: boolean;
}

export interface PdfPageSource {
  lines: readonly PdfLine[];
  width?: number;
  height?: number;
  /** The page's own flag, degrees clockwise. */
  rotate?: number;
  /** Lower left corner of the media box. */
  origin?: readonly [number, number];
  /** A grey picture: left, bottom, width, height. */
  picture?: readonly [number, number, number, number];
  /** Drawing operators of its own. */
  drawing?: string;
}

/**
 * A small PDF written by hand, uncompressed, with correct cross-references. Latin-1 is set in Helvetica, all other
 * lines in a font that is not embedded but says which letters its glyphs are.
 */
export function buildPdf(pages: readonly PdfPageSource[], info: Record<string, string> = {}): Uint8Array {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  const firstPage = 7;
  const kids = pages.map((_, index) => `${firstPage + index * 2} 0 R`).join(' ');
  add('<</Type/Catalog/Pages 2 0 R>>');
  add(`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`);
  add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>');
  add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>');
  add(
    `<<${Object.entries(info)
      .map(([key, value]) => `/${key}(${escaped(value)})`)
      .join('')}>>`,
  );
  add(
    '<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\x80\nendstream',
  );
  const afterPages = firstPage + pages.length * 2;
  const resources = `<</Font<</F1 3 0 R/F2 4 0 R/F3 ${afterPages} 0 R/F4 ${afterPages + 1} 0 R>>/XObject<</P 6 0 R>>>>`;
  for (const [index, page] of pages.entries()) {
    const [left, bottom] = page.origin ?? [0, 0];
    const box = [left, bottom, left + (page.width ?? 612), bottom + (page.height ?? 792)].join(' ');
    const rotate = page.rotate ? `/Rotate ${page.rotate}` : '';
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox[${box}]${rotate}/Contents ${firstPage + 1 + index * 2} 0 R/Resources${resources}>>`,
    );
    const content = [...drawPicture(page.picture), page.drawing ?? '', ...page.lines.map(drawLine)].join(
      '\n',
    );
    add(`<</Length ${content.length}>>stream\n${content}\nendstream`);
  }
  addUnicodeFont(
    pages.flatMap(({ lines }) => lines.map(({ text }) => text)),
    add,
    afterPages,
  );
  return toFile(objects);
}

/** Objects, numbered from 1, as a file: the first is the catalogue, the fifth the information dictionary. */
export function toFile(objects: readonly string[]): Uint8Array {
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj${body}\nendobj\n`;
    return at;
  });
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  file += `trailer<</Size ${objects.length + 1}/Root 1 0 R/Info 5 0 R>>\nstartxref\n${file.lastIndexOf('xref\n0')}\n%%EOF`;
  return new Uint8Array(Buffer.from(file, 'latin1'));
}

/** Lines under each other, as a word processor would set them. */
export function column(texts: readonly string[], x: number, top: number, size = 10, leading = 12): PdfLine[] {
  return texts.map((text, index) => ({ text, x, y: top - index * leading, size }));
}

function drawPicture(picture: PdfPageSource['picture']): string[] {
  if (!picture) return [];
  const [left, bottom, width, height] = picture;
  return [`q ${width} 0 0 ${height} ${left} ${bottom} cm /P Do Q`];
}

function drawLine(line: PdfLine): string {
  const { text, x, y, size = 10, matrix = [1, 0, 0, 1], spacing = 0 } = line;
  const isLatin = [...text].every((character) => character.charCodeAt(0) < 0x100);
  const font = line.isVertical ? 'F4' : !isLatin ? 'F3' : line.isBold ? 'F2' : 'F1';
  const shown = isLatin && !line.isVertical ? `(${escaped(text)})` : `<${hexOf(text)}>`;
  const mode = line.isHidden ? '3 Tr ' : '';
  return `BT /${font} ${size} Tf ${spacing} Tc ${mode}${matrix.join(' ')} ${x} ${y} Tm ${shown} Tj ET`;
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
