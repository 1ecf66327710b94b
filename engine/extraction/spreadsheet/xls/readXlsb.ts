import { fileMalformed } from '../../fileErrors.ts';
import type { OfficePackage } from '../../office/officePackage.ts';
import { readRelationships, targetOf } from '../../office/relationships.ts';
import { createNumberFormats } from '../numberFormats.ts';
import { createRowBuilder } from '../rowBuilder.ts';
import { type CellNote, cellText, type Sheet } from '../sheetRows.ts';
import {
  type BinaryContext,
  type CellFormats,
  createCellFormats,
  type SheetOutcome,
} from './binaryContext.ts';
import { errorName, unpackNumber } from './binaryValues.ts';
import { type RecordReader, xlsbRecords } from './records.ts';

/** Records by their numbers ([MS-XLSB] 2.3.2). */
const type = {
  row: 0,
  blank: 1,
  packed: 2,
  error: 3,
  truth: 4,
  number: 5,
  text: 6,
  sharedText: 7,
  formulaText: 8,
  formulaNumber: 9,
  formulaTruth: 10,
  formulaError: 11,
  shortFirst: 12,
  shortLast: 18,
  string: 19,
  format: 44,
  cellFormat: 47,
  bookProperties: 153,
  sheet: 156,
  merge: 176,
  cellFormatsBegin: 617,
  cellFormatsEnd: 618,
  note: 635,
  noteText: 637,
} as const;

/** From a cell's kind to the same without its column. */
const shortDistance = 11;
const maxSheets = 10_000;
const maxMerges = 20_000;
const maxFormats = 100_000;
/** What a string costs beside its text. */
const stringOverhead = 4;

/** A workbook in Excel's binary package: parts as in xlsx, records in place of XML. */
export async function readXlsb(
  files: OfficePackage,
  context: BinaryContext,
  onSheet: SheetOutcome,
): Promise<void> {
  const { origin } = context;
  const book = targetOf(await readRelationships(origin, files, ''), 'officeDocument') ?? 'xl/workbook.bin';
  const bytes = await files.read(book);
  if (!bytes) throw fileMalformed(origin.name, origin.expected);
  const places: { name: string; id: string; isHidden: boolean }[] = [];
  let counts1904 = false;
  for (const record of xlsbRecords(bytes)) {
    if (record.type === type.bookProperties) counts1904 = (record.u32() & 1) === 1;
    if (record.type !== type.sheet || places.length >= maxSheets) continue;
    const isHidden = record.u32() > 0;
    record.skip(4);
    const id = wideText(record);
    places.push({ id, name: cellText(wideText(record)), isHidden });
  }
  const relationships = await readRelationships(origin, files, book);
  const formats = await readFormats(files, targetOf(relationships, 'styles'), counts1904);
  const strings: string[] = [];
  const stringPart = targetOf(relationships, 'sharedStrings');
  for (const record of xlsbRecords((stringPart && (await files.read(stringPart))) || new Uint8Array())) {
    if (record.type !== type.string) continue;
    const text = richText(record);
    context.countStrings(text.length + stringOverhead);
    strings.push(text);
  }
  const read = new Set<string>();
  for (const { name, id, isHidden } of places) {
    const target = relationships.get(id)?.target;
    if (target === undefined || read.has(target)) continue;
    read.add(target);
    const sheetBytes = (await files.read(target)) ?? new Uint8Array();
    const found = readSheet(xlsbRecords(sheetBytes), strings, formats, context);
    const comments = targetOf(await readRelationships(origin, files, target), 'comments');
    const notes = readNotes((comments && (await files.read(comments))) || new Uint8Array(), context);
    onSheet({ name: name || `Sheet${read.size}`, ...found, notes, captions: [] }, isHidden);
  }
}

async function readFormats(
  files: OfficePackage,
  part: string | undefined,
  counts1904: boolean,
): Promise<CellFormats> {
  const patterns = new Map<number, string>();
  const formatIds: number[] = [];
  let isOfCells = false;
  for (const record of xlsbRecords((part && (await files.read(part))) || new Uint8Array())) {
    if (record.type === type.cellFormatsBegin) isOfCells = true;
    else if (record.type === type.cellFormatsEnd) isOfCells = false;
    else if (record.type === type.format && patterns.size < maxFormats)
      patterns.set(record.u16(), wideText(record));
    else if (record.type === type.cellFormat && isOfCells && formatIds.length < maxFormats) {
      record.skip(2);
      formatIds.push(record.u16());
    }
  }
  return createCellFormats(formatIds, patterns, createNumberFormats(counts1904));
}

function readSheet(
  records: Iterable<RecordReader>,
  strings: readonly string[],
  formats: CellFormats,
  { budget, pass }: BinaryContext,
): Pick<Sheet, 'rows' | 'merges'> {
  const rows = createRowBuilder(budget);
  const merges: Sheet['merges'] = [];
  let isOpen = false;
  for (const record of records) {
    if (record.type === type.row) {
      pass();
      if (isOpen) rows.endRow();
      rows.startRow(record.u32() + 1);
      isOpen = true;
    } else if (record.type === type.merge && merges.length < maxMerges) {
      const [firstRow = 1, lastRow = 1, firstColumn = 1, lastColumn = 1] = [1, 1, 1, 1].map(
        (one) => record.u32() + one,
      );
      merges.push({ firstRow, lastRow, firstColumn, lastColumn });
    } else if (record.type <= type.formulaError) {
      pass();
      const column = record.u32() + 1;
      rows.cell(column, shownValue(record, record.type, strings, formats));
    } else if (record.type >= type.shortFirst && record.type <= type.shortLast) {
      // The same without the column, which is the next one.
      pass();
      rows.cell(undefined, shownValue(record, record.type - shortDistance, strings, formats));
    }
  }
  if (isOpen) rows.endRow();
  return { rows: rows.finish(), merges };
}

function shownValue(
  record: RecordReader,
  kind: number,
  strings: readonly string[],
  formats: CellFormats,
): string {
  const show = formats(record.u32() & 0xffffff);
  switch (kind) {
    case type.blank:
      return '';
    case type.packed:
      return show(unpackNumber(record.i32()));
    case type.number:
    case type.formulaNumber:
      return show(record.f64());
    case type.text:
    case type.formulaText:
      return wideText(record);
    case type.sharedText:
      return strings[record.u32()] ?? '';
    case type.truth:
    case type.formulaTruth:
      return record.u8() ? 'TRUE' : 'FALSE';
    default:
      return errorName(record.u8());
  }
}

function readNotes(bytes: Uint8Array, { budget }: BinaryContext): CellNote[] {
  const notes: CellNote[] = [];
  let place = { row: 0, column: 0 };
  for (const record of xlsbRecords(bytes)) {
    if (record.type === type.note) {
      record.skip(4);
      const row = record.u32() + 1;
      record.skip(4);
      place = { row, column: record.u32() + 1 };
    } else if (record.type === type.noteText) {
      const text = richText(record);
      budget.spend(text.length);
      if (text !== '') notes.push({ ...place, text });
    }
  }
  return notes;
}

function richText(record: RecordReader): string {
  record.skip(1);
  return cellText(wideText(record));
}

/** No text has as many characters as `0xffffffff`, which stands for none. */
function wideText(record: RecordReader): string {
  const length = record.u32();
  return length === 0xffffffff ? '' : record.characters(length, true);
}
