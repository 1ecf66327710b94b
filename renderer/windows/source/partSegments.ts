import type { Part } from '@adiuva/contracts';

/** A run of a part's text that is shown as one thing, and the stretch of it that is cited. */
export interface Segment {
  kind: Part['blocks'][number]['kind'];
  level: number | null;
  text: string;
  start: number;
  /** `[start, end)` within `text`; null where nothing of it is cited. */
  mark: readonly [number, number] | null;
}

/** The part's blocks in order, with the text that stands between blocks as paragraphs of its own. */
export function partSegments(part: Part, range: { start: number; end: number } | null): Segment[] {
  const segments: Segment[] = [];

  function add(kind: Segment['kind'], level: number | null, start: number, end: number): void {
    const text = part.text.slice(start, end);
    if (text.trim() === '') return;
    segments.push({ kind, level, text, start, mark: overlap(range, start, end) });
  }

  let position = 0;
  for (const block of part.blocks) {
    if (block.start < position || block.end <= block.start) continue;
    add('paragraph', null, position, block.start);
    add(block.kind, block.level ?? null, block.start, Math.min(block.end, part.text.length));
    position = block.end;
  }
  add('paragraph', null, position, part.text.length);
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
