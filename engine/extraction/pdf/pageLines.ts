import type { Box } from '@adiuva/contracts';
import type { Glyph, PdfPage } from './pdfParser.ts';
import { orderRegions, type Region } from './readingOrder.ts';
import { buildSegments, type Segment } from './segments.ts';
import { joinRuns } from './textRuns.ts';

/** One line as it is read, with what paragraphs and headings are recognised by. */
export interface PageLine {
  text: string;
  box: Box;
  left: number;
  right: number;
  baseline: number;
  size: number;
  /** Share of its characters that are bold. */
  boldShare: number;
  endsInHyphen: boolean;
  isTableRow: boolean;
  /** Runs the way most of the page does; a stamp up the margin does not. */
  isUpright: boolean;
  /** Number and extent of its column on the page. */
  region: number;
  regionLeft: number;
  regionRight: number;
}

type Turns = Glyph['turns'];

/** All lines of a page in reading order; text that runs another way than most comes after the rest. */
export function readLines(page: PdfPage): PageLine[] {
  const byTurns = new Map<Turns, Glyph[]>();
  for (const glyph of page.glyphs) {
    const group = byTurns.get(glyph.turns);
    if (group) group.push(glyph);
    else byTurns.set(glyph.turns, [glyph]);
  }
  const groups = [...byTurns.entries()].sort(([, a], [, b]) => b.length - a.length);
  const lines: PageLine[] = [];
  let region = 0;
  for (const [turns, glyphs] of groups) {
    const upright = turns === 0 ? glyphs : glyphs.map((glyph) => turned(glyph, turns, page));
    for (const found of orderRegions(buildSegments(joinRuns(upright)))) {
      for (const row of found.rows)
        lines.push(toLine(row, found, region, turns, page, glyphs === groups[0]?.[1]));
      region++;
    }
  }
  return lines;
}

function toLine(
  row: readonly Segment[],
  region: Region,
  index: number,
  turns: Turns,
  page: PdfPage,
  isUpright: boolean,
): PageLine {
  const last = row.at(-1);
  const length = row.reduce((sum, segment) => sum + segment.text.length, 0);
  const extent = {
    left: Math.min(...row.map((segment) => segment.left)),
    right: Math.max(...row.map((segment) => segment.right)),
    top: Math.min(...row.map((segment) => segment.top)),
    bottom: Math.max(...row.map((segment) => segment.bottom)),
  };
  return {
    text: row.map((segment) => segment.text).join(region.isTable ? '\t' : ' '),
    box: toBox(extent, turns, page),
    left: extent.left,
    right: extent.right,
    baseline: row[0]?.baseline ?? 0,
    size: row.reduce((best, segment) => (segment.text.length > best.text.length ? segment : best)).size,
    boldShare: row.reduce((sum, segment) => sum + segment.boldLength, 0) / Math.max(1, length),
    endsInHyphen: last?.endsInHyphen ?? false,
    isTableRow: region.isTable,
    isUpright,
    region: index,
    regionLeft: region.left,
    regionRight: region.right,
  };
}

/** The glyph as it stands when the page is turned so that its text runs from left to right. */
function turned(glyph: Glyph, turns: Turns, page: PdfPage): Glyph {
  const a = turnedPoint(glyph.left, glyph.top, turns, page);
  const b = turnedPoint(glyph.right, glyph.bottom, turns, page);
  return {
    ...glyph,
    left: Math.min(a.x, b.x),
    right: Math.max(a.x, b.x),
    top: Math.min(a.y, b.y),
    bottom: Math.max(a.y, b.y),
    ...turnedPoint(glyph.x, glyph.y, turns, page),
  };
}

function turnedPoint(x: number, y: number, turns: Turns, page: PdfPage): { x: number; y: number } {
  if (turns === 1) return { x: y, y: page.width - x };
  if (turns === 2) return { x: page.width - x, y: page.height - y };
  if (turns === 3) return { x: page.height - y, y: x };
  return { x, y };
}

/** Back to the page as it is displayed, as fractions of it, cut at its edges. */
function toBox(
  extent: { left: number; right: number; top: number; bottom: number },
  turns: Turns,
  page: PdfPage,
): Box {
  const back = (x: number, y: number) => {
    if (turns === 1) return { x: page.width - y, y: x };
    if (turns === 2) return { x: page.width - x, y: page.height - y };
    if (turns === 3) return { x: y, y: page.height - x };
    return { x, y };
  };
  const a = back(extent.left, extent.top);
  const b = back(extent.right, extent.bottom);
  const left = clamp(Math.min(a.x, b.x) / page.width);
  const right = clamp(Math.max(a.x, b.x) / page.width);
  const top = clamp(Math.min(a.y, b.y) / page.height);
  const bottom = clamp(Math.max(a.y, b.y) / page.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
