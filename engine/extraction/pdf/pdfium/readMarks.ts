import type { PageMarks } from '../pdfParser.ts';
import type { Pdfium } from './pdfium.ts';

const maxObjects = 5_000;
const maxDepth = 8;
const kinds = { path: 2, picture: 3, shading: 4, form: 5 };

/** Pictures and drawings of a page; of a page with very many objects, of the first of them. */
export function readMarks(
  { exports, memory }: Pdfium,
  page: number,
  size: { width: number; height: number },
  isPainted: boolean,
): PageMarks {
  const bounds = exports.malloc(16);
  let left = maxObjects;
  const marks: PageMarks = { isMarked: isPainted, largestPicture: 0 };

  function visit(count: number, at: (index: number) => number, depth: number): void {
    for (let index = 0; index < count && left-- > 0; index++) {
      const object = at(index);
      const kind = exports.FPDFPageObj_GetType(object);
      if (kind === kinds.form) {
        if (depth < maxDepth)
          visit(
            exports.FPDFFormObj_CountObjects(object),
            (inner) => exports.FPDFFormObj_GetObject(object, inner),
            depth + 1,
          );
      } else if (kind === kinds.path || kind === kinds.shading) {
        marks.isMarked = true;
      } else if (kind === kinds.picture) {
        marks.isMarked = true;
        marks.largestPicture = Math.max(marks.largestPicture, share(object));
      }
    }
  }

  function share(object: number): number {
    if (exports.FPDFPageObj_GetBounds(object, bounds, bounds + 4, bounds + 8, bounds + 12) !== 1) return 0;
    const [l = 0, b = 0, r = 0, t = 0] = new Float32Array(memory(), bounds, 4);
    const area = Math.min(r - l, Math.max(size.width, size.height)) * (t - b);
    return Math.min(1, Math.max(0, area / (size.width * size.height))) || 0;
  }

  try {
    visit(exports.FPDFPage_CountObjects(page), (index) => exports.FPDFPage_GetObject(page, index), 0);
    return marks;
  } finally {
    exports.free(bounds);
  }
}
