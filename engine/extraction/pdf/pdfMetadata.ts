import type { DocumentMetadata } from '@adiuva/contracts';
import type { PageText } from './layout/composedPage.ts';
import type { PdfDocument } from './pdfParser.ts';

/** The information dictionary's title, unless it is a file name or a program's default; else the first heading. */
export function readMetadata({ info, pageCount }: PdfDocument, pages: readonly PageText[]): DocumentMetadata {
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
