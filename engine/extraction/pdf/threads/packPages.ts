import type { PageLine } from '../layout/pageLines.ts';
import type { ReadPage } from '../readPage.ts';

/**
 * Pages on their way from one thread to another: a long document has many lines, and objects cross slowly. Lines hold
 * no line feed, so their texts travel as one string.
 */
export interface PackedPages {
  texts: string;
  numbers: Float64Array<ArrayBuffer>;
}

const perLine = 15;

export function packPages(pages: readonly (ReadPage | null)[]): PackedPages {
  const texts: string[] = [];
  const numbers: number[] = [];
  for (const page of pages) {
    numbers.push(page ? page.lines.length : -1);
    if (!page) continue;
    const { marks } = page;
    numbers.push(marks ? Number(marks.isMarked) : -1, marks?.largestPicture ?? 0);
    for (const line of page.lines) {
      texts.push(line.text);
      const { x, y, width, height } = line.box;
      numbers.push(x, y, width, height, line.left, line.right, line.baseline, line.size, line.boldShare);
      numbers.push(packFlags(line), line.region, line.regionLeft, line.regionRight, line.angle);
      numbers.push(line.cells?.length ?? -1, ...(line.cells ?? []));
    }
  }
  return { texts: texts.join('\n'), numbers: new Float64Array(numbers) };
}

export function unpackPages({ texts, numbers }: PackedPages): (ReadPage | null)[] {
  const pages: (ReadPage | null)[] = [];
  const lineTexts = texts.split('\n');
  let text = 0;
  let at = 0;
  const next = () => numbers[at++] ?? 0;
  while (at < numbers.length) {
    const count = next();
    if (count < 0) {
      pages.push(null);
      continue;
    }
    const isMarked = next();
    const largestPicture = next();
    const lines: PageLine[] = [];
    for (let index = 0; index < count; index++) {
      const line = toLine(lineTexts[text++] ?? '', numbers, at);
      at += perLine + (line.cells?.length ?? 0);
      lines.push(line);
    }
    pages.push({ lines, ...(isMarked >= 0 && { marks: { isMarked: isMarked === 1, largestPicture } }) });
  }
  return pages;
}

function toLine(text: string, numbers: Float64Array, at: number): PageLine {
  const number = (offset: number) => numbers[at + offset] ?? 0;
  const flags = number(9);
  const cells = number(14);
  return {
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
    ...(cells >= 0 && { cells: Array.from(numbers.subarray(at + perLine, at + perLine + cells)) }),
  };
}

function packFlags(line: PageLine): number {
  return Number(line.endsInHyphen) + 2 * Number(line.isTableRow) + 4 * Number(line.isUpright);
}
