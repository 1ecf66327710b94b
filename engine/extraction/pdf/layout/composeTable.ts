import type { PageText } from './composedPage.ts';
import type { LineGroup } from './paragraphs.ts';
import { shownText } from './shownText.ts';
import { arrangeTable } from './tableCells.ts';

/** Appends a table to the page, as Markdown with one line a row, its first row as the head. */
export function composeTable(page: PageText, group: LineGroup): void {
  const { rows, columns } = arrangeTable(group.lines);
  const start = page.text.length;
  const starts: number[] = [];
  for (const row of rows) {
    const isHead = starts.length === 0;
    if (!isHead) page.text += '\n';
    starts.push(page.text.length);
    const rowStart = page.text.length;
    page.text += `| ${row.cells.map(cellText).join(' | ')} |`;
    page.lines.push({ start: rowStart, end: page.text.length, box: row.box });
    if (isHead) page.text += `\n|${' --- |'.repeat(columns)}`;
  }
  page.blocks.push({
    kind: 'table',
    start,
    end: page.text.length,
    grid: { firstRow: 1, firstColumn: 1, columns, rows: starts },
  });
}

function cellText(cell: string): string {
  const text = shownText(cell);
  return text.includes('|') ? text.replace(/\|/g, '\\|') : text;
}
