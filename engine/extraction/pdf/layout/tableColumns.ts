/** A stretch of a line, a column. */
export interface Extent {
  left: number;
  right: number;
}

/** Begins with the row of most cells; a cell of another row widens the column under it or stands in one of its own. */
export function findColumns(rows: readonly (readonly Extent[])[]): Extent[] {
  const byCount = [...rows].sort((a, b) => b.length - a.length);
  const columns: Extent[] = (byCount[0] ?? []).map(({ left, right }) => ({ left, right }));
  for (const row of byCount.slice(1)) {
    for (const cell of row) {
      const under = columns.filter((column) => overlaps(column, cell));
      const [column] = under;
      if (under.length > 1) continue;
      if (!column) {
        columns.push({ left: cell.left, right: cell.right });
        continue;
      }
      const wider = { left: Math.min(column.left, cell.left), right: Math.max(column.right, cell.right) };
      if (columns.some((other) => other !== column && overlaps(other, wider))) continue;
      column.left = wider.left;
      column.right = wider.right;
    }
  }
  return columns.sort((a, b) => a.left - b.left);
}

export function overlaps(a: Extent, b: Extent): boolean {
  return Math.min(a.right, b.right) > Math.max(a.left, b.left);
}
