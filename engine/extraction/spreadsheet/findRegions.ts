import type { CellRange } from '#base';
import { looksLikeData } from './looksLikeData.ts';
import type { RowSource, SheetRow } from './sheetRows.ts';

/** Cells that a person sees as one thing: a table with its title and notes, or lines of text. */
export interface Region {
  rows: RowSource;
  firstColumn: number;
  lastColumn: number;
}

/** A merged cell that is higher is a frame around much else. */
const maxMergeHeight = 50;
/** Tables beside each other; more of them are one table with gaps. */
const maxSideBySide = 12;
const maxCellsSideBySide = 1_000_000;
const maxDepth = 4;
/** Empty columns between the columns of one table: room that a merged or wide cell was given. */
const maxSpacer = 3;

/**
 * The tables of a sheet, from top to bottom and left to right: cut at rows and columns that are empty, except where
 * a single one is only a space inside of a table (between its head and its rows, before its subtotals).
 */
export function findRegions(rows: RowSource, merges: readonly CellRange[]): Region[] {
  const regions: Region[] = [];
  const sorted = merges
    .filter(({ firstRow, lastRow }) => lastRow - firstRow < maxMergeHeight)
    .toSorted((a, b) => a.firstRow - b.firstRow);
  cutRows(rows, sorted, regions, 0);
  return regions;
}

/** Runs of rows between empty ones; rows that are as wide as those above the empty ones go on with their table. */
export function cutByWidth(rows: RowSource): Region[] {
  const regions: Region[] = [];
  let from = 0;
  let width = 0;
  let usual = 0;
  for (let index = 0; index <= rows.count; index++) {
    const isOver = index === rows.count;
    const isAfterGap = index > from && !isOver && rows.rowNumber(index) > rows.rowNumber(index - 1) + 1;
    const last = isOver ? 0 : (rows.read(index).columns.at(-1) ?? 0);
    if (isOver || (isAfterGap && last !== usual)) {
      if (index > from) regions.push({ rows: slice(rows, from, index), firstColumn: 1, lastColumn: width });
      from = index;
      width = 0;
    }
    width = Math.max(width, last);
    usual = last;
  }
  return regions;
}

function cutRows(rows: RowSource, merges: readonly CellRange[], regions: Region[], depth: number): void {
  let reach = 0;
  let nextMerge = 0;
  let from = 0;
  const runs: { rows: RowSource; merges: CellRange[] }[] = [];
  let held: CellRange[] = [];
  for (let index = 0; index < rows.count; index++) {
    const row = rows.rowNumber(index);
    for (let merge = merges[nextMerge]; merge && merge.firstRow <= row; merge = merges[++nextMerge]) {
      reach = Math.max(reach, merge.lastRow);
      held.push(merge);
    }
    const next = index + 1 < rows.count ? rows.rowNumber(index + 1) : Number.POSITIVE_INFINITY;
    if (next === row + 1 || next <= reach) continue;
    runs.push({ rows: slice(rows, from, index + 1), merges: held });
    from = index + 1;
    held = [];
  }
  for (let index = 0; index < runs.length; ) {
    const run = runs[index++];
    if (!run) break;
    let end = index;
    for (
      let below = runs[end];
      below && continues(run.rows, runs[end - 1]?.rows, below.rows);
      below = runs[++end]
    )
      run.merges.push(...below.merges);
    const whole = end === index ? run.rows : concatenate(runs.slice(index - 1, end).map((part) => part.rows));
    index = end;
    cutColumns(whole, run.merges, regions, depth);
  }
}

/** Whether rows below one empty row go on with the table above it, which has columns enough to tell. */
function continues(top: RowSource, above: RowSource | undefined, below: RowSource): boolean {
  if (!above || below.rowNumber(0) - above.rowNumber(above.count - 1) !== 2) return false;
  const first = below.read(0);
  if (first.columns.length < 2 || !first.texts.some(looksLikeData)) return false;
  const head = widest(top);
  const least = head.columns[0] ?? 0;
  const most = head.columns.at(-1) ?? 0;
  return (
    head.columns.length > 1 && first.columns.every((column) => column >= least - 1 && column <= most + 1)
  );
}

const headRows = 8;

function widest(rows: RowSource): SheetRow {
  let found = rows.read(0);
  for (let index = 1; index < Math.min(rows.count, headRows); index++) {
    const row = rows.read(index);
    if (row.columns.length > found.columns.length) found = row;
  }
  return found;
}

interface ColumnRun {
  first: number;
  last: number;
}

