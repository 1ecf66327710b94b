import type { Bitmap } from '@adiuva/native/images';

export interface DrawPageOptions {
  /** Pixels of the longer side. Paper and drawings are drawn to it; a picture is not enlarged unless told. */
  maxSize: number;
  /** How many times its own size a picture may become on the way to `maxSize`; 1 unless told. */
  enlarge?: number;
  /** One byte a pixel. */
  grey?: boolean;
}

/** A file that can be looked at: the pages of a document, or a picture, which is one page. */
export interface Drawable {
  readonly pageCount: number;
  /**
   * Draws a page as it is displayed, on white.
   *
   * @param page 1-based
   * @throws AppError `not_found` for a page there is not, `file_malformed`, `file_too_large`, `file_bomb`
   */
  draw(page: number, options: DrawPageOptions): Promise<Bitmap>;
}
