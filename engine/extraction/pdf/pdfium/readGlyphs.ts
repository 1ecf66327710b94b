import { direction } from '../layout/turnedPage.ts';
import { type GlyphStyle, type GlyphTable, glyphFlags, type PdfPage } from '../pdfParser.ts';
import { createGlyphTable } from './glyphTable.ts';
import { createFrame, type PageFrame } from './pageFrame.ts';
import type { Pdfium } from './pdfium.ts';
import { createStyleReader, type StyleReader, styleScratchBytes } from './readStyle.ts';

/** Characters of one page that are read; a page with more is a plotter's drawing or an attack. */
const maxGlyphs = 400_000;
/** Characters that are read in one call. */
const batchSize = 4096;
const recordBytes = 48;
const noStyle: GlyphStyle = { size: 0, isBold: false, angle: 0 };

/** Memory that is used for page after page: the table of the last page, and a place inside PDFium's memory. */
export interface GlyphBuffer {
  table: GlyphTable;
  records: number;
}

export function createGlyphBuffer({ exports }: Pdfium): GlyphBuffer {
  const records = exports.malloc(batchSize * recordBytes + styleScratchBytes);
  return { table: createGlyphTable(8192), records };
}

/** All characters of a page, turned and moved into the coordinates of the page as it is displayed. */
export function readGlyphs(pdfium: Pdfium, buffer: GlyphBuffer, page: number, textPage: number): PdfPage {
  const { exports, reader } = pdfium;
  const { records } = buffer;
  const scratch = records + batchSize * recordBytes;
  exports.FPDF_GetPageBoundingBox(page, scratch);
  const [left = 0, top = 0, right = 0, bottom = 0] = new Float32Array(pdfium.memory(), scratch, 4);
  const frame = createFrame({ left, top, right, bottom }, exports.FPDFPage_GetRotation(page) & 3);
  const count = Math.min(maxGlyphs, Math.max(0, exports.FPDFText_CountChars(textPage)));
  if (buffer.table.codes.length < count) buffer.table = createGlyphTable(count * 2);
  const styles = createStyleReader(pdfium, textPage, scratch, frame.turns);
  const sink = createSink(buffer.table, frame, styles);
  for (let from = 0; from < count; from += batchSize) {
    const to = Math.min(count, from + batchSize);
    reader.readCharacters(textPage, from, to, records);
    sink.take(pdfium.memory(), records, from, to);
  }
  return { width: frame.width, height: frame.height, glyphs: buffer.table };
}

/** Puts records into the table. What it remembers between batches is what one character says about the next. */
function createSink(table: GlyphTable, frame: PageFrame, reader: StyleReader) {
  const { codes, left, right, top, bottom, x, y, flags, style } = table;
  const { a, b, c, d, e, f } = frame.matrix;
  table.styles = [];
  table.count = 0;
  // Between batches only: numbers that a closure holds are allocated anew at each change.
  const before = { textObject: -1, current: noStyle, high: 0, lastObject: -1 };
  const lastPen = new Float64Array([Number.NaN, Number.NaN]);

  return {
    take(memory: ArrayBuffer, at: number, from: number, to: number): void {
      const ints = new Int32Array(memory, at, ((to - from) * recordBytes) / 4);
      const floats = new Float32Array(memory, at, ints.length);
      const doubles = new Float64Array(memory, at, ints.length / 2);
      let { textObject, current, high, lastObject } = before;
      let lastX = lastPen[0] ?? 0;
      let lastY = lastPen[1] ?? 0;
      let { cos, sin } = direction(current.angle);
      let count = table.count;
      for (let index = from; index < to; index++) {
        const int = (index - from) * 12;
        const unit = ints[int] ?? 0;
        if (unit === 32) {
          codes[count] = 32;
          flags[count] = (ints[int + 2] ?? 0) & glyphFlags.generated;
          count++;
          continue;
        }
        if (unit === 0 || unit === 10 || unit === 13) continue;
        if (unit >= 0xd800 && unit <= 0xdbff) {
          high = unit;
          continue;
        }
        const isHyphen = unit === 2 || unit === 0xfffe || unit === 0xad || ((ints[int + 2] ?? 0) & 2) !== 0;
        const code = isHyphen ? 0x2d : codeOf(unit, high);
        high = 0;
        if (code === 0) continue;
        if (code === 32) {
          codes[count] = 32;
          flags[count] = 0;
          count++;
          continue;
        }
        const object = ints[int + 1] ?? 0;
        const pen = (int >> 1) + 4;
        const penX = doubles[pen] ?? 0;
        const penY = doubles[pen + 1] ?? 0;
        if (object !== textObject || object === 0) {
          textObject = object;
          current = reader.read(object, index);
          const isFollowed = index + 1 < to && ints[int + 13] === object;
          if (isFollowed && isWide(ints[int + 12] ?? 0) && isUnder(doubles, pen, frame, current))
            current = { ...current, angle: (current.angle + 90) % 360 };
          table.styles.push(current);
          ({ cos, sin } = direction(current.angle));
        }
        const l = floats[int + 4] ?? 0;
        const t = floats[int + 5] ?? 0;
        const r = floats[int + 6] ?? 0;
        const o = floats[int + 7] ?? 0;
        // The corners as displayed, and from there as the writing runs.
        const x1 = a * l + c * t + e;
        const y1 = b * l + d * t + f;
        const x2 = a * r + c * o + e;
        const y2 = b * r + d * o + f;
        const shownX = (x1 + x2) / 2;
        const shownY = (y1 + y2) / 2;
        // What hangs outside the page cannot be seen: the other half of a spread, a printer's notes. Also no number.
        const isShown = shownX > -1 && shownY > -1 && shownX < frame.width + 1 && shownY < frame.height + 1;
        const pageX = a * penX + c * penY + e;
        const pageY = b * penX + d * penY + f;
        const ownX = pageX * cos + pageY * sin;
        const ownY = pageY * cos - pageX * sin;
        const isLigaturePart = object === lastObject && penX === lastX && penY === lastY;
        lastObject = object;
        lastX = penX;
        lastY = penY;
        if (!isShown || !(current.size > 0.1) || !Number.isFinite(ownX + ownY)) continue;
        codes[count] = code;
        x[count] = ownX;
        y[count] = ownY;
        flags[count] =
          (isHyphen ? glyphFlags.lineHyphen : 0) | (isLigaturePart ? glyphFlags.ligaturePart : 0);
        style[count] = table.styles.length - 1;
        if (current.angle === 0) {
          left[count] = x1 < x2 ? x1 : x2;
          right[count] = x1 < x2 ? x2 : x1;
          top[count] = y1 < y2 ? y1 : y2;
          bottom[count] = y1 < y2 ? y2 : y1;
        } else if (current.angle % 90 === 0) {
          const turnedX1 = x1 * cos + y1 * sin;
          const turnedX2 = x2 * cos + y2 * sin;
          const turnedY1 = y1 * cos - x1 * sin;
          const turnedY2 = y2 * cos - x2 * sin;
          left[count] = Math.min(turnedX1, turnedX2);
          right[count] = Math.max(turnedX1, turnedX2);
          top[count] = Math.min(turnedY1, turnedY2);
          bottom[count] = Math.max(turnedY1, turnedY2);
        } else {
          left[count] = ownX;
          right[count] = ownX + slantedWidth(Math.abs(x2 - x1), Math.abs(y2 - y1), cos, sin, current.size);
          top[count] = ownY - 0.8 * current.size;
          bottom[count] = ownY + 0.2 * current.size;
        }
        count++;
      }
      table.count = count;
      Object.assign(before, { textObject, current, high, lastObject });
      lastPen[0] = lastX;
      lastPen[1] = lastY;
    },
  };
}