function cutColumns(rows: RowSource, merges: readonly CellRange[], regions: Region[], depth: number): void {
  const seen = new Set<number>();
  let cells = 0;
  for (let index = 0; index < rows.count; index++) {
    const { columns } = rows.read(index);
    cells += columns.length;
    for (const column of columns) seen.add(column);
  }
  const runs = columnRuns([...seen], merges);
  const least = runs[0]?.first ?? 1;
  const most = runs.at(-1)?.last ?? 1;
  const isWorthwhile =
    runs.length > 1 && runs.length <= maxSideBySide * 2 && cells <= maxCellsSideBySide && depth < maxDepth;
  const groups = isWorthwhile ? joinSpaced(rows, runs) : [];
  if (groups.length < 2 || groups.length > maxSideBySide) {
    regions.push({ rows, firstColumn: least, lastColumn: most });
    return;
  }
  for (const group of groups) {
    const inside = merges.filter(
      ({ firstColumn, lastColumn }) => firstColumn >= group.first && lastColumn <= group.last,
    );
    cutRows(within(rows, group), inside, regions, depth + 1);
  }
}

/** Columns without a gap between them; a merged cell fills all that it covers, as far as there is anything. */
function columnRuns(columns: readonly number[], merges: readonly CellRange[]): ColumnRun[] {
  const pieces: ColumnRun[] = columns.map((column) => ({ first: column, last: column }));
  const least = columns.reduce((found, column) => Math.min(found, column), Number.POSITIVE_INFINITY);
  const most = columns.reduce((found, column) => Math.max(found, column), 0);
  for (const { firstColumn, lastColumn } of merges) {
    const piece = { first: Math.max(firstColumn, least), last: Math.min(lastColumn, most) };
    if (piece.first <= piece.last) pieces.push(piece);
  }
  pieces.sort((a, b) => a.first - b.first);
  const runs: ColumnRun[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last && piece.first <= last.last + 1) last.last = Math.max(last.last, piece.last);
    else runs.push({ ...piece });
  }
  return runs;
}

/** Runs of columns that stand apart; a few empty columns inside a table do not part it. */
function joinSpaced(rows: RowSource, runs: readonly ColumnRun[]): ColumnRun[] {
  const groups: ColumnRun[] = [];
  for (const run of runs) {
    const left = groups.at(-1);
    if (left && run.first - left.last <= maxSpacer + 1 && belongsTo(rows, left, run)) left.last = run.last;
    else groups.push({ ...run });
  }
  return groups;
}

/** Columns that need those on their left to be understood: figures without names, or remarks beside the rows. */
function belongsTo(rows: RowSource, left: ColumnRun, right: ColumnRun): boolean {
  let rightRows = 0;
  let shared = 0;
  let values = 0;
  for (let index = 0; index < rows.count; index++) {
    const { columns, texts } = rows.read(index);
    const at = columns.findIndex((column) => column >= right.first && column <= right.last);
    if (at < 0) continue;
    rightRows++;
    if (columns.some((column) => column >= left.first && column <= left.last)) shared++;
    if (columns[at] !== right.first || looksLikeData(texts[at] ?? '')) values++;
  }
  const leastShared = right.first - left.last === 2 ? 0.7 : 1;
  if (shared < rightRows * leastShared || rightRows < 2) return false;
  return right.first === right.last || values * 2 >= rightRows - 1;
}

function slice(rows: RowSource, from: number, to: number): RowSource {
  if (from === 0 && to === rows.count) return rows;
  return {
    count: to - from,
    rowNumber: (index) => rows.rowNumber(from + index),
    read: (index) => rows.read(from + index),
  };
}

function concatenate(sources: readonly RowSource[]): RowSource {
  const starts: number[] = [];
  let count = 0;
  for (const source of sources) {
    starts.push(count);
    count += source.count;
  }
  let current = 0;
  const place = (index: number): [RowSource | undefined, number] => {
    while (current > 0 && index < (starts[current] ?? 0)) current--;
    while (current + 1 < starts.length && index >= (starts[current + 1] ?? 0)) current++;
    return [sources[current], index - (starts[current] ?? 0)];
  };
  return {
    count,
    rowNumber(index) {
      const [source, at] = place(index);
      return source?.rowNumber(at) ?? 0;
    },
    read(index) {
      const [source, at] = place(index);
      return source?.read(at) ?? { row: 0, columns: [], texts: [] };
    },
  };
}

/** The rows that have cells in these columns, with those cells only. */
function within(rows: RowSource, { first, last }: ColumnRun): RowSource {
  const kept: SheetRow[] = [];
  for (let index = 0; index < rows.count; index++) {
    const { row, columns, texts } = rows.read(index);
    const from = columns.findIndex((column) => column >= first);
    if (from < 0) continue;
    let to = from;
    while (to < columns.length && (columns[to] ?? 0) <= last) to++;
    if (to > from) kept.push({ row, columns: columns.slice(from, to), texts: texts.slice(from, to) });
  }
  return {
    count: kept.length,
    rowNumber: (index) => kept[index]?.row ?? 0,
    read: (index) => kept[index] ?? { row: 0, columns: [], texts: [] },
  };
}
