import type { Box } from '@adiuva/contracts';
import type { PageLine } from './pageLines.ts';
import { type Extent, findColumns, overlaps } from './tableColumns.ts';

interface Cell extends Extent {
  text: string;
}

export interface TableRow {
  /** One a column, empty where the row has none. */
  cells: string[];
  box: Box;
}

/** Finds the columns of a table, and its rows where cells run over several lines. */
export function arrangeTable(lines: readonly PageLine[]): { rows: TableRow[]; columns: number } {
  const cells = lines.map(cellsOf);
  const columns = findColumns(cells);
  const placed = closeUp(cells.map((row) => place(row, columns)));
  const continues = findContinuations(lines, placed);
  const rows: TableRow[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    const texts = placed[index];
    if (!line || !texts) continue;
    const last = rows.at(-1);
    if (last && continues[index]) {
      for (let column = 0; column < texts.length; column++) {
        const text = texts[column] ?? '';
        if (text !== '') last.cells[column] = joinCell(last.cells[column] ?? '', text);
      }
      last.box = around(last.box, line.box);
    } else rows.push({ cells: texts, box: line.box });
  }
  return { rows, columns: placed[0]?.length ?? 0 };
}

function cellsOf(line: PageLine): Cell[] {
  const edges = line.cells ?? [line.left, line.right];
  return line.text.split('\t').map((text, index) => ({
    text,
    left: edges[2 * index] ?? line.left,
    right: edges[2 * index + 1] ?? line.right,
  }));
}

/** A cell over several columns stands in the first of them. */
function place(row: readonly Cell[], columns: readonly Extent[]): string[] {
  const texts = columns.map(() => '');
  for (const cell of row) {
    let at = 0;
    while (at < columns.length && !overlaps(columns[at] ?? cell, cell)) at++;
    if (at === columns.length) at = nearest(columns, cell);
    texts[at] = joinCell(texts[at] ?? '', cell.text);
  }
  return texts;
}

/** A column that only one row uses, where its neighbour has nothing, is a head that stands beside what it heads. */
function closeUp(rows: string[][]): string[][] {
  const width = rows[0]?.length ?? 0;
  for (let column = width - 2; column >= 0; column--) {
    const isFree = rows.every((row) => row[column] === '' || row[column + 1] === '');
    const used = (at: number) => rows.filter((row) => row[at] !== '').length;
    if (!isFree || Math.min(used(column), used(column + 1)) > 1) continue;
    for (const row of rows) row.splice(column, 2, `${row[column]}${row[column + 1]}`);
  }
  return rows;
}

function nearest(columns: readonly Extent[], cell: Cell): number {
  const middle = (cell.left + cell.right) / 2;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { left, right }] of columns.entries()) {
    const distance = Math.abs((left + right) / 2 - middle);
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/**
 * Which lines carry on the row above. Where the gaps between rows are wider than those between lines, the gaps tell;
 * where all are alike, a line without a first cell, or with less than half of the cells, goes with what is above it.
 */
function findContinuations(lines: readonly PageLine[], placed: readonly string[][]): boolean[] {
  const steps = lines.map((line, index) => line.baseline - (lines[index - 1]?.baseline ?? line.baseline));
  const positive = steps.slice(1).filter((step) => step > 0);
  const tight = Math.min(...positive);
  const size = Math.max(...lines.map((line) => line.size));
  const hasWideGaps = tight < 1.45 * size && positive.some((step) => step > 1.35 * tight);
  return lines.map((_, index) => {
    if (index === 0) return false;
    const row = placed[index] ?? [];
    const filled = row.filter((text) => text !== '').length;
    if (filled === row.length && !hasWideGaps) return false;
    const step = steps[index] ?? 0;
    if (hasWideGaps)
      return step < 1.2 * tight && (filled < row.length || isCarriedOn(placed[index - 1], row));
    return row[0] === '' && step < 1.6 * size && filled < row.length && hasText(placed[index - 1]);
  });
}

/** Every cell goes on in small letters, as no row begins. */
function isCarriedOn(before: readonly string[] | undefined, row: readonly string[]): boolean {
  return before !== undefined && row.every((text) => text === '' || /^[\p{Ll}(]/u.test(text));
}

function hasText(row: readonly string[] | undefined): boolean {
  return row?.some((text) => text !== '') ?? false;
}

function joinCell(before: string, text: string): string {
  if (before === '') return text;
  if (/\p{L}[-\u2010]$/u.test(before) && /^\p{Ll}/u.test(text)) return before.slice(0, -1) + text;
  return `${before} ${text}`;
}

function around(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}
