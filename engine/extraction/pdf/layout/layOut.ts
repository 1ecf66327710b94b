import type { PageText } from './composedPage.ts';
import { findKnownWords } from './cutWords.ts';
import { learnStyle } from './documentStyle.ts';
import { markNotes } from './notes.ts';
import { composePage, joinPages } from './pageText.ts';
import { groupLines, joinColumns } from './paragraphs.ts';
import { dropRunningLines, type EdgedPage } from './runningLines.ts';

/** The text of every page of a document, from the lines of all of them. */
export function layOut(pages: readonly EdgedPage[]): PageText[] {
  const bodies = dropRunningLines(pages);
  const groups = bodies.map((lines) => groupLines(lines));
  const style = learnStyle(groups);
  const knownWords = findKnownWords(bodies);
  const texts = groups.map((page) => composePage(joinColumns(markNotes(page, style)), style, knownWords));
  joinPages(texts, knownWords);
  return texts;
}
