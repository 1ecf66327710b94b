import { hasRightToLeft, isRightToLeft } from './direction.ts';
import { findTables, type Span } from './findTables.ts';
import { isRunningText } from './runningText.ts';
import type { Segment } from './segments.ts';
import { sortStable } from './sortStable.ts';

/** Segments that are read from top to bottom as one column: the page, a column, a cell block. */
export interface Region {
  /** One entry a row; more than one segment where a row has wide gaps. */
  rows: Segment[][];
  left: number;
  right: number;
  /** Its rows have cells under each other. */
  isTable: boolean;
}

const maxDepth = 6;

/**
 * The order in which a reader takes a page, by its white space (after the recursive X-Y cut of Nagy and Seth,
 * 1984): bands of rows that share a vertical gutter are columns, read one after the other; a row that crosses the
 * gutter ends the band. Gutters of a table are not columns: short cells on common baselines are read by row.
 */
export function orderRegions(segments: readonly Segment[]): Region[] {
  const isTurned = segments.some(({ text }) => hasRightToLeft(text));
  const regions = order(segments, 0, isTurned && isRightToLeft(segments.map(({ text }) => text)));
  for (const [index, region] of regions.entries()) {
    const above = regions[index - 1]?.rows.at(-1);
    const below = regions[index + 1]?.rows[0];
    if (region.isTable && isRunningText(above, region.rows, below)) region.isTable = false;
  }
  return mergeNeighbours(regions);
}

/** @param isTurned the page is read from right to left, its columns too */
function order(segments: readonly Segment[], depth: number, isTurned: boolean): Region[] {
  if (segments.length === 0) return [];
  const regions: Region[] = [];
  for (const band of findBands(segments)) {
    const columns = depth < maxDepth && band.gutters.length > 0 ? toColumns(band) : undefined;
    if (isTurned) columns?.reverse();
    if (columns) for (const column of columns) regions.push(...order(column, depth + 1, isTurned));
    else regions.push(...asRows(band));
  }
  return regions;
}

interface Band {
  segments: Segment[];
  /** White space from top to bottom with text on both sides. */
  gutters: Span[];
}

function findBands(segments: readonly Segment[]): Band[] {
  const minGutter = 0.8 * medianSize(segments);
  const bands: Band[] = [];
  let held: Segment[] = [];
  let heldLeft = Number.POSITIVE_INFINITY;
  let heldRight = Number.NEGATIVE_INFINITY;
  let free: FreeSpace = [];
  let gutters: Span[] = [];
  for (const strip of cutStrips(segments)) {
    const own = freeSpace(strip);
    const stripLeft = leftOf(strip);
    const stripRight = rightOf(strip);
    const left = Math.min(heldLeft, stripLeft);
    const right = Math.max(heldRight, stripRight);
    const shared = held.length === 0 ? own : intersect(free, own);
    const inside = guttersOf(shared, left, right, minGutter);
    const ownGutters = guttersOf(own, -Number.MAX_VALUE, Number.MAX_VALUE, minGutter);
    if (held.length > 0 && inside.length === 0 && (gutters.length > 0 || ownGutters.length > 0)) {
      bands.push({ segments: held, gutters });
      held = strip;
      heldLeft = stripLeft;
      heldRight = stripRight;
      free = own;
      gutters = ownGutters;
    } else {
      for (const segment of strip) held.push(segment);
      heldLeft = left;
      heldRight = right;
      free = shared;
      gutters = inside;
    }
  }
  if (held.length > 0) bands.push({ segments: held, gutters });
  return bands;
}

function leftOf(segments: readonly Segment[]): number {
  let least = Number.POSITIVE_INFINITY;
  for (const { left } of segments) if (left < least) least = left;
  return least;
}

function rightOf(segments: readonly Segment[]): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const { right } of segments) if (right > most) most = right;
  return most;
}

