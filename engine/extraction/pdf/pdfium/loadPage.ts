import type { PdfiumExports } from './pdfium.ts';

/** FPDF_ANNOT_FREETEXT and FPDF_ANNOT_WIDGET: what somebody wrote onto the page or into a form. */
const writtenKinds = new Set([3, 20]);
/** Looked at on a page; one of links alone would take its time for nothing. */
const maxAnnotations = 200;
const flattenForDisplay = 0;
const flattened = 1;

export interface LoadedPage {
  /** A pointer for FPDF_ClosePage; 0 where the page cannot be read. */
  page: number;
  /** Lines or areas were painted that the page's objects do not have. */
  isPainted: boolean;
}

/**
 * Loads a page as a reader sees it: the values of form fields and the notes written onto it are part of its content.
 * What is drawn on it is passed over where PDFium can do so: it is a page to read, not one to render.
 */
export function loadPage(exports: PdfiumExports, document: number, index: number): LoadedPage {
  const { onlyText, path, isPainted } = exports;
  if (!onlyText || !path || !isPainted)
    return { page: loadWithWriting(exports, document, index), isPainted: false };
  onlyText.value = 1;
  path.value = 0;
  isPainted.value = 0;
  try {
    return { page: loadWithWriting(exports, document, index), isPainted: isPainted.value === 1 };
  } finally {
    onlyText.value = 0;
  }
}

function loadWithWriting(exports: PdfiumExports, document: number, index: number): number {
  const page = exports.FPDF_LoadPage(document, index);
  if (page === 0 || !hasWriting(exports, page)) return page;
  const result = exports.FPDFPage_Flatten(page, flattenForDisplay);
  if (result !== flattened) return page;
  exports.FPDF_ClosePage(page);
  return exports.FPDF_LoadPage(document, index);
}

function hasWriting(exports: PdfiumExports, page: number): boolean {
  const count = Math.min(maxAnnotations, exports.FPDFPage_GetAnnotCount(page));
  for (let index = 0; index < count; index++) {
    const annotation = exports.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    const kind = exports.FPDFAnnot_GetSubtype(annotation);
    exports.FPDFPage_CloseAnnot(annotation);
    if (writtenKinds.has(kind)) return true;
  }
  return false;
}
