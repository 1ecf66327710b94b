import type { Part, TableGrid } from '@adiuva/contracts';

/** A run of a part's text that is shown as one thing, and the stretch of it that is cited. */
export interface Segment {
  kind: Part['blocks'][number]['kind'];
  level: number | null;
  text: string;
  start: number;
  end: number;
  /** Tables only, where rows and columns are known. */
  grid: TableGrid | undefined;
  /** `[start, end)` within `text`; null where nothing of it is cited. */
  mark: readonly [number, number] | null;
}

/** The part's blocks in order, with the text that stands between blocks as paragraphs of its own. */
export function partSegments(part: Part, range: { start: number; end: number } | null): Segment[] {
  const segments: Segment[] = [];

  function add(kind: Segment['kind'], start: number, end: number, block?: Part['blocks'][number]): void {
    const text = part.text.slice(start, end);
    if (text.trim() === '') return;
    const mark = overlap(range, start, end);
    segments.push({ kind, level: block?.level ?? null, text, start, end, grid: block?.grid, mark });
  }

  let position = 0;
  for (const block of part.blocks) {
    if (block.start < position || block.end <= block.start) continue;
    add('paragraph', position, block.start);
    add(block.kind, block.start, Math.min(block.end, part.text.length), block);
    position = block.end;
  }
  add('paragraph', position, part.text.length);
  return segments;
}

function overlap(
  range: { start: number; end: number } | null,
  start: number,
  end: number,
): readonly [number, number] | null {
  if (!range) return null;
  const from = Math.max(range.start, start);
  const to = Math.min(range.end, end);
  return from < to ? [from - start, to - start] : null;
}
