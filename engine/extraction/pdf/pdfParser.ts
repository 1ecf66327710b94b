/** One character as it stands on the page, in points, origin at the top left of the page as it is displayed. */
export interface Glyph {
  /** One code point. */
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Where the pen stood: on the baseline, at the left of the glyph in its own direction. */
  x: number;
  y: number;
  /** Font size in points after all scaling. */
  size: number;
  isBold: boolean;
  /** Quarter turns clockwise that the writing direction is away from left to right. */
  turns: 0 | 1 | 2 | 3;
  /** A space that the parser saw as a gap; the file has no such character. */
  isGenerated: boolean;
  /** One of the letters of a ligature after its first: it shares the first one's box. */
  isLigaturePart: boolean;
  /** The parser's word that this is a hyphen at the end of a line, whatever the font calls it. */
  isLineHyphen: boolean;
}

export interface PdfPage {
  /** Points, as displayed: a page turned by its own flag has them swapped. */
  width: number;
  height: number;
  /** In the order of the page's content; white space included where the file has some. */
  glyphs: Glyph[];
}

export interface PdfInfo {
  title?: string;
  author?: string;
  createdAt?: number;
  modifiedAt?: number;
}

/** A page as a picture: four bytes a pixel (red, green, blue, alpha), rows from the top, on white. */
export interface PageImage {
  rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Pixels. */
  width: number;
  height: number;
}

export interface PdfDocument {
  readonly pageCount: number;
  readonly info: PdfInfo;
  /** Null for a page whose content cannot be read. `index` is 0-based. */
  readPage(index: number): PdfPage | null;
  /**
   * Draws a page as it is displayed, with its annotations. Null for a page that cannot be drawn.
   *
   * @param maxSize pixels of the longer side; a picture of more than 40 million pixels is made smaller than asked
   */
  renderPage(index: number, options: { maxSize: number }): PageImage | null;
  close(): void;
}

/** Why a PDF did not open. */
export class PdfOpenError extends Error {
  override readonly name = 'PdfOpenError';
  readonly reason: 'password' | 'malformed';

  constructor(reason: 'password' | 'malformed', options?: ErrorOptions) {
    super(`The PDF did not open: ${reason}.`, options);
    this.reason = reason;
  }
}

/** The seam behind which the PDF library stands: pages of positioned characters and nothing of the library's own. */
export interface PdfParser {
  /**
   * `bytes` is not kept. Close the document: its memory is outside the garbage collector's reach.
   * @throws PdfOpenError
   */
  open(bytes: Uint8Array): PdfDocument;
}
