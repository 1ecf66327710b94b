import type { PageImage } from '../pdfParser.ts';
import type { Pdfium } from './pdfium.ts';

const maxPixels = 40_000_000;
const white = 0xffffffff;
/** FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER: with annotations, red first. */
const renderFlags = 0x01 | 0x10;

/** Draws a page as it is displayed. Null where there is none, or no memory for it. */
export function renderPage(
  { exports, memory }: Pdfium,
  document: number,
  index: number,
  maxSize: number,
): PageImage | null {
  const page = exports.FPDF_LoadPage(document, index);
  if (page === 0) return null;
  let bitmap = 0;
  try {
    const size = fit(exports.FPDF_GetPageWidthF(page), exports.FPDF_GetPageHeightF(page), maxSize);
    if (!size) return null;
    const { width, height } = size;
    bitmap = exports.FPDFBitmap_Create(width, height, 1);
    if (bitmap === 0) return null;
    exports.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, white);
    exports.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderFlags);
    const buffer = exports.FPDFBitmap_GetBuffer(bitmap);
    const stride = exports.FPDFBitmap_GetStride(bitmap);
    const rgba = new Uint8ClampedArray(width * height * 4);
    for (let row = 0; row < height; row++)
      rgba.set(new Uint8Array(memory(), buffer + row * stride, width * 4), row * width * 4);
    return { rgba, width, height };
  } finally {
    if (bitmap !== 0) exports.FPDFBitmap_Destroy(bitmap);
    exports.FPDF_ClosePage(page);
  }
}

function fit(across: number, down: number, maxSize: number): { width: number; height: number } | null {
  if (!(across > 0 && down > 0 && maxSize >= 1)) return null;
  const scale = Math.min(maxSize / Math.max(across, down), Math.sqrt(maxPixels / (across * down)));
  return {
    width: Math.max(1, Math.min(maxSize, Math.round(across * scale))),
    height: Math.max(1, Math.min(maxSize, Math.round(down * scale))),
  };
}
