import type { Box } from '@adiuva/contracts';
import type { PdfPage } from '../pdfParser.ts';
import { hasRightToLeft, isRightToLeft, toReadingOrder } from './direction.ts';
import { orderRegions, type Region } from './readingOrder.ts';
import { buildSegments, type Segment } from './segments.ts';
import { joinRuns, type TextRun } from './textRuns.ts';
import { turnForth } from './turnedPage.ts';

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
  /** Of a table's row: left and right of each cell, one after the other. */
  cells?: number[];
  /** Runs the way most of the page does; a stamp up the margin does not. */
  isUpright: boolean;
  /** Degrees clockwise of its writing direction. */
  angle: number;
  /** Number and extent of its column on the page. */
  region: number;
  regionLeft: number;
  regionRight: number;
}

/** All lines of a page in reading order; text that runs another way than most comes after the rest. */
export function readLines(page: PdfPage): PageLine[] {
  const byAngle = new Map<number, { runs: TextRun[]; length: number }>();
  for (const run of joinRuns(page.glyphs)) {
    const group = byAngle.get(run.angle);
    if (group) {
      group.runs.push(run);
      group.length += run.text.length;
    } else byAngle.set(run.angle, { runs: [run], length: run.text.length });
  }
  const groups = [...byAngle.values()].sort((a, b) => b.length - a.length);
  const lines: PageLine[] = [];
  let region = 0;
  for (const { runs } of groups) {
    for (const found of orderRegions(buildSegments(runs))) {
      for (const row of found.rows) lines.push(toLine(row, found, region, page, runs === groups[0]?.runs));
      region++;
    }
  }
  return lines;
}

function toLine(
  row: readonly Segment[],
  region: Region,
  index: number,
  page: PdfPage,
  isUpright: boolean,
): PageLine {
  const hasTurned = row.some(({ text }) => hasRightToLeft(text));
  const isTurned = hasTurned && isRightToLeft(row.map(({ text }) => text));
  const read = isTurned ? row.toReversed() : row;
  const texts = read.map(({ text }) =>
    hasTurned && (isTurned || hasRightToLeft(text)) ? toReadingOrder(text) : text,
  );
  const last = read.at(-1);
  const extent = {
    left: Number.POSITIVE_INFINITY,
    right: Number.NEGATIVE_INFINITY,
    top: Number.POSITIVE_INFINITY,
    bottom: Number.NEGATIVE_INFINITY,
  };
  let length = 0;
  let boldLength = 0;
  for (const segment of row) {
    length += segment.text.length;
    boldLength += segment.boldLength;
    if (segment.left < extent.left) extent.left = segment.left;
    if (segment.right > extent.right) extent.right = segment.right;
    if (segment.top < extent.top) extent.top = segment.top;
    if (segment.bottom > extent.bottom) extent.bottom = segment.bottom;
  }
  return {
    text: texts.join(region.isTable ? '\t' : ' '),
    box: toBox(extent, row[0]?.angle ?? 0, page),
    left: extent.left,
    right: extent.right,
    baseline: row[0]?.baseline ?? 0,
    size: row.reduce((best, segment) => (segment.text.length > best.text.length ? segment : best)).size,
    boldShare: boldLength / Math.max(1, length),
    endsInHyphen: last?.endsInHyphen ?? false,
    isTableRow: region.isTable,
    isUpright,
    angle: row[0]?.angle ?? 0,
    ...(region.isTable && { cells: read.flatMap(({ left, right }) => [left, right]) }),
    region: index,
    regionLeft: region.left,
    regionRight: region.right,
  };
}

/** Back to the page as it is displayed, as fractions of it, cut at its edges. */
function toBox(
  { left, right, top, bottom }: { left: number; right: number; top: number; bottom: number },
  angle: number,
  page: PdfPage,
): Box {
  const corners = [
    turnForth(left, top, angle),
    turnForth(right, top, angle),
    turnForth(left, bottom, angle),
    turnForth(right, bottom, angle),
  ];
  const across = corners.map(({ x }) => clamp(x / page.width));
  const down = corners.map(({ y }) => clamp(y / page.height));
  const box = { x: Math.min(...across), y: Math.min(...down) };
  return { ...box, width: Math.max(...across) - box.x, height: Math.max(...down) - box.y };
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
