import { formatNumber } from '../office/listNumbers.ts';
import type { StoryBlock } from '../office/storyBlocks.ts';

/** A paragraph of a shape with what stands before it. */
export interface SlideParagraph {
  text: string;
  /** 0 is the outermost. */
  level: number;
  /** `inherited`: what the design says, which is a mark in placeholders for text and none elsewhere. */
  bullet: 'inherited' | 'none' | 'mark' | { scheme: string; start: number };
}

const schemes: readonly (readonly [start: string, format: string])[] = [
  ['alphaLc', 'lowerLetter'],
  ['alphaUc', 'upperLetter'],
  ['romanLc', 'lowerRoman'],
  ['romanUc', 'upperRoman'],
];

/** Paragraphs of one shape as blocks, marks and numbers written out. */
export function paragraphBlocks(paragraphs: readonly SlideParagraph[], hasMarks: boolean): StoryBlock[] {
  const filled = paragraphs.filter(({ text }) => text.trim() !== '');
  // One line in a placeholder is a statement and no list.
  const marks = hasMarks && filled.length > 1;
  const counts: (number | undefined)[] = [];
  return filled.map(({ text, level, bullet }) => {
    const content = text.trim();
    counts.length = Math.min(counts.length, level + 1);
    if (typeof bullet === 'object') {
      const count = counts[level] === undefined ? bullet.start : counts[level] + 1;
      counts[level] = count;
      return { kind: 'list', text: `${numberOf(bullet.scheme, count)} ${content}`, level };
    }
    counts[level] = undefined;
    const isMarked = bullet === 'mark' || (bullet === 'inherited' && marks);
    return isMarked
      ? { kind: 'list', text: `- ${content}`, level }
      : { kind: 'paragraph', text: content, level: 0 };
  });
}

/** `alphaLcParenR` is `a)`, `arabicPeriod` is `1.`; ECMA-376 part 1, 20.1.10.61. */
function numberOf(scheme: string, value: number): string {
  const format = schemes.find(([start]) => scheme.startsWith(start))?.[1] ?? 'decimal';
  const number = formatNumber(value, format);
  if (scheme.endsWith('ParenBoth')) return `(${number})`;
  return scheme.endsWith('ParenR') ? `${number})` : scheme.endsWith('Plain') ? number : `${number}.`;
}
