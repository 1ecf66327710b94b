import type { Segment } from './segments.ts';

/** Share by which the distances of lines in one paragraph differ. */
const maxUnevenness = 0.15;

type Row = readonly Segment[];

/**
 * What looks like a table of two rows is two lines of a paragraph that a scan or justification set wide, where lines
 * stand as near above and below, from the same edge to the same edge.
 */
export function isRunningText(above: Row | undefined, rows: readonly Row[], below: Row | undefined): boolean {
  const [upper, lower] = rows;
  const [before] = above ?? [];
  const [after] = below ?? [];
  if (rows.length !== 2 || !upper?.[0] || !lower?.[0] || !above || !before || !below || !after) return false;
  const steps = [
    upper[0].baseline - before.baseline,
    lower[0].baseline - upper[0].baseline,
    after.baseline - lower[0].baseline,
  ];
  const least = Math.min(...steps);
  if (least <= 0 || Math.max(...steps) > (1 + maxUnevenness) * least) return false;
  const { left, right } = extentOf([...upper, ...lower]);
  return [above, below].every((row) => {
    const edges = extentOf(row);
    return Math.abs(edges.left - left) < before.size && Math.abs(edges.right - right) < before.size;
  });
}

function extentOf(row: Row): { left: number; right: number } {
  return {
    left: Math.min(...row.map((segment) => segment.left)),
    right: Math.max(...row.map((segment) => segment.right)),
  };
}