/**
 * The second of two characters stands under the first: Japanese and Chinese written downwards.
 *
 * @param at where the first one's pen stands in `doubles`; the second's record follows
 */
function isUnder(doubles: Float64Array, at: number, frame: PageFrame, { size, angle }: GlyphStyle): boolean {
  const { a, b, c, d } = frame.matrix;
  const stepX = (doubles[at + 6] ?? 0) - (doubles[at] ?? 0);
  const stepY = (doubles[at + 7] ?? 0) - (doubles[at + 1] ?? 0);
  const { cos, sin } = direction(angle);
  const shownX = a * stepX + c * stepY;
  const shownY = b * stepX + d * stepY;
  const along = shownX * cos + shownY * sin;
  const down = shownY * cos - shownX * sin;
  return Math.abs(along) < 0.3 * size && down > 0.5 * size && down < 3 * size;
}

/** Width of a glyph whose writing is neither level nor upright, from the box around its slanted shape. */
function slantedWidth(across: number, down: number, cos: number, sin: number, size: number): number {
  const [c, s] = [Math.abs(cos), Math.abs(sin)];
  const width = c > s ? (across - size * s) / c : (down - size * c) / s;
  return Math.min(1.2 * size, Math.max(0.2 * size, width));
}

function isWide(code: number): boolean {
  return (
    (code >= 0x3000 && code <= 0x9fff) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xff00 && code <= 0xff60)
  );
}

/** Symbol's and Wingdings' dots, squares, arrows and ticks. */
const symbolBullets = new Set([0xf0b7, 0xf0a7, 0xf0d8, 0xf076, 0xf0fc, 0xf06c, 0xf06e, 0xf0a8, 0xf0be]);
const bullet = 0x2022;

/** The code point to read for what PDFium gives; 0 for nothing. */
function codeOf(unit: number, high: number): number {
  if (unit >= 0x20 && unit < 0x7f) return unit;
  if (unit >= 0xdc00 && unit <= 0xdfff) return high ? ((high - 0xd800) << 10) + (unit - 0xdc00) + 0x10000 : 0;
  if (unit > 0x10ffff || unit === 0xffff || (unit < 32 && unit !== 9)) return 0;
  if (unit === 9 || unit === 0xa0 || (unit >= 0x2000 && unit <= 0x200a) || unit === 0x202f || unit === 0x3000)
    return 32;
  // Marks of direction and zero width: the layout finds both by itself.
  if ((unit >= 0x200b && unit <= 0x200f) || (unit >= 0x202a && unit <= 0x202e) || unit === 0xfeff) return 0;
  if (unit >= 0xf020 && unit <= 0xf0ff && symbolBullets.has(unit)) return bullet;
  return unit;
}
