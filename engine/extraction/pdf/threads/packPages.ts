import type { PageLine } from '../layout/pageLines.ts';
import type { PageEdge } from '../layout/runningLines.ts';
import type { ReadPage } from '../readPage.ts';

/**
 * Pages on their way from one thread to another: a long document has many lines, and objects cross slowly. Lines hold
 * no line feed, nor do the keys of those at the edges, so their texts travel as one string.
 */
export interface PackedPages {
  texts: string;
  numbers: Float64Array<ArrayBuffer>;
}

const perLine = 15;
/** How many lines, and of its marks; the edges follow. */
const perPage = 3;

export function packPages(pages: readonly (ReadPage | null)[]): PackedPages {
  const texts: string[] = [];
  const numbers = new Float64Array(countNumbers(pages));
  let at = 0;
  for (const page of pages) {
    if (!page) {
      numbers[at++] = -1;
      continue;
    }
    numbers[at++] = page.lines.length;
    numbers[at++] = page.marks ? Number(page.marks.isMarked) : -1;
    numbers[at++] = page.marks?.largestPicture ?? 0;
    for (const { lines, keys } of [page.top, page.foot]) {
      numbers[at++] = lines.length;
      for (const line of lines) numbers[at++] = line;
      for (const key of keys) texts.push(key);
    }
    for (const line of page.lines) {
      texts.push(line.text);
      packLine(line, numbers, at);
      at += perLine + (line.cells?.length ?? 0);
    }
  }
  return { texts: texts.join('\n'), numbers };
}

function countNumbers(pages: readonly (ReadPage | null)[]): number {
  let count = 0;
  for (const page of pages) {
    count += page ? perPage + 2 + page.top.lines.length + page.foot.lines.length : 1;
    for (const { cells } of page?.lines ?? []) count += perLine + (cells?.length ?? 0);
  }
  return count;
}

export function unpackPages({ texts, numbers }: PackedPages): (ReadPage | null)[] {
  const pages: (ReadPage | null)[] = [];
  const lineTexts = texts.split('\n');
  let text = 0;
  let at = 0;
  const next = () => numbers[at++] ?? 0;

  function nextEdge(): PageEdge {
    const lines = Array.from({ length: next() }, next);
    const keys = lineTexts.slice(text, text + lines.length);
    text += lines.length;
    return { lines, keys };
  }

  while (at < numbers.length) {
    const count = next();
    if (count < 0) {
      pages.push(null);
      continue;
    }
    const isMarked = next();
    const largestPicture = next();
    const page: ReadPage = { lines: [], top: nextEdge(), foot: nextEdge() };
    if (isMarked >= 0) page.marks = { isMarked: isMarked === 1, largestPicture };
    for (let index = 0; index < count; index++) {
      const line = toLine(lineTexts[text++] ?? '', numbers, at);
      at += perLine + (line.cells?.length ?? 0);
      page.lines.push(line);
    }
    pages.push(page);
  }
  return pages;
}

function packLine(line: PageLine, numbers: Float64Array, at: number): void {
  const { box, cells } = line;
  numbers[at] = box.x;
  numbers[at + 1] = box.y;
  numbers[at + 2] = box.width;
  numbers[at + 3] = box.height;
  numbers[at + 4] = line.left;
  numbers[at + 5] = line.right;
  numbers[at + 6] = line.baseline;
  numbers[at + 7] = line.size;
  numbers[at + 8] = line.boldShare;
  numbers[at + 9] = packFlags(line);
  numbers[at + 10] = line.region;
  numbers[at + 11] = line.regionLeft;
  numbers[at + 12] = line.regionRight;
  numbers[at + 13] = line.angle;
  numbers[at + 14] = cells?.length ?? -1;
  if (cells) numbers.set(cells, at + perLine);
}

function toLine(text: string, numbers: Float64Array, at: number): PageLine {
  const number = (offset: number) => numbers[at + offset] ?? 0;
  const flags = number(9);
  const cells = number(14);
  const line: PageLine = {
    text,
    box: { x: number(0), y: number(1), width: number(2), height: number(3) },
    left: number(4),
    right: number(5),
    baseline: number(6),
    size: number(7),
    boldShare: number(8),
    endsInHyphen: (flags & 1) !== 0,
    isTableRow: (flags & 2) !== 0,
    isUpright: (flags & 4) !== 0,
    region: number(10),
    regionLeft: number(11),
    regionRight: number(12),
    angle: number(13),
  };
  if (cells >= 0) line.cells = Array.from(numbers.subarray(at + perLine, at + perLine + cells));
  return line;
}

function packFlags(line: PageLine): number {
  return Number(line.endsInHyphen) + 2 * Number(line.isTableRow) + 4 * Number(line.isUpright);
}
