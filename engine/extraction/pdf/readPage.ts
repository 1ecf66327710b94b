import { type PageLine, readLines } from './layout/pageLines.ts';
import type { PageMarks, PdfDocument } from './pdfParser.ts';

/** One page as it was read, in a form that crosses threads as JSON. */
export interface ReadPage {
  lines: PageLine[];
  /** Only where there is little text. */
  marks?: PageMarks;
}

/** Null for a page that could not be read. */
export function readPage(document: PdfDocument, index: number): ReadPage | null {
  const page = document.readPage(index);
  if (!page) return null;
  return { lines: readLines(page), ...(page.marks && { marks: page.marks }) };
}
