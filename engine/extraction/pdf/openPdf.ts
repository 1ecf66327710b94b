import { drawPicture } from '@adiuva/native/images';
import { AppError } from '#base';
import type { Drawable } from '../drawable.ts';
import { fileEncrypted, fileMalformed } from '../fileErrors.ts';
import type { Source } from '../format.ts';
import { type PageImage, type PdfDocument, PdfOpenError, type PdfParser } from './pdfParser.ts';

/**
 * The pages of a PDF for drawing. The document is opened for each of them: that costs little beside the drawing, and
 * nothing has to be closed.
 */
export async function openPdf(source: Source): Promise<Drawable> {
  const { name, tools } = source;
  const withDocument = <T>(work: (document: PdfDocument) => T) =>
    tools.pdf.use(async (parser) => {
      const document = open(parser, source);
      try {
        return work(document);
      } finally {
        document.close();
      }
    });
  const pageCount = await withDocument((document) => document.pageCount);
  return {
    pageCount,
    async draw(page, { maxSize, grey }) {
      if (page < 1 || page > pageCount) throw new AppError('not_found', `“${name}” has no page ${page}.`);
      const image = await withDocument((document) => document.renderPage(page - 1, { maxSize }));
      if (!image) throw fileMalformed(name, 'a PDF document whose pages can be drawn');
      return drawPicture(bitmapOf(image), {
        maxSize,
        maxPixels: image.width * image.height,
        ...(grey !== undefined && { grey }),
      });
    },
  };
}

function bitmapOf({ rgba, width, height }: PageImage) {
  return { data: new Uint8Array(rgba.buffer), width, height, channels: 4 as const };
}

function open(parser: PdfParser, { name, bytes }: Source): PdfDocument {
  try {
    return parser.open(bytes);
  } catch (error) {
    if (!(error instanceof PdfOpenError)) throw error;
    throw error.reason === 'password'
      ? fileEncrypted(name, error)
      : fileMalformed(name, 'a PDF document', error);
  }
}
