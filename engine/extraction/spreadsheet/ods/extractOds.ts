import type { Part } from '@adiuva/contracts';
import { fileMalformed } from '../../fileErrors.ts';
import type { Extracted, Source } from '../../format.ts';
import { openOfficePackage } from '../../office/officePackage.ts';
import { readDocumentMeta, requireReadable } from '../../office/openDocument.ts';
import { describeSheets } from '../describeSheets.ts';
import { enclosedFiles } from '../enclosedFiles.ts';
import { sheetParts } from '../sheetParts.ts';
import { createCellCounter, createTextBudget } from '../sheetRows.ts';
import { readContent } from './readContent.ts';

/** As for workbooks of Excel; repeated cells are written once, so that most are far smaller. */
const maxUnpackedBytes = 512 * 1024 * 1024;

/** A spreadsheet of OpenDocument (LibreOffice): every sheet, its values as cells show them. */
export async function extractOds(source: Source): Promise<Extracted> {
  const { name, bytes, limits, signal } = source;
  const origin = { name, expected: 'an OpenDocument spreadsheet', signal };
  const files = await openOfficePackage(name, bytes, origin.expected, maxUnpackedBytes);
  await requireReadable(origin, files);
  if (!files.has('content.xml')) throw fileMalformed(name, origin.expected);
  const parts: Part[] = [];
  const sheets: { name: string; isHidden: boolean }[] = [];
  await readContent(origin, files.stream('content.xml'), {
    budget: createTextBudget(name, limits.maxTextLength),
    pass: createCellCounter(name),
    onSheet(sheet, isHidden) {
      sheets.push({ name: sheet.name, isHidden });
      for (const part of sheetParts(sheet)) parts.push(part);
      source.onProgress(sheets.length, sheets.length + 1);
    },
  });
  const members = enclosedFiles(name, files, parts.length > 0);
  const metadata = await readDocumentMeta(origin, files);
  return {
    metadata: { ...metadata, properties: { ...metadata.properties, ...describeSheets(sheets) } },
    parts,
    warnings: [],
    members,
  };
}
