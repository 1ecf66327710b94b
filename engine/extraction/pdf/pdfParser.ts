/** How the characters of one text object are drawn. */
export interface GlyphStyle {
  /** Font size in points after all scaling. */
  size: number;
  isBold: boolean;
  /** Whole degrees clockwise, 0 to 359, that the writing direction is away from left to right. */
  angle: number;
}

/** What is to be known of a glyph beside its place. */
export const glyphFlags = {
  /** A space that the parser saw as a gap; the file has no such character. */
  generated: 1,
  /** The parser's word that this is a hyphen at the end of a line, whatever the font calls it. */
  lineHyphen: 2,
  /** One of the letters of a ligature after its first: it shares the first one's origin. */
  ligaturePart: 4,
} as const;

/**
 * The characters of a page in the order of its content, white space included where the file has some; a column an
 * attribute, because a long document has millions. Coordinates are points with the origin at the top left of the page
 * as it is displayed, turned about it so that the glyph's own writing direction is from left to right.
 */
export interface GlyphTable {
  count: number;
  /** Code points. */
  codes: Int32Array;
  left: Float32Array;
  right: Float32Array;
  top: Float32Array;
  bottom: Float32Array;
  /** Where the pen stood, on the baseline. */
  x: Float32Array;
  y: Float32Array;
  flags: Uint8Array;
  /** Index into `styles`. */
  style: Uint32Array;
  styles: GlyphStyle[];
}

export interface PdfPage {
  /** Points, as displayed: a page turned by its own flag has them swapped. */
  width: number;
  height: number;
  /** Good until the next page is read. */
  glyphs: GlyphTable;
  /** Looked for on pages of little text. */
  marks?: PageMarks;
}

/** What is on a page beside text. */
export interface PageMarks {
  /** Pictures, lines or areas. */
  isMarked: boolean;
  /** Share of the page that its largest picture covers, 0 to 1. */
  largestPicture: number;
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
  /** Why it failed, when it has; such a parser is not to be used again. */
  ranOutOfMemory(): boolean;
  /** The library's compiled code, for parsers in other threads. */
  readonly shared: WebAssembly.Module;
}
