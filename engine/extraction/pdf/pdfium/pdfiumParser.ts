import { type PdfDocument, type PdfInfo, PdfOpenError, type PdfPage, type PdfParser } from '../pdfParser.ts';
import { loadPage } from './loadPage.ts';
import { parsePdfDate } from './pdfDate.ts';
import { loadPdfium, type Pdfium, type PdfiumOptions } from './pdfium.ts';
import { createGlyphBuffer, type GlyphBuffer, readGlyphs } from './readGlyphs.ts';
import { readMarks } from './readMarks.ts';
import { renderPage } from './renderPage.ts';

const passwordErrors = new Set([4, 5]);
/** A page with more is a page of text, whatever else is on it. */
const fewGlyphs = 400;

/** A parser over PDFium. One instance of its memory is shared by all documents; a trap inside it spoils it. */
export async function createPdfiumParser(options?: PdfiumOptions): Promise<PdfParser> {
  const pdfium = await loadPdfium(options);
  const buffer = createGlyphBuffer(pdfium);
  return {
    open: (bytes) => openDocument(pdfium, buffer, bytes),
    ranOutOfMemory: pdfium.ranOutOfMemory,
    shared: pdfium.module,
  };
}

function openDocument(pdfium: Pdfium, buffer: GlyphBuffer, bytes: Uint8Array): PdfDocument {
  const { exports } = pdfium;
  const data = exports.malloc(bytes.length);
  if (data === 0) throw new PdfOpenError('malformed', { cause: new Error('out of memory') });
  new Uint8Array(pdfium.memory()).set(bytes, data);
  const document = exports.FPDF_LoadMemDocument(data, bytes.length, 0);
  if (document === 0) {
    const error = exports.FPDF_GetLastError();
    exports.free(data);
    throw new PdfOpenError(passwordErrors.has(error) ? 'password' : 'malformed', {
      cause: new Error(`PDFium error ${error}`),
    });
  }
  let isOpen = true;
  return {
    pageCount: exports.FPDF_GetPageCount(document),
    info: readInfo(pdfium, document),
    readPage: (index) => readPage(pdfium, buffer, document, index),
    renderPage: (index, { maxSize }) => renderPage(pdfium, document, index, maxSize),
    close() {
      if (!isOpen) return;
      isOpen = false;
      exports.FPDF_CloseDocument(document);
      exports.free(data);
    },
  };
}

function readPage(pdfium: Pdfium, buffer: GlyphBuffer, document: number, index: number): PdfPage | null {
  const { exports } = pdfium;
  const { page, isPainted } = loadPage(exports, document, index);
  if (page === 0) return null;
  const textPage = exports.FPDFText_LoadPage(page);
  try {
    if (textPage === 0) return null;
    const read = readGlyphs(pdfium, buffer, page, textPage);
    return read.glyphs.count > fewGlyphs
      ? read
      : { ...read, marks: readMarks(pdfium, page, read, isPainted) };
  } finally {
    if (textPage !== 0) exports.FPDFText_ClosePage(textPage);
    exports.FPDF_ClosePage(page);
  }
}

function readInfo(pdfium: Pdfium, document: number): PdfInfo {
  const title = readMetaText(pdfium, document, 'Title');
  const author = readMetaText(pdfium, document, 'Author');
  const createdAt = parsePdfDate(readMetaText(pdfium, document, 'CreationDate'));
  const modifiedAt = parsePdfDate(readMetaText(pdfium, document, 'ModDate'));
  return {
    ...(title && { title }),
    ...(author && { author }),
    ...(createdAt !== undefined && { createdAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
  };
}

function readMetaText(pdfium: Pdfium, document: number, tag: string): string {
  const { exports } = pdfium;
  const maxBytes = 4096;
  const buffer = exports.malloc(maxBytes + tag.length + 1);
  const tagAt = buffer + maxBytes;
  new Uint8Array(pdfium.memory()).set(Buffer.from(`${tag}\0`, 'latin1'), tagAt);
  const bytes = exports.FPDF_GetMetaText(document, tagAt, buffer, maxBytes);
  const length = bytes > maxBytes ? 0 : Math.max(0, bytes - 2);
  const text = Buffer.from(pdfium.memory(), buffer, length).toString('utf16le');
  exports.free(buffer);
  return text;
}
