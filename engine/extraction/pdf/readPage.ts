import { createLineReader, type PageLine } from './layout/pageLines.ts';
import type { PageMarks, PdfDocument } from './pdfParser.ts';

/** One page as it was read, in a form that crosses threads as JSON. */
export interface ReadPage {
  lines: PageLine[];
  /** Only where there is little text. */
  marks?: PageMarks;
}

/** Reads the page of an index, 0-based; null for one that could not be read. */
export type PageReader = (index: number) => ReadPage | null;

export function createPageReader(document: PdfDocument): PageReader {
  const readLines = createLineReader();
  return (index) => {
    const page = document.readPage(index);
    if (!page) return null;
    return { lines: readLines(page), ...(page.marks && { marks: page.marks }) };
  };
}
