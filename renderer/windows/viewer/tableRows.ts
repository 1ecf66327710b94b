import type { TableGrid } from '@adiuva/contracts';
import type { Mark, MarkKind, TextRange } from './marks.ts';

export interface TableRow {
  /** As a spreadsheet counts, from 1. */
  number: number;
  cells: string[];
  isCited: boolean;
  /** Something was found in it. */
  isFound: boolean;
  /** Of what was found, what is looked at. */
  isCurrent: boolean;
}

export interface Table {
  /** The first column's number, from 1. */
  firstColumn: number;
  columns: number;
  /** Rows that stand above the line of dashes. */
  headings: TableRow[];
  rows: TableRow[];
}

/**
 * A Markdown table as rows and cells; a row is a line.
 *
 * @param block where the table stands in `text`
 * @param grid which line is which row of the sheet; without it the first row is 1
 * @param marks stretches of `text`: rows that they touch are marked
 */
export function tableRows(
  text: string,
  block: TextRange,
  grid: TableGrid | undefined,
  marks: readonly Mark[],
): Table | null {
  const numbers = new Map(grid?.rows.map((offset, index) => [offset, grid.firstRow + index]));
  const headings: TableRow[] = [];
  let rows: TableRow[] = [];
  let position = block.start;
  let counted = 0;
  for (const line of text.slice(block.start, block.end).split('\n')) {
    const [start, end] = [position, position + line.length];
    position = end + 1;
    if (line.trim() === '') continue;
    if (isDashes(line)) {
      if (headings.length > 0) continue;
      headings.push(...rows);
      rows = [];
      continue;
    }
    if (!line.includes('|')) return null;
    counted += 1;
    const has = (kind: MarkKind) =>
      marks.some((mark) => mark.kind === kind && mark.start < end && mark.end > start);
    rows.push({
      number: numbers.get(start) ?? (grid?.firstRow ?? 1) + counted - 1,
      cells: cellsOf(line),
      isCited: has('cited'),
      isFound: has('found'),
      isCurrent: has('current'),
    });
  }
  const columns = Math.max(0, ...[...headings, ...rows].map(({ cells }) => cells.length));
  if (columns === 0) return null;
  return { firstColumn: grid?.firstColumn ?? 1, columns, headings, rows };
}

function isDashes(line: string): boolean {
  return /^[\s|:-]+$/.test(line) && line.includes('-') && line.includes('|');
}

/** `\|` is a bar within a cell, `<br>` a line break within one. */
function cellsOf(line: string): string[] {
  const cells = line.trim().split(/(?<!\\)\|/);
  if (cells[0]?.trim() === '') cells.shift();
  if (cells.at(-1)?.trim() === '') cells.pop();
  return cells.map((cell) =>
    cell
      .trim()
      .replaceAll('\\|', '|')
      .replace(/<br\s*\/?>/gi, '\n'),
  );
}

/** A column's letters, from 1: A, Z, AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return letters;
}
