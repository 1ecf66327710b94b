import type { CellRange } from '#base';
import type { OfficePackage } from '../../office/officePackage.ts';
import type { Origin } from '../../office/origin.ts';
import { readXml } from '../../office/readXml.ts';
import { readAddress, readRange } from '../cellAddress.ts';
import { createRowBuilder } from '../rowBuilder.ts';
import type { RowSource, TextBudget } from '../sheetRows.ts';
import type { Styles } from './readStyles.ts';
import { createRichText } from './richText.ts';

interface Context {
  strings: readonly string[];
  styles: Styles;
  budget: TextBudget;
  /** Called for every row and cell, empty ones too. */
  pass(): void;
}

/** They only tell which cells belong together; beyond so many that no longer matters. */
const maxMerges = 20_000;

/** The rows of one sheet and its merged cells. Rows and cells without text take time to pass and no memory. */
export async function readWorksheet(
  origin: Origin,
  files: OfficePackage,
  entry: string,
  { strings, styles, budget, pass }: Context,
): Promise<{ rows: RowSource; merges: CellRange[] }> {
  const rows = createRowBuilder(budget);
  const merges: CellRange[] = [];
  const rich = createRichText();
  let type = 'n';
  let style = 0;
  let column: number | undefined;
  let value = '';
  let formula = '';
  let collects: 'value' | 'formula' | 'rich' | undefined;

  await readXml(origin, files.stream(entry), {
    open(element, attributes) {
      switch (element) {
        case 'c':
          pass();
          type = attributes.t ?? 'n';
          style = attributes.s === undefined ? 0 : Number(attributes.s);
          column = attributes.r === undefined ? undefined : readAddress(attributes.r)?.column;
          value = '';
          formula = '';
          return;
        case 'v':
          collects = 'value';
          return;
        case 'f':
          collects = 'formula';
          return;
        case 'is':
          rich.start();
          collects = 'rich';
          return;
        case 'row':
          pass();
          rows.startRow(rowNumber(attributes.r));
          return;
        case 'mergeCell': {
          const range = merges.length < maxMerges ? readRange(attributes.ref ?? '') : undefined;
          if (range) merges.push(range);
          return;
        }
        default:
          if (collects === 'rich') rich.open(element);
      }
    },
    close(element) {
      switch (element) {
        case 'c':
          rows.cell(column, shown());
          return;
        case 'row':
          rows.endRow();
          return;
        case 'is':
          value = rich.text();
          collects = undefined;
          return;
        case 'v':
        case 'f':
          collects = undefined;
          return;
        default:
          if (collects === 'rich') rich.close(element);
      }
    },
    text(text) {
      if (collects === 'value') value += text;
      else if (collects === 'formula') formula += text;
      else if (collects === 'rich') rich.add(text);
    },
  });
  return { rows: rows.finish(), merges };

  function shown(): string {
    if (value === '') return formula === '' ? '' : `=${formula}`;
    switch (type) {
      case 's':
        return strings[Number(value)] ?? '';
      case 'b':
        return value === '1' || value === 'true' ? 'TRUE' : 'FALSE';
      case 'd':
        return value.replace(/T00:00:00(?:\.0+)?Z?$/, '').replace('T', ' ');
      case 'str':
      case 'inlineStr':
      case 'e':
        return value;
      default: {
        const number = Number(value);
        return Number.isFinite(number) ? styles.show(style)(number) : value;
      }
    }
  }
}

function rowNumber(text: string | undefined): number | undefined {
  const row = Number(text);
  return text !== undefined && Number.isInteger(row) && row > 0 ? row : undefined;
}
