import { fileEncrypted, fileMalformed, fileUnsupported } from '../../fileErrors.ts';
import { decodeBytes } from '../../office/codePages.ts';
import { createNumberFormats } from '../numberFormats.ts';
import { cellText, type Sheet } from '../sheetRows.ts';
import { type BiffText, type BinaryContext, createCellFormats, type SheetOutcome } from './binaryContext.ts';
import { readBiffSheet } from './readBiffSheet.ts';
import { biffRecords, type RecordReader } from './records.ts';
import { readSharedStrings } from './sharedStrings.ts';

const type = {
  begin: 0x0809,
  end: 0x000a,
  password: 0x002f,
  codePage: 0x0042,
  dateMode: 0x0022,
  sheet: 0x0085,
  format: 0x041e,
  cellFormat: 0x00e0,
  strings: 0x00fc,
  goesOn: 0x003c,
} as const;

const unicodeVersion = 0x0600;
const oldestVersion = 0x0500;
const worksheet = 0;
const maxSheets = 10_000;
const maxFormats = 100_000;
/** What a string costs beside its text. */
const stringOverhead = 4;

interface SheetPlace {
  name: string;
  isHidden: boolean;
  position: number;
}

/**
 * The stream of a workbook of Excel 5 to 2003 ([MS-XLS]; before 1997 without Unicode).
 *
 * @throws AppError `file_encrypted`, `file_unsupported` for Excel 4 and older, `file_malformed`
 */
export function readBiff(stream: Uint8Array, context: BinaryContext, onSheet: SheetOutcome): void {
  const { origin, budget } = context;
  const places: SheetPlace[] = [];
  const patterns = new Map<number, string>();
  const formatIds: number[] = [];
  const strings: string[] = [];
  const stringRecords: RecordReader[] = [];
  let counts1904 = false;
  let codePage = 1252;
  let version = 0;
  let before = 0;

  const text: BiffText = {
    get isUnicode() {
      return version === unicodeVersion;
    },
    read(record, lengthBytes) {
      const length = lengthBytes === 1 ? record.u8() : record.u16();
      if (version === unicodeVersion) return record.characters(length, (record.u8() & 1) === 1);
      return decodeBytes(record.bytes(length), codePage);
    },
  };

  for (const record of biffRecords(stream, 0)) {
    if (version === 0) {
      version = record.type === type.begin ? record.u16() : -1;
      if (version < oldestVersion) {
        throw isOlder(record.type)
          ? fileUnsupported(origin.name, 'application/vnd.ms-excel')
          : fileMalformed(origin.name, origin.expected);
      }
      continue;
    }
    if (record.type === type.end) break;
    switch (record.type) {
      case type.password:
        throw fileEncrypted(origin.name);
      case type.codePage:
        codePage = record.u16();
        break;
      case type.dateMode:
        counts1904 = record.u16() === 1;
        break;
      case type.sheet: {
        const position = record.u32();
        const state = record.u8();
        if (record.u8() !== worksheet || places.length >= maxSheets) break;
        places.push({ name: cellText(text.read(record, 1)), isHidden: (state & 3) > 0, position });
        break;
      }
      case type.format: {
        const id = record.u16();
        if (patterns.size < maxFormats) patterns.set(id, text.read(record, text.isUnicode ? 2 : 1));
        break;
      }
      case type.cellFormat:
        record.skip(2);
        if (formatIds.length < maxFormats) formatIds.push(record.u16());
        break;
      case type.strings:
        stringRecords.push(record);
        break;
      case type.goesOn:
        if (before === type.strings) stringRecords.push(record);
        break;
      default:
    }
    if (record.type !== type.goesOn) before = record.type;
  }
  readSharedStrings(stringRecords, (string) => {
    const shown = cellText(string);
    context.countStrings(shown.length + stringOverhead);
    strings.push(shown);
  });
  const formats = createCellFormats(formatIds, patterns, createNumberFormats(counts1904));
  const read = new Set<number>();
  for (const { name, isHidden, position } of places) {
    if (read.has(position)) continue;
    read.add(position);
    const found = readBiffSheet(biffRecords(stream, position), {
      text,
      strings,
      formats,
      budget,
      pass: context.pass,
    });
    const sheet: Sheet = { name: name || `Sheet${read.size}`, ...found };
    onSheet(sheet, isHidden);
  }
}

/** The beginnings of workbooks of Excel 2, 3 and 4. */
function isOlder(recordType: number): boolean {
  return recordType === 0x0009 || recordType === 0x0209 || recordType === 0x0409;
}
