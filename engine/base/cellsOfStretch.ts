import type { Part, TableGrid } from '@adiuva/contracts';
import { type CellRange, rangeName } from './cellRange.ts';

/**
 * The cells that a stretch of a part covers, as a spreadsheet names them: on a sheet all of them, elsewhere those
 * of a table if it is the only one there.
 */
export function cellsOfStretch(part: Part, start: number, end: number): string | undefined {
  const isSheet = part.locator.kind === 'cells';
  const ranges = part.blocks.flatMap((block) => {
    if (!block.grid || block.start >= end || block.end <= start) return [];
    if (!isSheet && block.kind !== 'table') return [];
    return rowsWithin(block.grid, start, end) ?? [];
  });
  const [first, ...others] = ranges;
  if (!first || (others.length > 0 && !isSheet)) return undefined;
  return rangeName(others.reduce(around, first));
}

/** A row reaches to where the next one begins; empty rows have no width. */
function rowsWithin(grid: TableGrid, start: number, end: number): CellRange | undefined {
  const { rows, firstRow, firstColumn, columns } = grid;
  const last = lastUnder(rows, end);
  // What stands before the first row is the head of a table that goes on from the part before.
  if (last < 0) return undefined;
  const first = Math.max(0, lastUnder(rows, start + 1));
  return {
    firstRow: firstRow + first,
    lastRow: firstRow + last,
    firstColumn,
    lastColumn: firstColumn + columns - 1,
  };
}

/** Index of the last offset under a limit; -1 where there is none. */
function lastUnder(offsets: TableGrid['rows'], limit: number): number {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function around(a: CellRange, b: CellRange): CellRange {
  return {
    firstRow: Math.min(a.firstRow, b.firstRow),
    lastRow: Math.max(a.lastRow, b.lastRow),
    firstColumn: Math.min(a.firstColumn, b.firstColumn),
    lastColumn: Math.max(a.lastColumn, b.lastColumn),
  };
}