/** Groups of segments between which a horizontal line can be drawn without touching text. */
function cutStrips(segments: readonly Segment[]): Segment[][] {
  const sorted = sortStable(segments.slice(), (a, b) => topOf(a) < topOf(b));
  const strips: Segment[][] = [];
  let strip: Segment[] = [];
  let bottom = Number.NEGATIVE_INFINITY;
  for (const segment of sorted) {
    if (topOf(segment) >= bottom && strip.length > 0) {
      strips.push(strip);
      strip = [];
    }
    strip.push(segment);
    bottom = Math.max(strip.length === 1 ? Number.NEGATIVE_INFINITY : bottom, bottomOf(segment));
  }
  if (strip.length > 0) strips.push(strip);
  return strips;
}

/** Tight vertical extent: lines set solid must not overlap. */
function topOf(segment: Segment): number {
  return segment.baseline - 0.65 * segment.size;
}

function bottomOf(segment: Segment): number {
  return segment.baseline + 0.1 * segment.size;
}

/** Ascending, apart from one another: where each begins and ends, one after the other, as a page has very many. */
type FreeSpace = number[];

function freeSpace(strip: readonly Segment[]): FreeSpace {
  const sorted = strip.length === 1 ? strip : sortStable(strip.slice(), isLeftOf);
  const free: FreeSpace = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const segment of sorted) {
    if (segment.left > from) free.push(from, segment.left);
    from = Math.max(from, segment.right);
  }
  free.push(from, Number.POSITIVE_INFINITY);
  return free;
}

function isLeftOf(a: Segment, b: Segment): boolean {
  return a.left < b.left;
}

function intersect(a: FreeSpace, b: FreeSpace): FreeSpace {
  const shared: FreeSpace = [];
  for (let one = 0, other = 0; one < a.length && other < b.length; ) {
    const endOfOne = a[one + 1] ?? 0;
    const endOfOther = b[other + 1] ?? 0;
    const from = Math.max(a[one] ?? 0, b[other] ?? 0);
    const to = Math.min(endOfOne, endOfOther);
    if (to > from) shared.push(from, to);
    if (endOfOne < endOfOther) one += 2;
    else other += 2;
  }
  return shared;
}

const noGutters: Span[] = [];

/** What lies between two edges and is wide enough. */
function guttersOf(free: FreeSpace, left: number, right: number, minGutter: number): Span[] {
  let gutters = noGutters;
  for (let at = 0; at < free.length; at += 2) {
    const from = free[at] ?? 0;
    const to = free[at + 1] ?? 0;
    if (from < left || to > right || to - from < minGutter) continue;
    if (gutters === noGutters) gutters = [];
    gutters.push({ from, to });
  }
  return gutters;
}

/** The columns of a band, left to right, or undefined where its gutters are those of a table or of bullets. */
function toColumns(band: Band): Segment[][] | undefined {
  const cuts = band.gutters.map(({ from, to }) => (from + to) / 2).sort((a, b) => a - b);
  let columns: Segment[][] = cuts.map(() => []);
  columns.push([]);
  for (const segment of band.segments) {
    const center = (segment.left + segment.right) / 2;
    let column = 0;
    for (const cut of cuts) if (cut < center) column++;
    columns[column]?.push(segment);
  }
  columns = joinMarkers(columns.filter((column) => column.length > 0));
  if (columns.length < 2) return undefined;
  const shapes = columns.map(shapeOf);
  const prose = shapes.filter((shape) => shape.rows >= 2 && shape.meanLength >= 20);
  const aligned = alignment(columns);
  if (prose.length === columns.length) {
    // Cells of full sentences are still cells where every line has its neighbour and there are many columns.
    return aligned > 0.8 && columns.length > 3 ? undefined : columns;
  }
  if (aligned > 0.5) return undefined;
  return shapes.every((shape) => shape.rows >= 3 && shape.meanLength >= 8) ? columns : undefined;
}

/** Bullets, numbers and dots that stand left of their text belong to the column on their right. */
function joinMarkers(columns: readonly Segment[][]): Segment[][] {
  const joined: Segment[][] = [];
  let markers: Segment[] = [];
  for (const column of columns) {
    if (shapeOf(column).meanLength < 4) markers = [...markers, ...column];
    else {
      joined.push([...markers, ...column]);
      markers = [];
    }
  }
  if (markers.length > 0) joined.push([...(joined.pop() ?? []), ...markers]);
  return joined;
}

