import type { Part } from '@adiuva/contracts';
import { throwIfAborted } from '#base';
import { fileMalformed } from '../../fileErrors.ts';
import type { Extracted, Source } from '../../format.ts';
import { openOfficePackage } from '../../office/officePackage.ts';
import { readPackageProperties } from '../../office/packageProperties.ts';
import { readRelationships, targetOf } from '../../office/relationships.ts';
import { describeSheets } from '../describeSheets.ts';
import { enclosedFiles } from '../enclosedFiles.ts';
import { createNumberFormats } from '../numberFormats.ts';
import { sheetParts } from '../sheetParts.ts';
import { createCellCounter, createTextBudget, type Sheet } from '../sheetRows.ts';
import { readCaptions } from './readCaptions.ts';
import { readNotes } from './readNotes.ts';
import { readSharedStrings } from './readSharedStrings.ts';
import { readStyles } from './readStyles.ts';
import { readWorkbook } from './readWorkbook.ts';
import { readWorksheet } from './readWorksheet.ts';

/** A million rows of twenty numbers; beyond, there is more text in it than may be indexed. */
const maxUnpackedBytes = 512 * 1024 * 1024;

/** A workbook of Excel's (2007 and later): every sheet, its values as cells show them. */
export async function extractXlsx(source: Source): Promise<Extracted> {
  const { name, bytes, limits, signal } = source;
  const origin = { name, expected: 'an Excel workbook', signal };
  const files = await openOfficePackage(name, bytes, origin.expected, maxUnpackedBytes);
  const book = targetOf(await readRelationships(origin, files, ''), 'officeDocument') ?? 'xl/workbook.xml';
  if (!files.has(book)) throw fileMalformed(name, origin.expected);
  const { sheets, counts1904 } = await readWorkbook(origin, files, book);
  const relationships = await readRelationships(origin, files, book);
  const styles = await readStyles(
    origin,
    files,
    targetOf(relationships, 'styles'),
    createNumberFormats(counts1904),
  );
  const strings = await readSharedStrings(
    origin,
    files,
    targetOf(relationships, 'sharedStrings'),
    limits.maxTextLength,
  );
  const budget = createTextBudget(name, limits.maxTextLength);
  const pass = createCellCounter(name);
  const parts: Part[] = [];
  const seen = new Set<string>();
  for (const [index, { name: sheetName, relationshipId }] of sheets.entries()) {
    throwIfAborted(signal);
    const target = relationships.get(relationshipId)?.target;
    // Two sheets that are one part would be read without end.
    if (target === undefined || seen.has(target)) continue;
    seen.add(target);
    const sheet: Sheet = {
      name: sheetName,
      ...(await readWorksheet(origin, files, target, { strings, styles, budget, pass })),
      notes: await readNotes(origin, files, target, budget),
      captions: await readCaptions(origin, files, target, budget),
    };
    for (const part of sheetParts(sheet)) parts.push(part);
    source.onProgress(index + 1, sheets.length);
  }
  const members = enclosedFiles(name, files, parts.length > 0);
  const metadata = await readPackageProperties(origin, files);
  return {
    metadata: { ...metadata, properties: { ...metadata.properties, ...describeSheets(sheets) } },
    parts,
    warnings: [],
    members,
  };
}
