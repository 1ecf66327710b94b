import { createLengthCount, roundedSize } from './fontSizes.ts';
import type { PageLine } from './pageLines.ts';
import type { LineGroup } from './paragraphs.ts';

/** What headings of one document look like, learned from all of its pages. */
export interface DocumentStyle {
  bodySize: number;
  /** Sizes of headings, largest first; the place is the level. */
  headingSizes: number[];
  /** Bold lines of the body's size are headings too; not where the body itself is bold. */
  hasBoldHeadings: boolean;
}

const maxHeadingLines = 3;
const maxHeadingLength = 200;
const maxBoldHeadingLength = 120;

export function learnStyle(pages: readonly (readonly LineGroup[])[]): DocumentStyle {
  const lengths = createLengthCount();
  let bold = 0;
  let all = 0;
  for (const groups of pages) {
    for (const { lines } of groups) {
      for (const { size, text, boldShare } of lines) {
        lengths.add(size, text.length);
        all += text.length;
        bold += text.length * boldShare;
      }
    }
  }
  const bodySize = lengths.mostUsed();
  const sizes = new Set<number>();
  for (const groups of pages) {
    for (const group of groups) {
      const size = roundedSize(group.lines[0]?.size ?? 0);
      if (size >= bodySize * 1.15 && hasHeadingShape(group)) sizes.add(size);
    }
  }
  return {
    bodySize,
    headingSizes: mergeSizes([...sizes].sort((a, b) => b - a)),
    hasBoldHeadings: bold < all * 0.3,
  };
}

/** Level 1 to 6 of a group that is a heading, undefined for all others. */
export function headingLevel(group: LineGroup, style: DocumentStyle): number | undefined {
  const first = group.lines[0];
  if (!first || !hasHeadingShape(group)) return undefined;
  const size = roundedSize(first.size);
  if (size >= style.bodySize * 1.15) {
    const at = style.headingSizes.findIndex((heading) => size >= heading * 0.97);
    return Math.min(6, (at < 0 ? style.headingSizes.length : at) + 1);
  }
  const isBold = group.lines.every((line) => line.boldShare > 0.9);
  const text = group.lines.map((line) => line.text).join(' ');
  if (!isBold || !style.hasBoldHeadings || size < style.bodySize * 0.97) return undefined;
  if (text.length > maxBoldHeadingLength || group.lines.length > 2 || /[.,;:]$/.test(text)) return undefined;
  return Math.min(6, style.headingSizes.length + 1);
}

/** What is quickly told comes first: most groups are paragraphs of many lines. */
function hasHeadingShape(group: LineGroup): boolean {
  if (group.kind === 'table' || group.lines.length > maxHeadingLines) return false;
  const length = group.lines.reduce((sum, line) => sum + line.text.length, 0);
  return (
    length <= maxHeadingLength &&
    length >= 2 &&
    group.lines.every((line) => line.isUpright) &&
    group.lines.some((line: PageLine) => /\p{L}{2}|[\p{Script=Han}\p{Script=Hangul}]/u.test(line.text)) &&
    !/\.{4,}|(?:\. ){4,}/.test(group.lines[0]?.text ?? '')
  );
}

/** Sizes that differ by rounding only are one level. */
function mergeSizes(sizes: readonly number[]): number[] {
  const merged: number[] = [];
  for (const size of sizes) if ((merged.at(-1) ?? Number.POSITIVE_INFINITY) > size * 1.06) merged.push(size);
  return merged.slice(0, 6);
}