function shapeOf(column: readonly Segment[]): { rows: number; meanLength: number } {
  const rows = rowsOf(column).size;
  let length = 0;
  for (const { text } of column) length += weightedLength(text);
  return { rows, meanLength: length / Math.max(1, rows) };
}

function rowsOf(column: readonly Segment[]): Set<number> {
  const rows = new Set<number>();
  for (const { row } of column) rows.add(row);
  return rows;
}

/** A wide character counts for two: it says as much. */
function weightedLength(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x3000 && isWide(unit)) length++;
  }
  return length;
}

function isWide(unit: number): boolean {
  return unit <= 0x9fff || (unit >= 0xac00 && unit <= 0xd7af) || (unit >= 0xff00 && unit <= 0xff60);
}

/** Share of rows of the shortest column that have a neighbour in every other. */
function alignment(columns: readonly Segment[][]): number {
  const rows = columns.map(rowsOf);
  const shortest = rows.reduce((a, b) => (b.size < a.size ? b : a));
  let shared = 0;
  for (const row of shortest) if (rows.every((set) => set.has(row))) shared++;
  return shared / Math.max(1, shortest.size);
}

/** The rows of a band, in runs that are a table or are not. */
function asRows(band: Band): Region[] {
  const rows: Segment[][] = [];
  let row: Segment[] = [];
  const ordered = sortStable(
    band.segments.slice(),
    (a, b) => a.row < b.row || (a.row === b.row && a.left < b.left),
  );
  for (const segment of ordered) {
    if (row[0]?.row === segment.row) row.push(segment);
    else {
      row = [segment];
      rows.push(row);
    }
  }
  const tables = band.gutters.length > 0 ? findTables(rows) : [];
  const regions: Region[] = [];
  let next = 0;
  for (const { from, to } of tables) {
    if (from > next) regions.push(toRegion(rows.slice(next, from), false));
    regions.push(toRegion(rows.slice(from, to), true));
    next = to;
  }
  if (next < rows.length) regions.push(toRegion(rows.slice(next), false));
  return regions;
}

function toRegion(rows: Segment[][], isTable: boolean): Region {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    left = Math.min(left, leftOf(row));
    right = Math.max(right, rightOf(row));
  }
  return { rows, left, right, isTable };
}

/** Plain bands under each other are one column: a paragraph may run through both. */
function mergeNeighbours(regions: readonly Region[]): Region[] {
  const merged: Region[] = [];
  for (const region of regions) {
    const last = merged.at(-1);
    const overlap = last ? Math.min(last.right, region.right) - Math.max(last.left, region.left) : 0;
    if (last?.isTable && region.isTable && isSameTable(last, region)) {
      append(last, region);
      continue;
    }
    const canMerge =
      last &&
      !last.isTable &&
      !region.isTable &&
      overlap > 0.3 * Math.min(last.right - last.left, region.right - region.left) &&
      lastBaseline(last) < firstBaseline(region);
    if (canMerge) append(last, region);
    else merged.push(region);
  }
  return merged;
}

function append(region: Region, below: Region): void {
  for (const row of below.rows) region.rows.push(row);
  region.left = Math.min(region.left, below.left);
  region.right = Math.max(region.right, below.right);
}

/** One right under the other, and cells from the same edge: a row in between was too wide for its column. */
function isSameTable(above: Region, below: Region): boolean {
  const size = medianSize(above.rows.flat());
  const step = firstBaseline(below) - lastBaseline(above);
  const count = (region: Region) => Math.max(...region.rows.map((row) => row.length));
  return (
    step > 0 && step < 2.2 * size && Math.abs(above.left - below.left) < size && count(above) === count(below)
  );
}

function firstBaseline(region: Region): number {
  return region.rows[0]?.[0]?.baseline ?? 0;
}

function lastBaseline(region: Region): number {
  return region.rows.at(-1)?.[0]?.baseline ?? 0;
}

function medianSize(segments: readonly Segment[]): number {
  const sizes = new Float64Array(segments.length);
  let isOne = true;
  for (let at = 0; at < segments.length; at++) {
    sizes[at] = segments[at]?.size ?? 0;
    isOne = isOne && sizes[at] === sizes[0];
  }
  // Of most columns there is one size of type.
  if (!isOne) sizes.sort();
  return sizes[sizes.length >> 1] ?? 0;
}
