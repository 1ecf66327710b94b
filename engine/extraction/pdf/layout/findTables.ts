import { isCaptionStart } from './captions.ts';
import type { Segment } from './segments.ts';
import { findColumns } from './tableColumns.ts';

/** From inclusive, to exclusive. */
export interface Span {
  from: number;
  to: number;
}

/** Rows of one cell that a table may have in between: the rest of a wrapped one. */
const maxWrappedRows = 2;
/** In ems: rows further apart are two tables. */
const maxStep = 5;
/** In ems: a table has wider gaps than this between some of its cells. */
const tableGap = 1;
/** Share of the cells that a table has filled; less is text with wide gaps. */
const leastFilled = 0.45;

/** Stretches of at least two rows with several cells under each other. */
export function findTables(rows: readonly Segment[][]): Span[] {
  const tables: Span[] = [];
  let first = -1;
  let last = -1;
  let count = 0;
  const close = () => {
    const found = rows.slice(first, last + 1);
    if (count >= 2 && isFilled(found) && found.some(hasWideGap)) {
      while (isWrapped(rows[last + 1], rows[last])) last++;
      tables.push({ from: first, to: last + 1 });
    }
    count = 0;
  };
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index] ?? [];
    const lead = row[0];
    if (row.length <= (isMarker(lead) ? 2 : 1)) {
      if (count > 0 && lead && isCaptionStart(lead.text)) close();
      continue;
    }
    const above = rows[last]?.[0];
    const isFar = above && lead && lead.baseline - above.baseline > maxStep * Math.max(lead.size, above.size);
    if (count > 0 && (index - last > maxWrappedRows + 1 || isFar)) close();
    if (count === 0) first = index;
    last = index;
    count++;
  }
  close();
  return tables;
}

/** Wider than between words that a scan or justification sets apart; what follows a marker says nothing. */
function hasWideGap(row: readonly Segment[]): boolean {
  for (let index = 1; index < row.length; index++) {
    const cell = row[index];
    const before = row[index - 1];
    if (!cell || !before || (index === 1 && isMarker(before))) continue;
    if (cell.left - before.right >= tableGap * Math.max(cell.size, before.size)) return true;
  }
  return false;
}

/** The rest of a cell of the last row: right under it, and not in the first column, where a new row or text begins. */
function isWrapped(row: readonly Segment[] | undefined, above: readonly Segment[] | undefined): boolean {
  const only = row?.[0];
  const before = above?.[0];
  if (!only || !before || row.length > 1) return false;
  if (only.baseline - before.baseline > 1.35 * only.size) return false;
  const cells = above?.slice(above.length === 1 ? 0 : 1) ?? [];
  return cells.some((cell) => Math.abs(cell.left - only.left) < 0.5 * only.size);
}

function isFilled(rows: readonly Segment[][]): boolean {
  const columns = findColumns(rows).length;
  let several = 0;
  let cells = 0;
  for (const row of rows) {
    if (row.length < 2) continue;
    several++;
    cells += row.length;
  }
  return cells >= leastFilled * columns * several;
}

/** A bullet or number that stands apart from its text: a list, not a table of two columns. */
function isMarker(segment: Segment | undefined): boolean {
  return (
    segment !== undefined &&
    /^(?:[•‣◦●○■□▪▸►✓✔–—*·-]|o|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])$/.test(segment.text)
  );
}
