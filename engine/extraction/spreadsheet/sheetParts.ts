import type { Part } from '@adiuva/contracts';
import { type CellRange, columnName, rangeName } from '#base';
import { cutByWidth, findRegions, type Region } from './findRegions.ts';
import { looksLikeData } from './looksLikeData.ts';
import { createPartWriter, type PartWriter } from './partWriter.ts';
import type { RowSource, Sheet, SheetRow } from './sheetRows.ts';

/** Columns of one table; a wider one is cut into several, side by side. */
const maxTableColumns = 256;
const maxTitleRows = 3;
const maxNoteRows = 20;
const maxHeaderRows = 4;
const longestTitle = 120;
/** A last row with one cell is a remark when it is a sentence; a name without figures stays a row. */
const shortestRemark = 30;

/**
 * A sheet as parts: its tables as Markdown with the addresses of their rows, what stands above a table as a
 * heading, notes pinned to cells at the end.
 *
 * @param options `isOneTable` for a file that is one table by its nature: empty columns in it are only empty
 */
export function sheetParts(sheet: Sheet, { isOneTable = false } = {}): Part[] {
  const writer = createPartWriter(sheet.name, !isOneTable);
  const regions = isOneTable ? cutByWidth(sheet.rows) : findRegions(sheet.rows, sheet.merges);
  for (const region of regions) writeRegion(region, writer);
  for (const { row, column, text } of sheet.notes) {
    const place = { firstRow: row, lastRow: row, firstColumn: column, lastColumn: column };
    writer.paragraph('footnote', `${rangeName(place)}: ${text}`, place);
  }
  for (const caption of sheet.captions) writer.paragraph('caption', caption);
  return writer.finish();
}

function writeRegion({ rows }: Region, writer: PartWriter): void {
  let from = 0;
  let to = rows.count;
  if (hasColumns(rows)) {
    while (from < Math.min(maxTitleRows, to - 1) && isAlone(rows.read(from))) from++;
    while (to - 1 > from && rows.count - to < maxNoteRows && isRemark(rows.read(to - 1))) to--;
    for (let index = 0; index < from; index++) writeLine(rows.read(index), writer, true);
    writeTable(rows, from, to, writer);
  } else {
    to = 0;
  }
  for (let index = to; index < rows.count; index++)
    writeLine(rows.read(index), writer, rows.count <= maxTitleRows);
}

function hasColumns(rows: RowSource): boolean {
  for (let index = 0; index < rows.count; index++) if (!isAlone(rows.read(index))) return true;
  return false;
}

function isAlone({ columns }: SheetRow): boolean {
  return columns.length === 1;
}

function isRemark(row: SheetRow): boolean {
  return isAlone(row) && (row.texts[0]?.length ?? 0) >= shortestRemark;
}

function writeLine({ row, columns, texts }: SheetRow, writer: PartWriter, mayBeTitle: boolean): void {
  const text = texts[0] ?? '';
  const column = columns[0] ?? 1;
  const place = { firstRow: row, lastRow: row, firstColumn: column, lastColumn: column };
  const isTitle = mayBeTitle && text.length <= longestTitle && !looksLikeData(text) && !/[.;,]$/.test(text);
  if (isTitle) writer.heading(text, place);
  else writer.line(text, place);
}

function writeTable(rows: RowSource, from: number, to: number, writer: PartWriter): void {
  let firstColumn = Number.POSITIVE_INFINITY;
  let lastColumn = 0;
  let cells = 0;
  let characters = 0;
  let gaps = 0;
  for (let index = from; index < to; index++) {
    const { columns, texts } = rows.read(index);
    firstColumn = Math.min(firstColumn, columns[0] ?? firstColumn);
    lastColumn = Math.max(lastColumn, columns.at(-1) ?? 0);
    cells += columns.length;
    gaps += columns.at(-1) ?? 0;
    for (const text of texts) characters += text.length;
  }
  gaps -= cells + (to - from) * (firstColumn - 1);
  const range = (first: number, last: number): CellRange => ({
    firstRow: rows.rowNumber(from),
    lastRow: rows.rowNumber(to - 1),
    firstColumn: first,
    lastColumn: last,
  });
  // Few cells far apart: what stands where, instead of pages of empty cells.
  if (gaps * 3 > 10_000 + 2 * characters) {
    const table = writer.table('list', range(firstColumn, lastColumn), 0);
    for (let index = from; index < to; index++) table.row(rows.rowNumber(index), addressed(rows.read(index)));
    table.end();
    return;
  }
  const headerRows = countHeaderRows(rows, from, to);
  for (let first = firstColumn; first <= lastColumn; first += maxTableColumns) {
    const last = Math.min(lastColumn, first + maxTableColumns - 1);
    const table = writer.table('table', range(first, last), headerRows);
    for (let index = from; index < to; index++) {
      const row = rows.read(index);
      table.row(row.row, markdownRow(row, first, last, index === from));
      if (index === from) table.rule(`|${' --- |'.repeat(last - first + 1)}`);
    }
    table.end();
  }
}

/** Rows at the top that name the columns: none where the very first holds figures. */
function countHeaderRows(rows: RowSource, from: number, to: number): number {
  for (let index = from; index < Math.min(to, from + maxHeaderRows + 1); index++)
    if (rows.read(index).texts.some(looksLikeData)) return index - from;
  return 1;
}

function addressed({ row, columns, texts }: SheetRow): string {
  return texts.map((text, index) => `${columnName(columns[index] ?? 1)}${row}: ${text}`).join('; ');
}

/** Cells behind the last one are left out, as Markdown allows, but for the head, which says how many there are. */
function markdownRow({ columns, texts }: SheetRow, first: number, last: number, isHead: boolean): string {
  const cells: string[] = [];
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? 0;
    if (column < first) continue;
    if (column > last) break;
    while (cells.length < column - first) cells.push('');
    const text = texts[index] ?? '';
    cells.push(text.includes('|') ? text.replaceAll('|', '\\|') : text);
  }
  while (isHead && cells.length <= last - first) cells.push('');
  return cells.length === 0 ? '' : `| ${cells.join(' | ')} |`;
}
