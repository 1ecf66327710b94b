import type { ShowNumber } from '../numberFormats.ts';
import { createRowBuilder } from '../rowBuilder.ts';
import { type CellNote, cellText, type Sheet, type TextBudget } from '../sheetRows.ts';
import type { BiffText, CellFormats } from './binaryContext.ts';
import { errorName, unpackNumber } from './binaryValues.ts';
import type { RecordReader } from './records.ts';

const type = {
  begin: 0x0809,
  end: 0x000a,
  number: 0x0203,
  packed: 0x027e,
  packedRow: 0x00bd,
  sharedText: 0x00fd,
  text: 0x0204,
  richText: 0x00d6,
  truth: 0x0205,
  formula: 0x0006,
  formulaText: 0x0207,
  merges: 0x00e5,
  object: 0x005d,
  objectText: 0x01b6,
  goesOn: 0x003c,
  note: 0x001c,
} as const;

const maxMerges = 20_000;
const noteObject = 0x19;

interface Context {
  text: BiffText;
  strings: readonly string[];
  formats: CellFormats;
  budget: TextBudget;
  pass(): void;
}

/** One sheet, from the record that begins it to the one that ends it; charts on it have records of their own. */
export function readBiffSheet(
  records: Iterable<RecordReader>,
  { text, strings, formats, budget, pass }: Context,
): Omit<Sheet, 'name'> {
  const rows = createRowBuilder(budget);
  const merges: Sheet['merges'] = [];
  const notes: CellNote[] = [];
  const captions: string[] = [];
  /** Texts of notes by the number of the object that shows them. */
  const noteTexts = new Map<number, string>();
  let current = -1;
  let depth = 0;
  let object = { id: 0, isNote: false };
  /** Characters that the next record holds, of a drawn text. */
  let expected = 0;
  let formula: { row: number; column: number } | undefined;

  function cell(row: number, column: number, shown: string): void {
    pass();
    if (row !== current) {
      if (current >= 0) rows.endRow();
      rows.startRow(row + 1);
      current = row;
    }
    rows.cell(column + 1, shown);
  }

  function readCell(record: RecordReader): void {
    const row = record.u16();
    const column = record.u16();
    if (record.type === type.packedRow) {
      for (let at = column; record.left >= 6; at++) {
        const show = formats(record.u16());
        cell(row, at, show(unpackNumber(record.i32())));
      }
      return;
    }
    const shown = shownValue(record, formats(record.u16()));
    if (shown === undefined) formula = { row, column };
    else cell(row, column, shown);
  }

  /** @returns undefined for a formula whose text comes in a record of its own */
  function shownValue(record: RecordReader, show: ShowNumber): string | undefined {
    switch (record.type) {
      case type.number:
        return show(record.f64());
      case type.packed:
        return show(unpackNumber(record.i32()));
      case type.sharedText:
        return strings[record.u32()] ?? '';
      case type.truth: {
        const value = record.u8();
        return record.u8() === 1 ? errorName(value) : truth(value);
      }
      case type.formula:
        return formulaValue(record.bytes(8), show);
      default:
        return text.read(record, 2);
    }
  }

  function readObject(record: RecordReader): void {
    record.skip(4);
    const kind = record.u16();
    object = { id: record.u16(), isNote: kind === noteObject };
  }

  function readNote(record: RecordReader): void {
    const row = record.u16();
    const column = record.u16();
    let words: string;
    if (text.isUnicode) {
      record.skip(2);
      words = noteTexts.get(record.u16()) ?? '';
    } else {
      words = text.read(record, 2);
      // A long note goes on in records that name no row.
      const last = notes.at(-1);
      if (row === 0xffff && last) {
        last.text += cellText(words);
        return;
      }
    }
    const shown = cellText(words);
    if (shown !== '') notes.push({ row: row + 1, column: column + 1, text: shown });
  }

  function addObjectText(words: string): void {
    const shown = cellText(words);
    if (shown === '') return;
    budget.spend(shown.length);
    if (object.isNote) noteTexts.set(object.id, shown);
    else
      captions.push(
        ...words
          .split(/[\r\n]+/)
          .map(cellText)
          .filter((line) => line !== ''),
      );
  }

  for (const record of records) {
    if (record.type === type.begin) depth++;
    else if (record.type === type.end && --depth <= 0) break;
    if (depth > 1) continue;
    switch (record.type) {
      case type.number:
      case type.packed:
      case type.packedRow:
      case type.sharedText:
      case type.text:
      case type.richText:
      case type.truth:
      case type.formula:
        readCell(record);
        break;
      case type.formulaText:
        if (formula) cell(formula.row, formula.column, text.read(record, 2));
        formula = undefined;
        break;
      case type.merges:
        for (let left = record.u16(); left > 0 && record.left >= 8 && merges.length < maxMerges; left--) {
          const [firstRow, lastRow, firstColumn, lastColumn] = [1, 1, 1, 1].map((one) => record.u16() + one);
          if (firstRow && lastRow && firstColumn && lastColumn)
            merges.push({ firstRow, lastRow, firstColumn, lastColumn });
        }
        break;
      case type.object:
        readObject(record);
        break;
      case type.objectText:
        record.skip(10);
        expected = record.u16();
        break;
      case type.goesOn:
        if (expected > 0) addObjectText(record.characters(expected, (record.u8() & 1) === 1));
        expected = 0;
        break;
      case type.note:
        readNote(record);
        break;
      default:
    }
  }
  if (current >= 0) rows.endRow();
  return { rows: rows.finish(), merges, notes, captions };
}

/** A number, unless its last two bytes say that it is none ([MS-XLS] 2.5.133). */
function formulaValue(bytes: Uint8Array, show: ShowNumber): string | undefined {
  if (bytes.length < 8) return '';
  if (bytes[6] !== 0xff || bytes[7] !== 0xff)
    return show(new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true));
  switch (bytes[0]) {
    case 0:
      return undefined;
    case 1:
      return truth(bytes[2] ?? 0);
    case 2:
      return errorName(bytes[2] ?? 0);
    default:
      return '';
  }
}

function truth(value: number): string {
  return value ? 'TRUE' : 'FALSE';
}
