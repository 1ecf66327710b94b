import type { StoryBlock } from '../office/storyBlocks.ts';

/** A place on the slide, in whatever unit the format has. */
export interface ShapeBox {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What a placeholder is for; shapes that are none have `other`. */
export type ShapeRole = 'title' | 'subtitle' | 'body' | 'margin' | 'other';

/** A shape of a slide with what it says; a group has shapes of its own. */
export interface Shape {
  role: ShapeRole;
  box: ShapeBox | undefined;
  blocks: StoryBlock[];
  children: Shape[];
}

/** Beyond this many shapes side by side nobody laid them out by hand. */
const maxCutShapes = 400;

/**
 * Shapes in the order in which a person reads them: the title, then what stands apart by the widest gaps, columns
 * or rows, each read to its end. Dates, footers and numbers of slides are left out.
 *
 * @param tolerance by how much neighbours may overlap and still stand apart
 */
export function inReadingOrder(shapes: readonly Shape[], tolerance: number): Shape[] {
  const titles = shapes.filter(({ role }) => role === 'title');
  const rest = shapes.filter(({ role }) => role !== 'title' && role !== 'margin');
  const unplaced = rest.filter(({ box }) => !box);
  const placed = rest.flatMap((shape) => (shape.box ? [{ shape, box: shape.box }] : []));
  const ordered = cut(placed, tolerance).map(({ shape }) => shape);
  return [...titles, ...unplaced, ...ordered].flatMap((shape) =>
    shape.children.length > 0 ? [shape, ...inReadingOrder(shape.children, tolerance)] : [shape],
  );
}

interface Placed {
  shape: Shape;
  box: ShapeBox;
}

/** The recursive XY-cut of Nagy and Seth (1984), along the widest gap first. */
function cut(shapes: readonly Placed[], tolerance: number): Placed[] {
  if (shapes.length < 2) return [...shapes];
  const byRow = (a: Placed, b: Placed) => a.box.y - b.box.y || a.box.x - b.box.x;
  if (shapes.length > maxCutShapes) return [...shapes].sort(byRow);
  const rows = split(shapes, ({ box }) => [box.y, box.y + box.height], tolerance);
  const columns = split(shapes, ({ box }) => [box.x, box.x + box.width], tolerance);
  const best = rows.gap >= columns.gap ? rows : columns;
  if (best.groups.length > 1) return best.groups.flatMap((group) => cut(group, tolerance));
  return [...shapes].sort(byRow);
}

function split(
  shapes: readonly Placed[],
  range: (shape: Placed) => readonly [start: number, end: number],
  tolerance: number,
): { groups: Placed[][]; gap: number } {
  const sorted = [...shapes].sort((a, b) => range(a)[0] - range(b)[0]);
  const groups: Placed[][] = [];
  let reach = Number.NEGATIVE_INFINITY;
  let gap = Number.NEGATIVE_INFINITY;
  for (const shape of sorted) {
    const [start, end] = range(shape);
    if (groups.length === 0 || start - reach >= -tolerance) {
      if (groups.length > 0) gap = Math.max(gap, start - reach);
      groups.push([]);
    }
    groups.at(-1)?.push(shape);
    reach = Math.max(reach, end);
  }
  return { groups, gap };
}
