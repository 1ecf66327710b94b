import { type GlyphTable, glyphFlags } from '../pdfParser.ts';
import { createRunText, type RunText } from './runText.ts';

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
  /** Whole degrees clockwise that its direction is away from left to right. */
  angle: number;
  /** White space stood before or after it in the file. */
  spaceBefore: boolean;
  spaceAfter: boolean;
  /** Its last character is a hyphen that only the end of the line called for. */
  endsInHyphen: boolean;
  /** Both are the segment's that begins with it, which is made of it without a copy (segments.ts). */
  row: number;
  boldLength: number;
}

/** Joins the runs of page after page; what one returns stays good, its memory for work is used again. */
export type RunJoiner = (glyphs: GlyphTable) => TextRun[];

/** In ems. Wider gaps part columns and cells; narrower ones part words or nothing. */
const splitGap = 0.7;
const wordGap = 0.22;
/** A glyph drawn again this near its twin, in ems, makes it look bold. */
const twinDistance = 0.15;

export function createRunJoiner(): RunJoiner {
  const text = createRunText();
  return (glyphs) => joinRuns(glyphs, text);
}

/** Joins glyphs in the order of the file; every change of place or size begins a new run. */
function joinRuns(glyphs: GlyphTable, text: RunText): TextRun[] {
  const { count, codes, left, right, top, bottom, x, y, flags, style, styles } = glyphs;
  const runs: TextRun[] = [];
  let run: TextRun | undefined;
  let last = -1;
  let lastStyle = -1;
  let sawSpace = false;
  let sawGap = false;
  // What the letters of a ligature after its first take up: each comes with its own box, all from the same origin.
  let ligatureWidth = 0;
  for (let at = 0; at < count; at++) {
    const code = codes[at] ?? 0;
    const flag = flags[at] ?? 0;
    if (code === 32) {
      sawSpace = sawSpace || (flag & glyphFlags.generated) === 0;
      sawGap = true;
      if (run) run.spaceAfter = true;
      continue;
    }
    const glyphStyle = style[at] ?? 0;
    const glyphLeft = left[at] ?? 0;
    const glyphRight = right[at] ?? 0;
    if (run && last >= 0) {
      if (flag & glyphFlags.ligaturePart && !sawGap) {
        text.add(code, 0, false, false);
        ligatureWidth += glyphRight - glyphLeft;
        continue;
      }
      const { size } = styles[glyphStyle] ?? run;
      const isTwin =
        code === codes[last] &&
        Math.abs((x[at] ?? 0) - (x[last] ?? 0)) < twinDistance * size &&
        Math.abs((y[at] ?? 0) - (y[last] ?? 0)) < twinDistance * size;
      if (isTwin) {
        last = at;
        sawSpace = false;
        sawGap = false;
        continue;
      }
      const distance = glyphLeft - (right[last] ?? 0);
      const gap = Math.max(Math.min(distance, 0), distance - ligatureWidth);
      ligatureWidth = 0;
      const continues =
        Math.abs((y[at] ?? 0) - run.baseline) < 0.12 * run.size &&
        gap < splitGap * run.size &&
        glyphLeft > (left[last] ?? 0) - 0.05 * run.size &&
        gap > -0.6 * run.size &&
        (glyphStyle === lastStyle || isAlike(styles[glyphStyle], run));
      if (continues) {
        // A gap that the parser took for a space must be one; a space of the file's own need not be wide.
        const isWordEnd =
          gap > wordGap * run.size || (sawGap && gap > 0.1 * run.size) || (sawSpace && gap > -0.1 * run.size);
        text.add(code, gap, isWordEnd, sawSpace);
        if (glyphRight > run.right) run.right = glyphRight;
        if ((top[at] ?? 0) < run.top) run.top = top[at] ?? 0;
        if ((bottom[at] ?? 0) > run.bottom) run.bottom = bottom[at] ?? 0;
        run.spaceAfter = false;
        run.endsInHyphen = (flag & glyphFlags.lineHyphen) !== 0;
        last = at;
        lastStyle = glyphStyle;
        sawSpace = false;
        sawGap = false;
        continue;
      }
    }
    if (run) run.text = text.take(run.size);
    const { size, isBold, angle } = styles[glyphStyle] ?? { size: 1, isBold: false, angle: 0 };
    run = {
      text: '',
      left: glyphLeft,
      right: glyphRight,
      top: top[at] ?? 0,
      bottom: bottom[at] ?? 0,
      baseline: y[at] ?? 0,
      size,
      isBold,
      angle,
      spaceBefore: sawGap,
      spaceAfter: false,
      endsInHyphen: (flag & glyphFlags.lineHyphen) !== 0,
      row: 0,
      boldLength: 0,
    };
    text.add(code, 0, false, false);
    runs.push(run);
    last = at;
    lastStyle = glyphStyle;
    ligatureWidth = 0;
    sawSpace = false;
    sawGap = false;
  }
  if (run) run.text = text.take(run.size);
  return runs;
}

function isAlike(style: GlyphTable['styles'][number] | undefined, run: TextRun): boolean {
  return (
    style !== undefined &&
    style.isBold === run.isBold &&
    style.angle === run.angle &&
    Math.abs(style.size - run.size) < 0.12 * run.size
  );
}
