import Papa from 'papaparse';
import { throwIfAborted } from '#base';
import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, fileUnsupported, textTooLong } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { createRowBuilder } from '../spreadsheet/rowBuilder.ts';
import { sheetParts } from '../spreadsheet/sheetParts.ts';
import type { RowSource } from '../spreadsheet/sheetRows.ts';
import { createTextBudget } from '../spreadsheet/sheetRows.ts';
import { extractText } from '../text/extractText.ts';
import { type Delimiter, sniffDelimiter } from './sniffDelimiter.ts';

/** A first line that tells Excel the sign: `sep=;`. */
const separatorLine = /^sep=([^\n])\n/i;
/** No text has it. */
const noSign = '\uffff';
/** A list of names or numbers has short lines; what has longer ones is prose. */
const longestEntry = 300;
const longestMeanEntry = 60;
const rowsBetweenLooks = 50_000;

/**
 * A table in a text file: the sign between its cells is found by looking, rows are counted as a spreadsheet counts
 * them (a line break inside quotes begins no row, an empty line is one). What is no table is read as plain text.
 */
export async function extractDelimited(source: Source): Promise<Extracted> {
  const { name, bytes, limits } = source;
  const decoded = decodeText(bytes);
  if (!decoded) throw fileUnsupported(name, 'application/octet-stream');
  // Signs and quotes are the least part of a table; what is twice too long is too long without them.
  if (decoded.text.length > limits.maxTextLength * 2) throw textTooLong(name, limits.maxTextLength);
  const text = decoded.text.replace(/\r+\n|\r/g, '\n');
  if (!/[^\s,;|"']/.test(text)) throw fileEmpty(name);
  const said = separatorLine.exec(text);
  const body = said ? text.slice(said[0].length) : text;
  const preferred = source.mediaType === 'text/tab-separated-values' ? '\t' : ',';
  const delimiter = said?.[1] ?? sniffDelimiter(body, preferred);
  if (delimiter === undefined && !isList(body)) return extractText(source);
  const rows = readRows(source, body, delimiter ?? noSign);
  throwIfAborted(source.signal);
  const parts = sheetParts(
    { name: sheetName(name), rows, merges: [], notes: [], captions: [] },
    { isOneTable: true },
  );
  if (parts.length === 0) throw fileEmpty(name);
  source.onProgress(1, 1);
  return { metadata: {}, parts, warnings: [] };
}

function readRows(source: Source, text: string, delimiter: Delimiter | string): RowSource {
  const rows = tryRows(source, text, delimiter, '"');
  if (rows) return rows;
  // A quote that is never closed would make one cell of all that follows: there, quotes are just signs.
  return (
    tryRows(source, text, delimiter, delimiter === noSign ? '\ufffe' : noSign) ??
    createRowBuilder(createTextBudget(source.name, 0)).finish()
  );
}

function tryRows(
  { name, limits, signal }: Source,
  text: string,
  delimiter: string,
  quoteChar: string,
): RowSource | undefined {
  const rows = createRowBuilder(createTextBudget(name, limits.maxTextLength));
  let count = 0;
  let isUnclosed = false;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    quoteChar,
    step({ data, errors }, parser) {
      if (++count % rowsBetweenLooks === 0) throwIfAborted(signal);
      if (quoteChar === '"' && errors.some(({ code }) => code === 'MissingQuotes')) {
        isUnclosed = true;
        parser.abort();
        return;
      }
      rows.startRow(undefined);
      for (const cell of data) rows.cell(undefined, cell);
      rows.endRow();
    },
  });
  return isUnclosed ? undefined : rows.finish();
}

function isList(text: string): boolean {
  const lines = text.split('\n', 10_000).filter((line) => line.trim() !== '');
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  return length <= lines.length * longestMeanEntry && lines.every((line) => line.length <= longestEntry);
}

/** A spreadsheet names the one sheet of such a file by the file. */
function sheetName(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return base.replace(/(?!^)\.[^.]*$/, '');
}
