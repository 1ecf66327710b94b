import { maxColumn, maxRow } from './cellAddress.ts';
import type { RowSource } from './sheetRows.ts';
import { cellText, createSheetStore, type TextBudget } from './sheetRows.ts';

/** Collects the cells of a sheet as a file gives them: row after row, as a rule, and with gaps. */
export interface RowBuilder {
  /** @param row 1-based; the one after the last where the file does not say */
  startRow(row: number | undefined): void;
  /** @param column 1-based; the one after the last where the file does not say */
  cell(column: number | undefined, text: string): void;
  /** Passes cells that show nothing. */
  skip(columns: number): void;
  endRow(): void;
  /** How often the row that has just ended stands there again right below. */
  repeatRow(times: number): void;
  finish(): RowSource;
}

export function createRowBuilder(budget: TextBudget): RowBuilder {
  const store = createSheetStore(budget);
  let row = 0;
  let column = 0;
  let columns: number[] = [];
  let texts: string[] = [];
  let isAscending = true;
  let isSorted = true;
  let last = 0;

  return {
    startRow(given) {
      row = given ?? row + 1;
      column = 0;
      columns = [];
      texts = [];
      isAscending = true;
    },
    cell(given, text) {
      const before = column;
      column = given ?? column + 1;
      if (column > maxColumn || row > maxRow) return;
      const shown = cellText(text);
      if (shown === '') return;
      if (column <= before) isAscending = false;
      columns.push(column);
      texts.push(shown);
    },
    skip(count) {
      column += count;
    },
    endRow() {
      if (columns.length === 0) return;
      if (!isAscending) [columns, texts] = inOrder(columns, texts);
      if (row <= last) isSorted = false;
      last = Math.max(last, row);
      store.add(row, columns, texts);
    },
    repeatRow(times) {
      if (columns.length === 0) {
        row += times;
        return;
      }
      for (let time = 0; time < times && row < maxRow; time++) {
        row++;
        last = row;
        store.add(row, columns, texts);
      }
    },
    finish() {
      if (isSorted) return store;
      const order = Array.from({ length: store.count }, (_, index) => index);
      order.sort((a, b) => store.rowNumber(a) - store.rowNumber(b) || a - b);
      // A row may come in pieces; the later cell of two in one place counts.
      const groups: number[][] = [];
      for (const index of order) {
        const last = groups.at(-1);
        if (last && store.rowNumber(last[0] ?? 0) === store.rowNumber(index)) last.push(index);
        else groups.push([index]);
      }
      return {
        count: groups.length,
        rowNumber: (index) => store.rowNumber(groups[index]?.[0] ?? 0),
        read(index) {
          const pieces = (groups[index] ?? []).map((piece) => store.read(piece));
          const [first] = pieces;
          if (!first || pieces.length === 1) return first ?? { row: 0, columns: [], texts: [] };
          const [allColumns, allTexts] = inOrder(
            pieces.flatMap((piece) => piece.columns),
            pieces.flatMap((piece) => piece.texts),
          );
          return { row: first.row, columns: allColumns, texts: allTexts };
        },
      };
    },
  };
}

/** By column; of two cells in one place the later one counts. */
function inOrder(columns: readonly number[], texts: readonly string[]): [number[], string[]] {
  const cells = new Map(columns.map((column, index) => [column, texts[index] ?? '']));
  const sorted = [...cells].toSorted(([a], [b]) => a - b);
  return [sorted.map(([column]) => column), sorted.map(([, text]) => text)];
}
