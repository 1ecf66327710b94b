import { sortStable } from './sortStable.ts';

/** A stretch of a line, a column. */
export interface Extent {
  left: number;
  right: number;
}

/** Begins with the row of most cells; a cell of another row widens the column under it or stands in one of its own. */
export function findColumns(rows: readonly (readonly Extent[])[]): Extent[] {
  const byCount = sortStable(rows.slice(), (a, b) => a.length > b.length);
  // One after the other, left and right: they change with nearly every cell.
  const edges: number[] = [];
  for (const { left, right } of byCount[0] ?? []) edges.push(left, right);
  for (let index = 1; index < byCount.length; index++)
    for (const { left, right } of byCount[index] ?? []) addCell(edges, left, right);
  const columns: Extent[] = [];
  for (let at = 0; at < edges.length; at += 2)
    columns.push({ left: edges[at] ?? 0, right: edges[at + 1] ?? 0 });
  return sortStable(columns, (a, b) => a.left < b.left);
}

function addCell(edges: number[], left: number, right: number): void {
  const under = findOverlap(edges, left, right, -1);
  if (under < 0) {
    edges.push(left, right);
    return;
  }
  if (findOverlap(edges, left, right, under) >= 0) return;
  const widerLeft = Math.min(edges[under] ?? 0, left);
  const widerRight = Math.max(edges[under + 1] ?? 0, right);
  if (findOverlap(edges, widerLeft, widerRight, under) >= 0) return;
  edges[under] = widerLeft;
  edges[under + 1] = widerRight;
}

/** Where the first column begins that shares something with the stretch, but for one; -1 without any. */
function findOverlap(edges: readonly number[], left: number, right: number, but: number): number {
  for (let at = 0; at < edges.length; at += 2) {
    if (at === but) continue;
    if (Math.min(edges[at + 1] ?? 0, right) > Math.max(edges[at] ?? 0, left)) return at;
  }
  return -1;
}

export function overlaps(a: Extent, b: Extent): boolean {
  return Math.min(a.right, b.right) > Math.max(a.left, b.left);
}
