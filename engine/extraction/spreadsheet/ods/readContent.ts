import type { CellRange } from '#base';
import type { Origin } from '../../office/origin.ts';
import { type Attributes, readXml } from '../../office/readXml.ts';
import { maxColumn, maxRow } from '../cellAddress.ts';
import { createRowBuilder, type RowBuilder } from '../rowBuilder.ts';
import { type CellNote, cellText, type Sheet, type TextBudget } from '../sheetRows.ts';
import { shownValue } from './shownValue.ts';

interface Context {
  budget: TextBudget;
  /** Called for every row and cell. */
  pass(): void;
  onSheet(sheet: Sheet, isHidden: boolean): void;
}

interface OpenSheet {
  name: string;
  isHidden: boolean;
  rows: RowBuilder;
  merges: CellRange[];
  notes: CellNote[];
  captions: string[];
  row: number;
}

interface OpenCell {
  attributes: Attributes;
  column: number;
  isCovered: boolean;
  paragraphs: string[];
}

/** They only tell which cells belong together; beyond so many that no longer matters. */
const maxMerges = 20_000;
/** Sheets that are no sheets of this file: copies of others', what was deleted. */
const foreign = new Set(['table:dde-links', 'table:tracked-changes', 'office:settings']);

/** The sheets of a spreadsheet's `content.xml`, one after the other. */
export async function readContent(
  origin: Origin,
  chunks: AsyncIterable<Uint8Array>,
  { budget, pass, onSheet }: Context,
): Promise<void> {
  const hiddenStyles = new Set<string>();
  let styleName = '';
  let sheet: OpenSheet | undefined;
  let cell: OpenCell | undefined;
  let column = 0;
  let repeatedRows = 1;
  let skipped = 0;
  let tables = 0;
  /** Where paragraphs go that are not the cell's own: a note, a drawing. */
  let aside: { kind: 'note' | 'caption'; element: string; paragraphs: string[] } | undefined;
  let paragraph: string | undefined;
  let paragraphs = 0;

  await readXml(origin, chunks, {
    open(element, attributes) {
      if (skipped > 0 || foreign.has(element)) {
        skipped++;
        return;
      }
      switch (element) {
        case 'style:style':
          styleName = attributes['style:family'] === 'table' ? (attributes['style:name'] ?? '') : '';
          return;
        case 'style:table-properties':
          if (attributes['table:display'] === 'false' && styleName) hiddenStyles.add(styleName);
          return;
        case 'table:table':
          // A table inside of a cell is part of that cell's text.
          if (++tables > 1) return;
          sheet = openSheet(attributes, hiddenStyles, budget);
          return;
        case 'table:table-row':
          if (!sheet || tables > 1) return;
          pass();
          repeatedRows = countOf(attributes['table:number-rows-repeated'], maxRow);
          sheet.rows.startRow(++sheet.row);
          column = 0;
          return;
        case 'table:table-cell':
        case 'table:covered-table-cell':
          if (!sheet || tables > 1) return;
          pass();
          cell = { attributes, column: column + 1, isCovered: element.includes('covered'), paragraphs: [] };
          return;
        case 'office:annotation':
          aside ??= { kind: 'note', element, paragraphs: [] };
          return;
        case 'draw:frame':
        case 'draw:custom-shape':
        case 'draw:rect':
        case 'draw:caption':
          aside ??= { kind: 'caption', element, paragraphs: [] };
          return;
        case 'text:p':
        case 'text:h':
          if (paragraphs++ === 0) paragraph = '';
          return;
        case 'text:s':
        case 'text:tab':
        case 'text:line-break':
          if (paragraph !== undefined) paragraph += ' ';
          return;
        default:
      }
    },
    close(element) {
      if (skipped > 0) {
        skipped--;
        return;
      }
      switch (element) {
        case 'text:p':
        case 'text:h':
          if (--paragraphs > 0) return;
          if (paragraph) (aside ?? cell)?.paragraphs.push(paragraph);
          paragraph = undefined;
          return;
        case 'table:table-cell':
        case 'table:covered-table-cell':
          if (sheet && cell && tables === 1) column = closeCell(sheet, cell);
          cell = undefined;
          return;
        case 'table:table-row':
          if (!sheet || tables > 1) return;
          sheet.rows.endRow();
          sheet.rows.repeatRow(repeatedRows - 1);
          sheet.row += repeatedRows - 1;
          return;
        case 'table:table':
          if (--tables > 0 || !sheet) return;
          onSheet({ ...sheet, rows: sheet.rows.finish() }, sheet.isHidden);
          sheet = undefined;
          return;
        default:
          if (aside?.element === element) closeAside();
      }
    },
    text(text) {
      if (paragraph !== undefined && skipped === 0) paragraph += text;
    },
  });

  function closeAside(): void {
    const { kind, paragraphs: found } = aside ?? { kind: 'caption', paragraphs: [] };
    aside = undefined;
    const text = cellText(found.join(' '));
    if (!sheet || text === '') return;
    budget.spend(text.length);
    if (kind === 'caption') sheet.captions.push(...found.map(cellText).filter((line) => line !== ''));
    else if (cell) sheet.notes.push({ row: sheet.row, column: cell.column, text });
  }
}

function openSheet(attributes: Attributes, hidden: ReadonlySet<string>, budget: TextBudget): OpenSheet {
  return {
    name: (attributes['table:name'] ?? '').replace(/\s+/g, ' ').trim() || 'Sheet',
    isHidden: hidden.has(attributes['table:style-name'] ?? ''),
    rows: createRowBuilder(budget),
    merges: [],
    notes: [],
    captions: [],
    row: 0,
  };
}

/** @returns the column it reaches to */
function closeCell(sheet: OpenSheet, { attributes, column, isCovered, paragraphs }: OpenCell): number {
  const times = countOf(attributes['table:number-columns-repeated'], maxColumn);
  const last = column + times - 1;
  const text = isCovered ? '' : shownValue(attributes, paragraphs.join(' '));
  if (text.trim() === '') {
    sheet.rows.skip(times);
    return last;
  }
  for (let at = column; at <= Math.min(last, maxColumn); at++) sheet.rows.cell(at, text);
  const columns = countOf(attributes['table:number-columns-spanned'], maxColumn);
  const rows = countOf(attributes['table:number-rows-spanned'], maxRow);
  if ((columns > 1 || rows > 1) && sheet.merges.length < maxMerges) {
    sheet.merges.push({
      firstRow: sheet.row,
      lastRow: sheet.row + rows - 1,
      firstColumn: column,
      lastColumn: column + columns - 1,
    });
  }
  return last;
}

function countOf(text: string | undefined, most: number): number {
  const count = text === undefined ? 1 : Number(text);
  return Number.isInteger(count) && count > 0 ? Math.min(count, most) : 1;
}
