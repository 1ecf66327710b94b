import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';

/** A link on a page: to an address outside, or to a page of the same file. */
export interface PdfLink {
  id: string;
  /** In the page's own units. */
  rect: readonly number[];
  /** Only https and mailto. */
  url: string | null;
  page: number | null;
}

const mostLinks = 500;

/** What of a page can be followed. Everything else that a PDF can do when pressed (scripts, programs, files) is not here. */
export async function readLinks(pdf: PDFDocumentProxy, page: PDFPageProxy): Promise<PdfLink[]> {
  const annotations = (await page.getAnnotations()) as unknown as Record<string, unknown>[];
  const links: PdfLink[] = [];
  for (const { id, subtype, rect, url, dest } of annotations.slice(0, mostLinks)) {
    if (subtype !== 'Link' || !Array.isArray(rect) || rect.length !== 4) continue;
    const address = typeof url === 'string' ? outsideAddress(url) : null;
    const target = address === null ? await pageOf(pdf, dest) : null;
    if (address === null && target === null) continue;
    links.push({ id: String(id), rect: rect.map(Number), url: address, page: target });
  }
  return links;
}

/** Null for what is not to be opened from a document. */
export function outsideAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return ['https:', 'mailto:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

async function pageOf(pdf: PDFDocumentProxy, dest: unknown): Promise<number | null> {
  try {
    const explicit = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
    const [target] = Array.isArray(explicit) ? explicit : [];
    if (typeof target === 'number') return target + 1;
    return target && typeof target === 'object' ? (await pdf.getPageIndex(target)) + 1 : null;
  } catch {
    return null;
  }
}
