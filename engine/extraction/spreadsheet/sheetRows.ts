import type { CellRange } from '#base';
import { cleanText } from '../encoding/cleanText.ts';
import { fileBomb, textTooLong } from '../fileErrors.ts';

/** One row's cells that show something, in the order of their columns. */
export interface SheetRow {
  row: number;
  columns: readonly number[];
  texts: readonly string[];
}

/** Rows in ascending order, however they are kept. */
export interface RowSource {
  readonly count: number;
  rowNumber(index: number): number;
  read(index: number): SheetRow;
}

/** A note that somebody pinned to a cell. */
export interface CellNote {
  row: number;
  column: number;
  text: string;
}

/** What a reader of a format found on one sheet, whatever the format. */
export interface Sheet {
  name: string;
  rows: RowSource;
  merges: CellRange[];
  notes: CellNote[];
  /** Text boxes, titles of charts. */
  captions: string[];
}

/** How much text all sheets of one workbook may hold together. */
export interface TextBudget {
  /** @throws AppError `file_too_large` */
  spend(characters: number): void;
}

/** What a cell costs in a table beside its text. */
const cellOverhead = 3;

export function createTextBudget(name: string, maxTextLength: number): TextBudget {
  let spent = 0;
  return {
    spend(characters) {
      spent += characters;
      if (spent > maxTextLength) throw textTooLong(name, maxTextLength);
    },
  };
}

/** Rows and cells of a workbook, empty ones that only have a style counted. */
const maxPassed = 16_000_000;

/** Counts what takes time and leaves no text. @throws AppError `file_bomb` from the function returned */
export function createCellCounter(name: string): (count?: number) => void {
  let passed = 0;
  return (count = 1) => {
    passed += count;
    if (passed > maxPassed) throw fileBomb(name, 'its sheets have too many cells');
  };
}

/** The rows of a sheet that hold text, packed: a million of them stay under a few hundred megabytes. */
export interface SheetStore extends RowSource {
  /** Rows without text take no room. */
  add(row: number, columns: readonly number[], texts: readonly string[]): void;
}

const separator = '\0';

/** @param budget pays for every cell, so that nothing grows beyond what may be indexed */
export function createSheetStore(budget: TextBudget): SheetStore {
  const numbers: number[] = [];
  /** The column of the first cell where the others follow without a gap; all of them otherwise. */
  const places: (number | Uint16Array)[] = [];
  const joined: string[] = [];

  return {
    get count() {
      return numbers.length;
    },
    add(row, columns, texts) {
      const first = columns[0];
      if (first === undefined) return;
      let characters = 0;
      for (const text of texts) characters += text.length + cellOverhead;
      budget.spend(characters);
      numbers.push(row);
      places.push((columns.at(-1) ?? 0) - first === columns.length - 1 ? first : Uint16Array.from(columns));
      joined.push(texts.join(separator));
    },
    rowNumber: (index) => numbers[index] ?? 0,
    read(index) {
      const place = places[index] ?? 1;
      const texts = (joined[index] ?? '').split(separator);
      const columns = typeof place === 'number' ? texts.map((_, offset) => place + offset) : [...place];
      return { row: numbers[index] ?? 0, columns, texts };
    },
  };
}

/** A cell's text on one line, without what no reader sees. */
export function cellText(text: string): string {
  if (text === '' || plain.test(text)) return text;
  return cleanText(text).replace(/\s+/g, ' ').trim();
}

/** Nothing to clean: letters, digits and usual signs with single spaces between them. */
const plain = /^[!-~]+(?: [!-~]+)*$/;
