import type { Pacer } from './pacer.ts';
import { skipSpace, trimEnd } from './whitespace.ts';

/** A line that is not empty, without the white space around it. */
export interface Line {
  start: number;
  end: number;
}

/**
 * The paragraphs of a text, each as its lines. One begins after an empty line and at every position of
 * `alwaysAt` (ascending), where a line is cut if it must be.
 */
export async function* readParagraphs(
  text: string,
  alwaysAt: readonly number[],
  pacer: Pacer,
): AsyncGenerator<Line[]> {
  let paragraph: Line[] = [];
  let nextForced = 0;
  let read = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    let from = skipSpace(text, start, end);
    if (from >= end && paragraph.length > 0) {
      yield paragraph;
      paragraph = [];
    }
    while (from < end) {
      while ((alwaysAt[nextForced] ?? text.length) < from) nextForced++;
      if (alwaysAt[nextForced] === from) {
        nextForced++;
        if (paragraph.length > 0) yield paragraph;
        paragraph = [];
      }
      const to = Math.min(end, alwaysAt[nextForced] ?? end);
      paragraph.push({ start: from, end: trimEnd(text, from, to) });
      from = skipSpace(text, to, end);
    }
    start = end + 1;
    if ((++read & 1023) === 0) await pacer.breathe();
  }
  if (paragraph.length > 0) yield paragraph;
}

const listItem = /(?:[-*•‣▪–—·]|\(?[\p{L}\d]{1,3}[.)])\s/uy;
const shortLine = 20;

/**
 * Starts of the lines that were begun on purpose: a list item, or a line after one that had room for its first
 * word. The others were wrapped to a width, and the sentence goes on.
 */
export function hardBreaks(text: string, lines: readonly Line[]): number[] {
  let widest = 0;
  for (const line of lines) widest = Math.max(widest, line.end - line.start);
  const starts: number[] = [];
  let previous: Line | undefined;
  for (const line of lines) {
    listItem.lastIndex = line.start;
    if (!previous || listItem.test(text) || hadRoom(text, previous, line, widest)) starts.push(line.start);
    previous = line;
  }
  return starts;
}

function hadRoom(text: string, previous: Line, line: Line, widest: number): boolean {
  if (widest <= shortLine) return true;
  const furthest = Math.min(line.end, line.start + widest);
  let wordEnd = line.start;
  while (wordEnd < furthest && text.charCodeAt(wordEnd) > 0x20) wordEnd++;
  return previous.end - previous.start + 1 + (wordEnd - line.start) < widest * 0.9;
}
