import type { Box, Locator, Part } from '@adiuva/contracts';
import { cellsOfStretch } from './cellsOfStretch.ts';

/** The locator of a stretch of a part: the part's own, narrowed to it. */
export function locateStretch(part: Part, ordinal: number, start: number, end: number): Locator {
  const place = { ...part.locator, part: ordinal, start, end };
  const found = cellsOfStretch(part, start, end);
  const cells = found === undefined ? {} : { cells: found };
  switch (place.kind) {
    case 'page': {
      const headingPath = headingPathAt(part, start);
      const boxes = boxesOf(part, start, end);
      return { ...place, boxes, ...cells, ...(headingPath.length > 0 && { headingPath }) };
    }
    case 'text':
      return { ...place, ...cells, headingPath: headingPathAt(part, start) };
    case 'slide':
    case 'message':
    case 'cells':
      return { ...place, ...cells };
    case 'region':
      return { ...place, boxes: boxesOf(part, start, end) };
    case 'time':
      return place;
  }
}

/** The headings open at an offset, outermost first; a heading that begins there counts. */
function headingPathAt(part: Part, offset: number): string[] {
  const open = (part.headingPath ?? []).map((text, index) => ({ text, level: index + 1 }));
  for (const block of part.blocks) {
    if (block.start > offset) break;
    if (block.kind !== 'heading') continue;
    const level = block.level ?? 1;
    while ((open.at(-1)?.level ?? 0) >= level) open.pop();
    open.push({
      text: part.text
        .slice(block.start, block.end)
        .replace(/^#+\s*/, '')
        .replace(/\s+/g, ' ')
        .trim(),
      level,
    });
  }
  return open.map(({ text }) => text).filter((text) => text !== '');
}

function boxesOf(part: Part, start: number, end: number): Box[] {
  return (part.lines ?? []).flatMap((line) => {
    const from = Math.max(start, line.start);
    const to = Math.min(end, line.end);
    if (from >= to) return [];
    // Within a line by the share of its characters: close enough to look at.
    const length = line.end - line.start;
    const { x, width } = line.box;
    return [
      { ...line.box, x: x + (width * (from - line.start)) / length, width: (width * (to - from)) / length },
    ];
  });
}
