import type { Part, TableGrid } from '@adiuva/contracts';
import { layMarks, type Mark } from './marks.ts';

/** A run of a part's text that is shown as one thing, and the stretches of it that are marked. */
export interface Segment {
  kind: Part['blocks'][number]['kind'];
  level: number | null;
  text: string;
  start: number;
  end: number;
  /** Tables only, where rows and columns are known. */
  grid: TableGrid | undefined;
  /** Offsets into `text`, in order and without overlap. */
  marks: readonly Mark[];
}

/** The part's blocks in order, with the text that stands between blocks as paragraphs of its own. */
export function partSegments(part: Part, marks: readonly Mark[]): Segment[] {
  const segments: Segment[] = [];

  function add(kind: Segment['kind'], start: number, end: number, block?: Part['blocks'][number]): void {
    const text = part.text.slice(start, end);
    if (text.trim() === '') return;
    const own = layMarks(marks, { start, end }).map((mark) => ({
      ...mark,
      start: mark.start - start,
      end: mark.end - start,
    }));
    segments.push({ kind, level: block?.level ?? null, text, start, end, grid: block?.grid, marks: own });
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
