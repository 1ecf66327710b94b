import type { GlyphStyle } from '../pdfParser.ts';
import type { Pdfium } from './pdfium.ts';

/** Reads how text objects are drawn; what a font says is asked once a page. */
export interface StyleReader {
  read(textObject: number, index: number): GlyphStyle;
}

const nameBytes = 200;
/** Bytes of scratch memory that reading needs. */
export const styleScratchBytes = nameBytes + 64;
/** Degrees by which text may lean and still be taken for straight: a scanner's slant. */
const straightWithin = 3;
const fillAndStroke = 2;

/** @param turns of the page's own flag, quarters clockwise */
export function createStyleReader(
  { exports, memory }: Pdfium,
  textPage: number,
  scratch: number,
  turns: number,
): StyleReader {
  const boldFonts = new Map<number, boolean>();
  let matrix = new Float32Array(memory(), scratch, 4);

  function isBoldFont(index: number): boolean {
    exports.FPDFText_GetFontInfo(textPage, index, scratch, nameBytes, scratch + nameBytes);
    const bytes = Buffer.from(memory(), scratch, nameBytes);
    const end = bytes.indexOf(0);
    const name = bytes.toString('latin1', 0, Math.max(0, end));
    if (/bold|black|heavy|semibold|demi/i.test(name) || /-B$|,B|CMBX|-Medi/.test(name)) return true;
    return exports.FPDFText_GetFontWeight(textPage, index) >= 600;
  }

  return {
    read(textObject, index) {
      const font = textObject === 0 ? 0 : exports.FPDFTextObj_GetFont(textObject);
      let isBold = font === 0 ? undefined : boldFonts.get(font);
      if (isBold === undefined) {
        isBold = isBoldFont(index);
        if (font !== 0) boldFonts.set(font, isBold);
      }
      if (!isBold && textObject !== 0)
        isBold = exports.FPDFTextObj_GetTextRenderMode(textObject) === fillAndStroke;
      const hasMatrix = exports.FPDFText_GetMatrix(textPage, index, scratch) === 1;
      const fontSize = exports.FPDFText_GetFontSize(textPage, index);
      // Memory that has grown takes its old views with it.
      if (matrix.length === 0) matrix = new Float32Array(memory(), scratch, 4);
      const a = hasMatrix ? (matrix[0] ?? 1) : 1;
      const b = hasMatrix ? (matrix[1] ?? 0) : 0;
      const c = hasMatrix ? (matrix[2] ?? 0) : 0;
      const d = hasMatrix ? (matrix[3] ?? 1) : 1;
      const size = Math.abs(fontSize) * (Math.hypot(c, d) || Math.hypot(a, b) || 1);
      const counter = fontSize < 0 ? Math.atan2(-b, -a) : Math.atan2(b, a);
      return {
        size: Number.isFinite(size) ? size : 0,
        isBold,
        // Angles of a PDF turn against the clock, page rotation turns with it.
        angle: straightened(Math.round((-counter * 180) / Math.PI) + turns * 90),
      };
    },
  };
}

function straightened(degrees: number): number {
  if (!Number.isFinite(degrees)) return 0;
  const quarter = Math.round(degrees / 90) * 90;
  const angle = Math.abs(degrees - quarter) <= straightWithin ? quarter : degrees;
  return ((angle % 360) + 360) % 360;
}
