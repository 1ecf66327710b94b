import { strToU8, zipSync } from 'fflate';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const officeRelationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

export interface TestSheet {
  name: string;
  /** What stands in the `worksheet` element. */
  xml: string;
  state?: 'hidden' | 'veryHidden';
}

interface Extra {
  /** `si` elements. */
  strings?: string;
  /** What stands in the `styleSheet` element. */
  styles?: string;
  counts1904?: boolean;
  /** Further entries, or others in place of the usual ones. */
  files?: Readonly<Record<string, string | Uint8Array>>;
}

/** The least of a workbook around the XML of its sheets. */
export function buildXlsx(sheets: readonly TestSheet[], extra: Extra = {}): Uint8Array {
  const { strings = '', styles = '', counts1904 = false, files = {} } = extra;
  const relationship = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${officeRelationships}/${type}" Target="${target}"/>`;
  const sheetEntry = ({ name, state }: TestSheet, index: number) =>
    `<sheet name="${name}" sheetId="${index + 1}" ${state ? `state="${state}"` : ''} r:id="s${index}"/>`;
  const entries: Record<string, string | Uint8Array> = {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships">${relationship('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${officeRelationships}"><workbookPr date1904="${counts1904}"/><sheets>${sheets.map(sheetEntry).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships">${sheets.map((_, index) => relationship(`s${index}`, 'worksheet', `worksheets/sheet${index}.xml`)).join('')}${relationship('t', 'sharedStrings', 'sharedStrings.xml')}${relationship('y', 'styles', '/xl/styles.xml')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}">${styles}</styleSheet>`,
  };
  for (const [index, { xml }] of sheets.entries())
    entries[`xl/worksheets/sheet${index}.xml`] = `<worksheet xmlns="${main}">${xml}</worksheet>`;
  return zipSync(
    Object.fromEntries(
      Object.entries({ ...entries, ...files }).map(([name, content]) => [
        name,
        typeof content === 'string' ? strToU8(content) : content,
      ]),
    ),
  );
}

/** Rows of texts and numbers from a row and a column on; empty texts are no cells. */
export function sheetRows(
  rows: readonly (readonly (string | number)[])[],
  firstRow = 1,
  firstColumn = 'A',
): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const offset = letters.indexOf(firstColumn);
  return rows
    .map((row, index) => {
      const cells = row.map((value, column) => {
        if (value === '') return '';
        const address = `${letters[offset + column]}${firstRow + index}`;
        return typeof value === 'number'
          ? `<c r="${address}"><v>${value}</v></c>`
          : `<c r="${address}" t="inlineStr"><is><t>${value}</t></is></c>`;
      });
      return `<row r="${firstRow + index}">${cells.join('')}</row>`;
    })
    .join('');
}

export function relationships(entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(
    ([type, target], index) =>
      `<Relationship Id="n${index}" Type="${officeRelationships}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${packages}/relationships">${lines.join('')}</Relationships>`;
}
