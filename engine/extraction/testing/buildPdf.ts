/** One line of text on a page of a test document. Points, origin at the bottom left as in the file. */
export interface PdfLine {
  text: string;
  x: number;
  y: number;
  size?: number;
  isBold?: boolean;
  /** Text matrix other than upright: a, b, c, d. */
  matrix?: readonly [number, number, number, number];
}

export interface PdfPageSource {
  lines: readonly PdfLine[];
  width?: number;
  height?: number;
  /** The page's own flag, degrees clockwise. */
  rotate?: number;
  /** Lower left corner of the media box. */
  origin?: readonly [number, number];
}

/** A small PDF written by hand: Helvetica, uncompressed, correct cross-references. Latin-1 text only. */
export function buildPdf(pages: readonly PdfPageSource[], info: Record<string, string> = {}): Uint8Array {
  const objects: string[] = [];
  const add = (body: string) => objects.push(body);
  const kids = pages.map((_, index) => `${6 + index * 2} 0 R`).join(' ');
  add('<</Type/Catalog/Pages 2 0 R>>');
  add(`<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`);
  add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>');
  add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>');
  add(
    `<<${Object.entries(info)
      .map(([key, value]) => `/${key}(${escaped(value)})`)
      .join('')}>>`,
  );
  for (const [index, page] of pages.entries()) {
    const [left, bottom] = page.origin ?? [0, 0];
    const box = [left, bottom, left + (page.width ?? 612), bottom + (page.height ?? 792)].join(' ');
    const rotate = page.rotate ? `/Rotate ${page.rotate}` : '';
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox[${box}]${rotate}/Contents ${7 + index * 2} 0 R/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>>>`,
    );
    const content = page.lines.map(drawLine).join('\n');
    add(`<</Length ${content.length}>>stream\n${content}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj${body}endobj\n`;
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

function drawLine({ text, x, y, size = 10, isBold = false, matrix = [1, 0, 0, 1] }: PdfLine): string {
  return `BT /${isBold ? 'F2' : 'F1'} ${size} Tf ${matrix.join(' ')} ${x} ${y} Tm (${escaped(text)}) Tj ET`;
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}
