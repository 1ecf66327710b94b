import { createLineReader, type PageLine } from './layout/pageLines.ts';
import { findEdge, type PageEdge } from './layout/runningLines.ts';
import type { PageMarks, PdfDocument } from './pdfParser.ts';

/** One page as it was read, with all that can be found out about it alone, in a form that crosses threads as JSON. */
export interface ReadPage {
  lines: PageLine[];
  /** Where running headers and footers may stand. */
  top: PageEdge;
  foot: PageEdge;
  /** Only where there is little text. */
  marks?: PageMarks;
}

/** Reads the page of an index, 0-based; null for one that could not be read. */
export type PageReader = (index: number) => ReadPage | null;

/** What stands for a page that could not be read. */
export const emptyPage: ReadPage = { lines: [], top: { lines: [], keys: [] }, foot: { lines: [], keys: [] } };

export function createPageReader(document: PdfDocument): PageReader {
  const readLines = createLineReader();
  return (index) => {
    const page = document.readPage(index);
    if (!page) return null;
    const lines = readLines(page);
    const read: ReadPage = { lines, top: findEdge(lines, false), foot: findEdge(lines, true) };
    if (page.marks) read.marks = page.marks;
    return read;
  };
}
