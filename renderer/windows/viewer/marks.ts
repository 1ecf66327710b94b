import type { Box, LineBox } from '@adiuva/contracts';

export interface TextRange {
  /** UTF-16 code units, `end` exclusive. */
  start: number;
  end: number;
}

/** `cited`: what an answer or a search points to; `found`: by finding in the document; `current`: of those, this one. */
export type MarkKind = 'cited' | 'found' | 'current';

export interface Mark extends TextRange {
  kind: MarkKind;
}

const weight: Record<MarkKind, number> = { cited: 0, found: 1, current: 2 };

/** The stretches of a text as they are to be shown, without overlap; what weighs more lies on top. */
export function layMarks(marks: readonly Mark[], within: TextRange): Mark[] {
  const cut = marks
    .map(({ kind, start, end }) => ({
      kind,
      start: Math.max(start, within.start),
      end: Math.min(end, within.end),
    }))
    .filter(({ start, end }) => start < end);
  const edges = [...new Set(cut.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const laid: Mark[] = [];
  for (const [at, start] of edges.entries()) {
    const end = edges[at + 1];
    if (end === undefined) break;
    const over = cut.filter((mark) => mark.start <= start && mark.end >= end);
    const top = over.sort((a, b) => weight[b.kind] - weight[a.kind])[0];
    if (!top) continue;
    const before = laid.at(-1);
    if (before && before.kind === top.kind && before.end === start && isOne(cut, before, start))
      before.end = end;
    else laid.push({ kind: top.kind, start, end });
  }
  return laid;
}

/** Two that touch stay two; one that another cuts through is put together again. */
function isOne(marks: readonly Mark[], before: Mark, at: number): boolean {
  return marks.some(({ kind, start, end }) => kind === before.kind && start < at && end > at);
}

/**
 * Where a stretch of a page's text stands on the page. Within a line it is taken by the share of its characters: close
 * enough for a highlight.
 */
export function boxesOfRange(lines: readonly LineBox[], { start, end }: TextRange): Box[] {
  return lines.flatMap((line) => {
    const from = Math.max(start, line.start);
    const to = Math.min(end, line.end);
    if (from >= to) return [];
    const length = line.end - line.start;
    const { x, y, width, height } = line.box;
    return [
      {
        x: x + (width * (from - line.start)) / length,
        y,
        width: (width * (to - from)) / length,
        height,
      },
    ];
  });
}

/** A share of a length as CSS takes it; what a hostile file puts beyond the page ends at its edge. */
export function percent(share: number): string {
  return `${(Number.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0) * 100}%`;
}

/** The stretch of a page that boxes cover, from top to bottom, as shares of its height. */
export function spanOf(boxes: readonly Box[]): { top: number; bottom: number } | null {
  if (boxes.length === 0) return null;
  return {
    top: Math.max(0, Math.min(...boxes.map(({ y }) => y))),
    bottom: Math.min(1, Math.max(...boxes.map(({ y, height }) => y + height))),
  };
}
