import { AppError } from '#base';
import { fileEncrypted, fileMalformed, fileWithoutText } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { layOut } from './layout/layOut.ts';
import { readMetadata } from './pdfMetadata.ts';
import { type PdfDocument, PdfOpenError, type PdfParser } from './pdfParser.ts';
import { emptyPage, type ReadPage } from './readPage.ts';
import { readPages } from './readPages.ts';
import type { PageHelpers } from './threads/pageHelpers.ts';
import { toParts } from './toParts.ts';

/** A PDF as one part a page, with the box of every line. */
export function extractPdf(source: Source): Promise<Extracted> {
  return source.tools.pdf.use(async (parser, helpers) => {
    try {
      return await extractWith(parser, helpers, source);
    } catch (error) {
      if (!(error instanceof AppError) && parser.ranOutOfMemory()) throw needsMemory(source.name, error);
      throw error;
    }
  });
}

async function extractWith(parser: PdfParser, helpers: PageHelpers, source: Source): Promise<Extracted> {
  const document = open(parser, source);
  try {
    const read = await readPages(parser, helpers, document, source);
    if (read.every((page) => page === null))
      throw fileMalformed(source.name, 'a readable PDF: no page opens');
    const texts = layOut(read.map((page) => page ?? emptyPage));
    const parts = toParts(
      texts,
      read.map((page) => page?.marks),
    );
    if (parts.length === 0) throw fileWithoutText(source.name, document.pageCount);
    return { metadata: readMetadata(document, texts), parts, warnings: describeDamage(read) };
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

/** A bomb, or a document beyond what can be read here. */
function needsMemory(name: string, cause: unknown): AppError {
  return new AppError(
    'extraction_memory',
    `“${name}” unpacks to more than can be read. Split it, or save it anew in the program that made it.`,
    { cause },
  );
}

const listedPages = 20;

function describeDamage(pages: readonly (ReadPage | null)[]): string[] {
  const unread = pages.flatMap((page, index) => (page === null ? [index + 1] : []));
  if (unread.length === 0) return [];
  const list = unread.slice(0, listedPages).join(', ');
  const more = unread.length > listedPages ? ` and ${unread.length - listedPages} more` : '';
  return [
    `${unread.length === 1 ? '1 page is' : `${unread.length} pages are`} damaged and could not be read: page ${list}${more}.`,
  ];
}
