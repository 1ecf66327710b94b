import type { Block } from '@adiuva/contracts';
import type { Line } from './lines.ts';

const longestTitle = 80;
const chapter =
  /^(?:chapter|part|book|section|appendix|capitolo|parte|sezione|rozdział|część|księga|제\s*\d+\s*[장절부])(?![\p{L}-])/iu;

/** Whether a paragraph of plain text reads as a heading: one short line in capitals or numbered as a chapter. */
export function isTitle(text: string, paragraph: readonly Line[]): boolean {
  const [line] = paragraph;
  if (!line || paragraph.length > 1 || line.end - line.start > longestTitle) return false;
  const words = text.slice(line.start, line.end);
  if (/[.!?…,;]$/u.test(words)) return false;
  return chapter.test(words) || (/\p{Lu}{2}/u.test(words) && !/\p{Ll}/u.test(words));
}

/** Blocks with the titles as headings, in place of the paragraph blocks that they were. */
export function withTitles(blocks: readonly Block[], titles: readonly Line[]): readonly Block[] {
  if (titles.length === 0) return blocks;
  const starts = new Set(titles.map((title) => title.start));
  const headings = titles.map(({ start, end }): Block => ({ kind: 'heading', start, end, level: 1 }));
  return [...blocks.filter((block) => !starts.has(block.start)), ...headings].sort(
    (a, b) => a.start - b.start,
  );
}
