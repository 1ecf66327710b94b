import type { DocumentMetadata, Part } from '@adiuva/contracts';
import { fileEncrypted, fileMalformed, fileWithoutText } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { findKnownWords } from './layout/cutWords.ts';
import { learnStyle } from './layout/documentStyle.ts';
import { composePage, type PageText } from './layout/pageText.ts';
import { groupLines, type LineGroup } from './layout/paragraphs.ts';
import { type PdfDocument, PdfOpenError, type PdfParser } from './pdfParser.ts';
import { readPages } from './readPages.ts';
import type { PageHelpers } from './threads/pageHelpers.ts';

/** A PDF as one part a page, with the box of every line. */
export function extractPdf(source: Source): Promise<Extracted> {
  return source.tools.pdf.use((parser, helpers) => extractWith(parser, helpers, source));
}

async function extractWith(parser: PdfParser, helpers: PageHelpers, source: Source): Promise<Extracted> {
  const document = open(parser, source);
  try {
    const read = await readPages(parser, helpers, document, source);
    if (read.every((page) => page === null))
      throw fileMalformed(source.name, 'a readable PDF: no page opens');
    const pages = read.map((page) => page && groupLines(page.lines));
    const groups = pages.map((page) => page ?? []);
    const style = learnStyle(groups);
    const knownWords = findKnownWords(read.map((page) => page?.lines ?? []));
    const texts = groups.map((page) => composePage(page, style, knownWords));
    const parts = toParts(texts);
    if (parts.length === 0) throw fileWithoutText(source.name, document.pageCount);
    return {
      metadata: readMetadata(document, texts),
      parts,
      warnings: describeGaps(pages, texts),
    };
  } finally {
    document.close();
  }
}

function open(parser: PdfParser, source: Source): PdfDocument {
  try {
    const document = parser.open(source.bytes);
    if (document.pageCount > 0) return document;
    document.close();
    throw fileMalformed(source.name, 'a readable PDF: it has no pages');
  } catch (error) {
    if (!(error instanceof PdfOpenError)) throw error;
    throw error.reason === 'password'
      ? fileEncrypted(source.name, error)
      : fileMalformed(source.name, 'a PDF document', error);
  }
}

function toParts(pages: readonly PageText[]): Part[] {
  const parts: Part[] = [];
  const open: { level: number; title: string }[] = [];
  for (const [index, page] of pages.entries()) {
    if (page.text.trim() === '') continue;
    const headingPath = open.map((heading) => heading.title);
    parts.push({
      kind: 'page',
      text: page.text,
      locator: {
        kind: 'page',
        part: parts.length,
        start: 0,
        end: page.text.length,
        page: index + 1,
        boxes: [],
        headingPath,
      },
      blocks: page.blocks,
      lines: page.lines,
      headingPath,
    });
    for (const heading of page.headings) {
      while (open.length > 0 && (open.at(-1)?.level ?? 0) >= heading.level) open.pop();
      open.push(heading);
    }
  }
  return parts;
}

/** The information dictionary's title, unless it is a file name or a program's default; else the first heading. */
function readMetadata({ info, pageCount }: PdfDocument, pages: readonly PageText[]): DocumentMetadata {
  const stated = info.title?.replace(/\s+/g, ' ').trim().toWellFormed();
  const isUseless =
    !stated || /^(?:untitled|microsoft word\b.*|.*\.(?:docx?|pdf|indd|tex|jpe?g|png))$/i.test(stated);
  const heading = pages
    .slice(0, 2)
    .flatMap((page) => page.headings)
    .reduce<{ level: number; title: string } | undefined>(
      (best, found) => (!best || found.level < best.level ? found : best),
      undefined,
    );
  const title = isUseless ? heading?.title : stated;
  const author = info.author?.replace(/\s+/g, ' ').trim().toWellFormed();
  return {
    pageCount,
    ...(title && { title }),
    ...(author && author !== 'anonymous' && { author }),
    ...(info.createdAt !== undefined && { createdAt: info.createdAt }),
    ...(info.modifiedAt !== undefined && { modifiedAt: info.modifiedAt }),
  };
}

function describeGaps(pages: readonly (LineGroup[] | null)[], texts: readonly PageText[]): string[] {
  const unread = pages.flatMap((page, index) => (page === null ? [index + 1] : []));
  const empty = texts.flatMap((page, index) =>
    pages[index] !== null && page.text.trim() === '' ? [index + 1] : [],
  );
  const warnings: string[] = [];
  if (empty.length > 0) {
    warnings.push(
      `${empty.length === 1 ? '1 page holds no text and was' : `${empty.length} pages hold no text and were`} left out (blank, or only pictures): ${listed(empty)}.`,
    );
  }
  if (unread.length > 0)
    warnings.push(
      `${unread.length === 1 ? '1 page is' : `${unread.length} pages are`} damaged and could not be read: ${listed(unread)}.`,
    );
  return warnings;
}

function listed(pages: readonly number[]): string {
  const most = 20;
  return `page ${pages.slice(0, most).join(', ')}${pages.length > most ? ` and ${pages.length - most} more` : ''}`;
}
