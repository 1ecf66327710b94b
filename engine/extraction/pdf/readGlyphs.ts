import type { Pdfium, PdfiumExports } from './pdfium.ts';
import type { Glyph, PdfPage } from './pdfParser.ts';

/** Characters of one page that are read; a page with more is a plotter's drawing or an attack. */
const maxGlyphs = 400_000;
const scratchBytes = 512;

/** What one text object gives all its characters. */
interface Style {
  size: number;
  isBold: boolean;
  turns: 0 | 1 | 2 | 3;
}

/** All characters of a page, turned and moved into the coordinates of the page as it is displayed. */
export function readGlyphs(pdfium: Pdfium, page: number, textPage: number): PdfPage {
  const { exports } = pdfium;
  const scratch = exports.malloc(scratchBytes);
  try {
    exports.FPDF_GetPageBoundingBox(page, scratch);
    const [left = 0, top = 0, right = 0, bottom = 0] = new Float32Array(pdfium.memory(), scratch, 4);
    const frame = createFrame({ left, top, right, bottom }, exports.FPDFPage_GetRotation(page) & 3);
    const count = Math.min(maxGlyphs, Math.max(0, exports.FPDFText_CountChars(textPage)));
    const glyphs: Glyph[] = [];
    // A view of the memory holds until the memory grows, which reading does not make it do; checked all the same.
    let floats = new Float32Array(pdfium.memory(), scratch, 4);
    let doubles = new Float64Array(pdfium.memory(), scratch + 16, 2);
    let textObject = -1;
    let style: Style = { size: 0, isBold: false, turns: 0 };
    let high = 0;
    let lastObject = -1;
    let lastX = Number.NaN;
    let lastY = Number.NaN;
    for (let index = 0; index < count; index++) {
      const unicode = exports.FPDFText_GetUnicode(textPage, index);
      const isGenerated = exports.FPDFText_IsGenerated(textPage, index) === 1;
      if (unicode === 0 || unicode === 10 || unicode === 13) continue;
      if (isGenerated && unicode !== 32) continue;
      if (unicode >= 0xd800 && unicode <= 0xdbff) {
        high = unicode;
        continue;
      }
      const object = exports.FPDFText_GetTextObject(textPage, index);
      if (!isGenerated && (object !== textObject || object === 0)) {
        textObject = object;
        style = readStyle(pdfium, textPage, index, scratch, frame.turns);
      }
      exports.FPDFText_GetCharOrigin(textPage, index, scratch + 16, scratch + 24);
      exports.FPDFText_GetLooseCharBox(textPage, index, scratch);
      if (floats.length === 0) {
        floats = new Float32Array(pdfium.memory(), scratch, 4);
        doubles = new Float64Array(pdfium.memory(), scratch + 16, 2);
      }
      const isLineHyphen = isHyphen(exports, textPage, index, unicode);
      const text = isLineHyphen ? '-' : toText(unicode, high);
      high = 0;
      if (text === '') continue;
      const [l = 0, t = 0, r = 0, b = 0] = floats;
      const [x = 0, y = 0] = doubles;
      const glyph: Glyph = {
        text,
        ...frame.box(l, t, r, b),
        ...frame.point(x, y),
        ...style,
        isGenerated,
        isLineHyphen,
        isLigaturePart: object === lastObject && x === lastX && y === lastY,
      };
      lastObject = object;
      lastX = x;
      lastY = y;
      if (isGenerated || (isUsable(glyph) && isOnPage(glyph, frame))) glyphs.push(glyph);
    }
    return { width: frame.width, height: frame.height, glyphs };
  } finally {
    exports.free(scratch);
  }
}

