import type { Box } from '@adiuva/contracts';
import type { PdfPage } from '../pdfParser.ts';
import { hasRightToLeft, isRightToLeft, toReadingOrder } from './direction.ts';
import { orderRegions, type Region } from './readingOrder.ts';
import { buildSegments, type Segment } from './segments.ts';
import { createRunJoiner, type TextRun } from './textRuns.ts';
import { direction } from './turnedPage.ts';

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

/** Reads the lines of page after page. */
export type LineReader = (page: PdfPage) => PageLine[];

export function createLineReader(): LineReader {
  const joinRuns = createRunJoiner();
  return (page) => readLines(page, joinRuns(page.glyphs));
}

/** All lines of a page in reading order; text that runs another way than most comes after the rest. */
function readLines(page: PdfPage, all: readonly TextRun[]): PageLine[] {
  const byAngle = new Map<number, { runs: TextRun[]; length: number }>();
  let group: { runs: TextRun[]; length: number } | undefined;
  let angle = -1;
  for (const run of all) {
    if (run.angle !== angle) {
      angle = run.angle;
      group = byAngle.get(angle);
    }
    if (!group) {
      group = { runs: [], length: 0 };
      byAngle.set(angle, group);
    }
    group.runs.push(run);
    group.length += run.text.length;
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

interface Extent {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function toLine(
  row: readonly Segment[],
  region: Region,
  index: number,
  page: PdfPage,
  isUpright: boolean,
): PageLine {
  const angle = row[0]?.angle ?? 0;
  const hasTurned = hasRightToLeftText(row);
  const isTurned = hasTurned && isRightToLeft(row.map(({ text }) => text));
  const read = isTurned ? row.toReversed() : row;
  const between = region.isTable ? '\t' : ' ';
  let text = '';
  for (const { text: own } of read) {
    if (text !== '') text += between;
    text += hasTurned && (isTurned || hasRightToLeft(own)) ? toReadingOrder(own) : own;
  }
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  let size = 0;
  let longest = -1;
  let length = 0;
  let boldLength = 0;
  for (const segment of row) {
    length += segment.text.length;
    boldLength += segment.boldLength;
    left = Math.min(left, segment.left);
    right = Math.max(right, segment.right);
    top = Math.min(top, segment.top);
    bottom = Math.max(bottom, segment.bottom);
    if (segment.text.length <= longest) continue;
    longest = segment.text.length;
    size = segment.size;
  }
  // Written out: there is one for every line of a long document.
  const line: PageLine = {
    text,
    box: toBox({ left, right, top, bottom }, angle, page),
    left,
    right,
    baseline: row[0]?.baseline ?? 0,
    size,
    boldShare: boldLength / Math.max(1, length),
    endsInHyphen: read.at(-1)?.endsInHyphen ?? false,
    isTableRow: region.isTable,
    isUpright,
    angle,
    region: index,
    regionLeft: region.left,
    regionRight: region.right,
  };
  if (region.isTable) line.cells = edgesOf(read);
  return line;
}

function edgesOf(cells: readonly Segment[]): number[] {
  const edges: number[] = [];
  for (const { left, right } of cells) edges.push(left, right);
  return edges;
}

function hasRightToLeftText(row: readonly Segment[]): boolean {
  for (const { text } of row) if (hasRightToLeft(text)) return true;
  return false;
}

/** Back to the page as it is displayed, as fractions of it, cut at its edges. */
function toBox({ left, right, top, bottom }: Extent, angle: number, { width, height }: PdfPage): Box {
  const { cos, sin } = direction(angle);
  const x1 = left * cos;
  const x2 = right * cos;
  const y1 = left * sin;
  const y2 = right * sin;
  const x = clamp((Math.min(x1, x2) - Math.max(top * sin, bottom * sin)) / width);
  const y = clamp((Math.min(y1, y2) + Math.min(top * cos, bottom * cos)) / height);
  return {
    x,
    y,
    width: clamp((Math.max(x1, x2) - Math.min(top * sin, bottom * sin)) / width) - x,
    height: clamp((Math.max(y1, y2) + Math.max(top * cos, bottom * cos)) / height) - y,
  };
}

function clamp(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
