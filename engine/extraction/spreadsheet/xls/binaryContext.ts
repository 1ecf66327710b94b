import type { Origin } from '../../office/origin.ts';
import { type NumberFormats, type ShowNumber, showGeneral } from '../numberFormats.ts';
import type { Sheet, TextBudget } from '../sheetRows.ts';
import type { RecordReader } from './records.ts';

/** What the readers of both binary forms work within. */
export interface BinaryContext {
  origin: Origin;
  budget: TextBudget;
  /** Called for every cell. */
  pass(): void;
  /** Called for every shared string. @throws AppError when they come to more than may be indexed */
  countStrings(characters: number): void;
}

/** How text stands in the file: in two bytes a character, or in the code page of the one who wrote it. */
export interface BiffText {
  isUnicode: boolean;
  /** A text with its length before it, in one or two bytes. */
  read(record: RecordReader, lengthBytes: 1 | 2): string;
}

/** Called for each sheet, in the order of their tabs. */
export type SheetOutcome = (sheet: Sheet, isHidden: boolean) => void;

/** How the numbers of a cell show, by the number of its format of cells. */
export type CellFormats = (cellFormat: number) => ShowNumber;

export function createCellFormats(
  formatIds: readonly number[],
  patterns: ReadonlyMap<number, string>,
  formats: NumberFormats,
): CellFormats {
  const shown: (ShowNumber | undefined)[] = [];
  return (cellFormat) => {
    const id = formatIds[cellFormat];
    if (id === undefined) return showGeneral;
    let show = shown[cellFormat];
    if (!show) {
      const pattern = patterns.get(id);
      show = pattern === undefined ? formats.byId(id) : formats.byPattern(pattern);
      shown[cellFormat] = show;
    }
    return show;
  };
}
