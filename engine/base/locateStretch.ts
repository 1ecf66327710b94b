import type { Box, Locator, Part, TimeMark } from '@adiuva/contracts';
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
    case 'time': {
      const { speaker: _ofThePart, ...whole } = place;
      const speaker = part.times ? speakerOf(part, start, end) : place.speaker;
      return { ...whole, ...timesOf(part, start, end), ...(speaker !== undefined && { speaker }) };
    }
  }
}

/**
 * When a stretch of a transcript is spoken: from its first word to the end of its last. Words of two who speak at once
 * may end in another order than they stand in. A stretch without a word (a name) is where the next one begins.
 */
function timesOf(
  { times }: Part,
  start: number,
  end: number,
): Pick<TimeMark, 'startMs' | 'endMs'> | undefined {
  if (!times || times.length === 0) return undefined;
  const first = firstEndingAfter(times, start);
  let found: Pick<TimeMark, 'startMs' | 'endMs'> | undefined;
  for (let index = first; index < times.length; index++) {
    const mark = times[index];
    if (!mark || mark.start >= end) break;
    const { startMs, endMs } = mark;
    found = found
      ? { startMs: Math.min(found.startMs, startMs), endMs: Math.max(found.endMs, endMs) }
      : { startMs, endMs };
  }
  if (found) return found;
  const at = times[first]?.startMs ?? times.at(-1)?.endMs ?? 0;
  return { startMs: at, endMs: at };
}

/** Index of the first mark that reaches beyond an offset; their number where none does. */
function firstEndingAfter(times: readonly TimeMark[], offset: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Who speaks a stretch, where it is one person alone. */
function speakerOf({ blocks }: Part, start: number, end: number): string | undefined {
  let speaker: string | undefined;
  for (const block of blocks) {
    if (block.start >= end) break;
    if (block.kind !== 'turn' || block.end <= start) continue;
    if (block.speaker === undefined || (speaker !== undefined && speaker !== block.speaker)) return undefined;
    speaker = block.speaker;
  }
  return speaker;
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
