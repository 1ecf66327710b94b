import type { Glyph } from './pdfParser.ts';

/** Characters drawn one after the other on one baseline, in the coordinates of their own writing direction. */
export interface TextRun {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  baseline: number;
  size: number;
  isBold: boolean;
  /** White space stood before or after it in the file. */
  spaceBefore: boolean;
  spaceAfter: boolean;
  /** Its last character is a hyphen that only the end of the line called for. */
  endsInHyphen: boolean;
}

/** In ems. Wider gaps part columns and cells; narrower ones part words or nothing. */
const splitGap = 0.7;
const wordGap = 0.22;
/** A glyph drawn again this near its twin, in ems, makes it look bold. */
const twinDistance = 0.15;

/** Joins glyphs in the order of the file; every change of place or size begins a new run. */
export function joinRuns(glyphs: readonly Glyph[]): TextRun[] {
  const runs: TextRun[] = [];
  let run: TextRun | undefined;
  let last: Glyph | undefined;
  let sawSpace = false;
  let sawGap = false;
  // What the letters of a ligature after its first take up: each comes with its own box, all from the same origin.
  let ligatureWidth = 0;
  for (const glyph of glyphs) {
    if (isSpace(glyph.text)) {
      sawSpace = sawSpace || !glyph.isGenerated;
      sawGap = true;
      if (run) run.spaceAfter = true;
      continue;
    }
    if (run && last) {
      if (glyph.isLigaturePart && !sawGap) {
        run.text += glyph.text;
        ligatureWidth += glyph.right - glyph.left;
        continue;
      }
      const isTwin =
        glyph.text === last.text &&
        Math.abs(glyph.x - last.x) < twinDistance * glyph.size &&
        Math.abs(glyph.y - last.y) < twinDistance * glyph.size;
      if (isTwin) {
        last = glyph;
        sawSpace = false;
        sawGap = false;
        continue;
      }
      const distance = glyph.left - last.right;
      const gap = Math.max(Math.min(distance, 0), distance - ligatureWidth);
      ligatureWidth = 0;
      const continues =
        Math.abs(glyph.y - run.baseline) < 0.12 * run.size &&
        Math.abs(glyph.size - run.size) < 0.12 * run.size &&
        glyph.isBold === run.isBold &&
        gap < splitGap * run.size &&
        glyph.left > last.left - 0.05 * run.size &&
        gap > -0.6 * run.size;
      if (continues) {
        // A gap that the parser took for a space must be one; a space of the file's own need not be wide.
        const isWordEnd =
          gap > wordGap * run.size || (sawGap && gap > 0.1 * run.size) || (sawSpace && gap > -0.1 * run.size);
        extend(run, glyph, isWordEnd);
        last = glyph;
        sawSpace = false;
        sawGap = false;
        continue;
      }
    }
    run = begin(glyph, sawGap);
    runs.push(run);
    last = glyph;
    ligatureWidth = 0;
    sawSpace = false;
    sawGap = false;
  }
  return runs;
}

function begin(glyph: Glyph, spaceBefore: boolean): TextRun {
  const { text, left, right, top, bottom, y, size, isBold } = glyph;
  return {
    text,
    left,
    right,
    top,
    bottom,
    baseline: y,
    size,
    isBold,
    spaceBefore,
    spaceAfter: false,
    endsInHyphen: glyph.isLineHyphen,
  };
}

function extend(run: TextRun, glyph: Glyph, withSpace: boolean): void {
  run.text += withSpace ? ` ${glyph.text}` : glyph.text;
  run.right = Math.max(run.right, glyph.right);
  run.top = Math.min(run.top, glyph.top);
  run.bottom = Math.max(run.bottom, glyph.bottom);
  run.spaceAfter = false;
  run.endsInHyphen = glyph.isLineHyphen;
}

function isSpace(text: string): boolean {
  return text === ' ' || text === '\u3000';
}
