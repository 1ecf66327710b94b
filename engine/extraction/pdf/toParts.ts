import type { Part } from '@adiuva/contracts';
import type { PageText } from './layout/composedPage.ts';
import type { PageMarks } from './pdfParser.ts';

/** A page with less, below a picture as large as the page, is a scan with a stamp on it. */
const strayLength = 60;
const pageFilling = 0.6;

/**
 * One part a page. A page without text of its own that shows something waits for text recognition; a blank one is
 * left out.
 */
export function toParts(pages: readonly PageText[], marks: readonly (PageMarks | undefined)[]): Part[] {
  const parts: Part[] = [];
  const open: { level: number; title: string }[] = [];
  for (const [index, page] of pages.entries()) {
    const headingPath = open.map((heading) => heading.title);
    const awaitsOcr = isPicture(page.text, marks[index]);
    if (page.text.trim() === '' && !awaitsOcr) continue;
    const text = awaitsOcr ? '' : page.text;
    parts.push({
      kind: 'page',
      text,
      locator: {
        kind: 'page',
        part: parts.length,
        start: 0,
        end: text.length,
        page: index + 1,
        boxes: [],
        headingPath,
      },
      blocks: awaitsOcr ? [] : page.blocks,
      ...(awaitsOcr ? { awaitsOcr } : { lines: page.lines }),
      headingPath,
    });
    if (awaitsOcr) continue;
    for (const heading of page.headings) {
      while (open.length > 0 && (open.at(-1)?.level ?? 0) >= heading.level) open.pop();
      open.push(heading);
    }
  }
  return parts;
}

function isPicture(text: string, marks: PageMarks | undefined): boolean {
  if (!marks) return false;
  const length = text.replace(/\s+/g, '').length;
  return length === 0 ? marks.isMarked : length < strayLength && marks.largestPicture >= pageFilling;
}
