/** Cells of one row beyond which a table is no longer one that a person reads. */
export const maxTableColumns = 256;

/** A table as Markdown, and where its rows begin in it. */
export interface TableText {
  text: string;
  columns: number;
  /** UTF-16 code units into `text`, one a row; the line of dashes is no row. */
  rows: number[];
}

/**
 * Rows of cells in GitHub's Markdown: the first row is the head, cells that a merged one covers are empty. Columns
 * without any text (which merging leaves behind) and empty rows at the end are dropped.
 *
 * @returns undefined where no cell has text
 */
export function tableMarkdown(cells: readonly (readonly string[])[]): TableText | undefined {
  const used: boolean[] = [];
  let last = -1;
  for (const [index, row] of cells.entries()) {
    for (const [column, cell] of row.entries()) {
      if (cell === '') continue;
      used[column] = true;
      last = index;
    }
  }
  const columns = used.flatMap((isUsed, column) => (isUsed ? [column] : []));
  if (columns.length === 0) return undefined;
  const lines: string[] = [];
  const rows: number[] = [];
  let length = 0;
  const add = (line: string) => {
    lines.push(line);
    length += line.length + 1;
  };
  for (const row of cells.slice(0, last + 1)) {
    rows.push(length);
    add(`| ${columns.map((column) => escapeCell(row[column] ?? '')).join(' | ')} |`);
    if (rows.length === 1) add(`|${' --- |'.repeat(columns.length)}`);
  }
  return { text: lines.join('\n'), columns: columns.length, rows };
}

function escapeCell(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}
