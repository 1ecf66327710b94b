import type { CellRange } from '#base';

/** The last row and column of the largest sheets there are (Excel's; LibreOffice's are no larger). */
export const maxRow = 1_048_576;
export const maxColumn = 16_384;

/** Row and column of `B12` or `$B$12`; undefined for what is no address on a sheet. */
export function readAddress(address: string): { row: number; column: number } | undefined {
  let index = 0;
  let column = 0;
  let row = 0;
  if (address.charCodeAt(index) === 36) index++;
  for (; index < address.length; index++) {
    const code = address.charCodeAt(index) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
    if (column > maxColumn) return undefined;
  }
  if (address.charCodeAt(index) === 36) index++;
  for (; index < address.length; index++) {
    const digit = address.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return undefined;
    row = row * 10 + digit;
    if (row > maxRow) return undefined;
  }
  return row > 0 && column > 0 ? { row, column } : undefined;
}

/** `A1:C3` as a range, its corners in order; undefined for what is none. */
export function readRange(range: string): CellRange | undefined {
  const colon = range.indexOf(':');
  const first = readAddress(colon < 0 ? range : range.slice(0, colon));
  const last = colon < 0 ? first : readAddress(range.slice(colon + 1));
  if (!first || !last) return undefined;
  return {
    firstRow: Math.min(first.row, last.row),
    lastRow: Math.max(first.row, last.row),
    firstColumn: Math.min(first.column, last.column),
    lastColumn: Math.max(first.column, last.column),
  };
}
