import type { DocumentMetadata, Part } from '@adiuva/contracts';
import { type CellObject, read, set_cptable, type WorkBook, type WorkSheet } from '@e965/xlsx';
import * as codePages from '@e965/xlsx/dist/cpexcel.full.mjs';
import { type CellRange, throwIfAborted } from '#base';
import { fileBomb, fileEmpty, fileEncrypted } from '../../fileErrors.ts';
import type { Extracted, Source } from '../../format.ts';
import { openOfficePackage } from '../../office/officePackage.ts';
import { documentProperties } from '../../office/packageProperties.ts';
import { describeSheets } from '../describeSheets.ts';
import { createNumberFormats, type NumberFormats } from '../numberFormats.ts';
import { createRowBuilder } from '../rowBuilder.ts';
import { sheetParts } from '../sheetParts.ts';
import { type CellNote, cellText, createTextBudget, type Sheet, type TextBudget } from '../sheetRows.ts';

/** What the reader may hold of a binary package at once: it unpacks all of it before it begins. */
const maxUnpackedBytes = 128 * 1024 * 1024;
const maxMerges = 20_000;
/** Programs that know no time write the first one there is. */
const firstTime = Date.UTC(1970, 0, 1);

/** Excel's binary workbooks, of 1985 to 2003 (`xls`) and as packages (`xlsb`). */
export async function extractXls(source: Source): Promise<Extracted> {
  const { name, bytes, limits, signal } = source;
  if (bytes[0] === 0x50) await requireSmall(source);
  const book = readBook(name, bytes);
  const counts1904 = book.Workbook?.WBProps?.date1904 === true;
  const formats = createNumberFormats(counts1904);
  const budget = createTextBudget(name, limits.maxTextLength);
  const parts: Part[] = [];
  for (const [index, sheetName] of book.SheetNames.entries()) {
    throwIfAborted(signal);
    const sheet = book.Sheets[sheetName];
    if (!sheet) continue;
    for (const part of sheetParts(toSheet(sheetName, sheet, formats, budget))) parts.push(part);
    source.onProgress(index + 1, book.SheetNames.length);
  }
  if (parts.length === 0) throw fileEmpty(name);
  const metadata = readProperties(book);
  const sheets = book.SheetNames.map((sheetName, index) => ({
    name: sheetName,
    isHidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) > 0,
  }));
  return {
    metadata: { ...metadata, properties: { ...metadata.properties, ...describeSheets(sheets) } },
    parts,
    warnings: [],
  };
}

function readBook(name: string, bytes: Uint8Array): WorkBook {
  set_cptable(codePages);
  try {
    return read(bytes, {
      type: 'array',
      dense: true,
      cellNF: true,
      cellText: false,
      cellFormula: false,
      cellHTML: false,
      cellDates: false,
      sheetStubs: false,
      bookVBA: false,
    });
  } catch (error) {
    if (error instanceof Error && /password/i.test(error.message)) throw fileEncrypted(name, error);
    throw error;
  }
}

/** @throws AppError `file_bomb` before anything is unpacked */
async function requireSmall({ name, bytes }: Source): Promise<void> {
  const files = await openOfficePackage(name, bytes, 'an Excel workbook', maxUnpackedBytes);
  let size = 0;
  for (const entry of files.names) size += files.size(entry) ?? 0;
  if (size > maxUnpackedBytes) throw fileBomb(name, 'what is packed in it comes to far too much');
}

function toSheet(name: string, sheet: WorkSheet, formats: NumberFormats, budget: TextBudget): Sheet {
  const rows = createRowBuilder(budget);
  const notes: CellNote[] = [];
  const data: (CellObject | undefined)[][] = sheet['!data'] ?? [];
  // Rows and cells that are not there cost nothing: neither list has to be without gaps.
  for (const rowIndex in data) {
    const cells = data[rowIndex];
    const row = Number(rowIndex) + 1;
    if (!cells) continue;
    rows.startRow(row);
    for (const columnIndex in cells) {
      const cell = cells[columnIndex];
      if (!cell) continue;
      const column = Number(columnIndex) + 1;
      rows.cell(column, shown(cell, formats));
      for (const { t } of cell.c ?? []) {
        const text = cellText(t ?? '');
        budget.spend(text.length);
        if (text !== '') notes.push({ row, column, text });
      }
    }
    rows.endRow();
  }
  const merges: CellRange[] = (sheet['!merges'] ?? []).slice(0, maxMerges).map(({ s, e }) => ({
    firstRow: s.r + 1,
    lastRow: e.r + 1,
    firstColumn: s.c + 1,
    lastColumn: e.c + 1,
  }));
  return { name, rows: rows.finish(), merges, notes, captions: [] };
}

/** Errors by their numbers in the file (MS-XLS, 2.5.10). */
const errors: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
};

function shown(cell: CellObject, formats: NumberFormats): string {
  const { t: type, v: value, z: pattern } = cell;
  if (value === undefined) return '';
  if (type === 'e') return errors[Number(value)] ?? '#ERROR!';
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value !== 'number') return String(value);
  if (typeof pattern === 'string') return formats.byPattern(pattern)(value);
  return pattern === undefined ? formats.byId(0)(value) : formats.byId(Number(pattern))(value);
}

function readProperties({ Props: properties }: WorkBook): DocumentMetadata {
  const time = (date: unknown) => {
    const value = date instanceof Date ? date.getTime() : Date.parse(String(date));
    return value > firstTime ? value : undefined;
  };
  return documentProperties({
    title: properties?.Title,
    author: properties?.Author,
    createdAt: time(properties?.CreatedDate),
    modifiedAt: time(properties?.ModifiedDate),
    subject: properties?.Subject,
    keywords: properties?.Keywords,
  });
}
