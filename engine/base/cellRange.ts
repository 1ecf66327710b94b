/** Cells from one corner to the other, 1-based, both inclusive. */
export interface CellRange {
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
}

/** `A` for 1, `AA` for 27. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** `A5:D20`, or `B3` for a single cell. */
export function rangeName({ firstRow, lastRow, firstColumn, lastColumn }: CellRange): string {
  const first = `${columnName(firstColumn)}${firstRow}`;
  const last = `${columnName(lastColumn)}${lastRow}`;
  return first === last ? first : `${first}:${last}`;
}