function readStyle(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  scratch: number,
  pageTurns: number,
): Style {
  const { exports } = pdfium;
  const at = scratch + 64;
  const hasMatrix = exports.FPDFText_GetMatrix(textPage, index, at) === 1;
  const [a = 1, b = 0, c = 0, d = 1] = hasMatrix ? new Float32Array(pdfium.memory(), at, 4) : [];
  const fontSize = exports.FPDFText_GetFontSize(textPage, index);
  const size = Math.abs(fontSize) * (Math.hypot(c, d) || Math.hypot(a, b) || 1);
  const direction = fontSize < 0 ? Math.atan2(-b, -a) : Math.atan2(b, a);
  // Angles of a PDF turn against the clock, page rotation turns with it.
  const turns = (((Math.round(-direction / (Math.PI / 2)) + pageTurns) % 4) + 4) % 4;
  const nameBytes = 200;
  exports.FPDFText_GetFontInfo(textPage, index, at, nameBytes, at + 256);
  const memory = Buffer.from(pdfium.memory(), at, nameBytes);
  const end = memory.indexOf(0);
  const fontName = memory.toString('latin1', 0, end < 0 ? 0 : end);
  const weight = exports.FPDFText_GetFontWeight(textPage, index);
  const isBold =
    weight >= 600 || /bold|black|heavy|semibold|demi/i.test(fontName) || /-B$|,B|CMBX|-Medi/.test(fontName);
  return { size: Number.isFinite(size) ? size : 0, isBold, turns: turns as Style['turns'] };
}

/** PDFium marks a hyphen that ends a line, and gives the character of its own for it. */
function isHyphen(exports: PdfiumExports, textPage: number, index: number, unicode: number): boolean {
  return (
    unicode === 2 ||
    unicode === 0xfffe ||
    unicode === 0xad ||
    exports.FPDFText_IsHyphen(textPage, index) === 1
  );
}

/** Symbol's and Wingdings' dots, squares, arrows and ticks. */
const symbolBullets = new Set([0xf0b7, 0xf0a7, 0xf0d8, 0xf076, 0xf0fc, 0xf06c, 0xf06e, 0xf0a8, 0xf0be]);

function toText(unicode: number, high: number): string {
  if (unicode >= 0xdc00 && unicode <= 0xdfff) return high ? String.fromCharCode(high, unicode) : '';
  if (unicode > 0x10ffff || unicode === 0xffff || (unicode < 32 && unicode !== 9)) return '';
  if (unicode === 9 || unicode === 0xa0 || (unicode >= 0x2000 && unicode <= 0x200a)) return ' ';
  // Symbol fonts put their bullets in the private area.
  if (unicode >= 0xf020 && unicode <= 0xf0ff)
    return symbolBullets.has(unicode) ? '•' : String.fromCodePoint(unicode);
  // Ligatures are one glyph and several letters: a word must be found by its letters.
  const ligature = unicode >= 0xfb00 && unicode <= 0xfb06;
  const text = String.fromCodePoint(unicode);
  return ligature ? text.normalize('NFKC') : text;
}

function isUsable({ left, right, top, bottom, x, y, size }: Glyph): boolean {
  return [left, right, top, bottom, x, y].every(Number.isFinite) && size > 0.1;
}

/** What hangs outside the page cannot be seen: the other half of a spread, a printer's notes. */
function isOnPage({ left, right, top, bottom }: Glyph, { width, height }: Frame): boolean {
  const x = (left + right) / 2;
  const y = (top + bottom) / 2;
  return x > -1 && y > -1 && x < width + 1 && y < height + 1;
}

interface Frame {
  width: number;
  height: number;
  turns: number;
  point(x: number, y: number): { x: number; y: number };
  box(
    left: number,
    top: number,
    right: number,
    bottom: number,
  ): {
    left: number;
    top: number;
    right: number;
    bottom: number;
  };
}

/** From the page's own space (origin anywhere, y upwards) to the displayed page (origin top left, y downwards). */
function createFrame(
  page: { left: number; top: number; right: number; bottom: number },
  turns: number,
): Frame {
  const point = (x: number, y: number) => {
    if (turns === 1) return { x: y - page.bottom, y: x - page.left };
    if (turns === 2) return { x: page.right - x, y: y - page.bottom };
    if (turns === 3) return { x: page.top - y, y: page.right - x };
    return { x: x - page.left, y: page.top - y };
  };
  const across = Math.max(1, page.right - page.left);
  const down = Math.max(1, page.top - page.bottom);
  return {
    width: turns % 2 === 0 ? across : down,
    height: turns % 2 === 0 ? down : across,
    turns,
    point,
    box(left, top, right, bottom) {
      const a = point(left, top);
      const b = point(right, bottom);
      return {
        left: Math.min(a.x, b.x),
        right: Math.max(a.x, b.x),
        top: Math.min(a.y, b.y),
        bottom: Math.max(a.y, b.y),
      };
    },
  };
}
