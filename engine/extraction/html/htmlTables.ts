import { type DomElement, type DomNode, isElement, tagOf } from './dom.ts';
import { inlineText } from './inlineText.ts';

/** Cells of one row that a span may fill. */
const maxColumns = 200;

/** A table that lays data out in rows and columns, rather than a page. */
export function isDataTable(table: DomElement): boolean {
  if (table.getAttribute('role') === 'presentation') return false;
  if (table.querySelector('table, h1, h2, h3, h4, ul, ol, pre, blockquote, form')) {
    return table.querySelector('table') === null && table.querySelector('th') !== null;
  }
  const rows = rowsOf(table);
  if (!rows.some((row) => cellsOf(row).length > 1)) return false;
  // Prose in columns: a cell that holds several paragraphs.
  return rows.length > 1
    ? !rows.some((row) => cellsOf(row).some((cell) => paragraphsIn(cell) > 3))
    : rows.length > 0 && rows.flatMap(cellsOf).every((cell) => paragraphsIn(cell) <= 1);
}

function paragraphsIn(cell: DomElement): number {
  return cell.querySelectorAll('p').length;
}

/**
 * A table in GitHub's Markdown. The first row is its head; spans leave empty cells; rows and columns without any
 * text are dropped, and a currency sign or bracket in a cell of its own joins its number.
 */
export function tableToMarkdown(table: DomElement): string {
  const grid = fillGrid(rowsOf(table));
  const width = Math.max(0, ...grid.map((row) => row.length));
  const joined = grid.map((row) =>
    joinAffixes(Array.from({ length: width }, (_, index) => row[index] ?? '')),
  );
  const used = Array.from({ length: width }, (_, column) => joined.some((row) => row[column] !== ''));
  const rows = joined
    .map((row) => row.filter((_, column) => used[column]))
    .filter((row) => row.some((cell) => cell !== ''));
  const [head, ...body] = rows;
  if (!head) return '';
  if (head.length === 1) return rows.map((row) => row[0]).join('\n');
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}

function fillGrid(rows: readonly DomElement[]): string[][] {
  const grid: string[][] = rows.map(() => []);
  for (const [index, row] of rows.entries()) {
    const cells = grid[index] ?? [];
    let column = 0;
    for (const cell of cellsOf(row)) {
      while (cells[column] !== undefined) column++;
      if (column >= maxColumns) break;
      const columns = spanOf(cell, 'colspan', maxColumns - column);
      const spannedRows = spanOf(cell, 'rowspan', rows.length - index);
      for (let down = 0; down < spannedRows; down++) {
        for (let right = 0; right < columns; right++) {
          const target = grid[index + down];
          if (target) target[column + right] = down === 0 && right === 0 ? inlineText(cell) : '';
        }
      }
      column += columns;
    }
  }
  return grid;
}

/** `$ | 12` and `(12 | )` are one cell in the eyes of a reader. */
function joinAffixes(row: string[]): string[] {
  for (let index = 0; index < row.length; index++) {
    const cell = row[index] ?? '';
    if (/^[$€£¥(]+$/.test(cell)) {
      const next = nextFilled(row, index);
      if (next > 0 && /^[\d(—–.-]/.test(row[next] ?? '')) {
        row[next] = cell + row[next];
        row[index] = '';
      }
    } else if (/^[)%]+$/.test(cell)) {
      const before = previousFilled(row, index);
      if (before >= 0 && /\d$/.test(row[before] ?? '')) {
        row[before] += cell;
        row[index] = '';
      }
    }
  }
  return row;
}

function nextFilled(row: readonly string[], from: number): number {
  const at = row.slice(from + 1, from + 3).findIndex((cell) => cell !== '');
  return at < 0 ? -1 : from + 1 + at;
}

function previousFilled(row: readonly string[], from: number): number {
  for (let index = from - 1; index >= Math.max(0, from - 2); index--) if (row[index] !== '') return index;
  return -1;
}

function spanOf(cell: DomElement, attribute: string, most: number): number {
  const span = Number.parseInt(cell.getAttribute(attribute) ?? '1', 10);
  return Number.isFinite(span) ? Math.max(1, Math.min(span, most)) : 1;
}

/** The table's own rows, not those of tables inside it. */
function rowsOf(table: DomElement): DomElement[] {
  const rows: DomElement[] = [];
  for (const child of elementsOf(table)) {
    const tag = tagOf(child);
    if (tag === 'tr') rows.push(child);
    else if (tag === 'thead' || tag === 'tbody' || tag === 'tfoot') {
      rows.push(...elementsOf(child).filter((row) => tagOf(row) === 'tr'));
    }
  }
  return rows;
}

function cellsOf(row: DomElement): DomElement[] {
  return elementsOf(row).filter((cell) => tagOf(cell) === 'td' || tagOf(cell) === 'th');
}

function elementsOf(parent: DomNode): DomElement[] {
  const elements: DomElement[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) if (isElement(node)) elements.push(node);
  return elements;
}
