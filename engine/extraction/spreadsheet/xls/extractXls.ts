import type { Part } from '@adiuva/contracts';
import { throwIfAborted } from '#base';
import { fileEmpty, fileMalformed, textTooLong } from '../../fileErrors.ts';
import type { Extracted, Source } from '../../format.ts';
import { openCompoundFile } from '../../office/compoundFile.ts';
import { openOfficePackage } from '../../office/officePackage.ts';
import { readPackageProperties } from '../../office/packageProperties.ts';
import { readSummaryInformation } from '../../office/summaryInformation.ts';
import { describeSheets } from '../describeSheets.ts';
import { enclosedFiles } from '../enclosedFiles.ts';
import { sheetParts } from '../sheetParts.ts';
import { createCellCounter, createTextBudget } from '../sheetRows.ts';
import type { BinaryContext, SheetOutcome } from './binaryContext.ts';
import { readBiff } from './readBiff.ts';
import { readXlsb } from './readXlsb.ts';

/** Excel's workbooks of 1993 to 2003. */
export async function extractXls(source: Source): Promise<Extracted> {
  const { parts, sheets, context, onSheet } = begin(source);
  const file = openCompoundFile(source.bytes);
  const stream = file.read('Workbook') ?? file.read('Book');
  if (!stream) throw fileMalformed(source.name, context.origin.expected);
  readBiff(stream, context, onSheet);
  if (parts.length === 0) throw fileEmpty(source.name);
  const metadata = readSummaryInformation(file);
  return {
    metadata: { ...metadata, properties: { ...metadata.properties, ...describeSheets(sheets) } },
    parts,
    warnings: [],
  };
}

/** Excel's binary workbooks since 2007: a package with records in place of XML. */
export async function extractXlsb(source: Source): Promise<Extracted> {
  const { parts, sheets, context, onSheet } = begin(source);
  const files = await openOfficePackage(source.name, source.bytes, context.origin.expected);
  await readXlsb(files, context, onSheet);
  const members = enclosedFiles(source.name, files, parts.length > 0);
  const metadata = await readPackageProperties(context.origin, files);
  return {
    metadata: { ...metadata, properties: { ...metadata.properties, ...describeSheets(sheets) } },
    parts,
    warnings: [],
    members,
  };
}

function begin({ name, limits, signal, onProgress }: Source) {
  const parts: Part[] = [];
  const sheets: { name: string; isHidden: boolean }[] = [];
  let strings = 0;
  const context: BinaryContext = {
    origin: { name, expected: 'an Excel workbook', signal },
    budget: createTextBudget(name, limits.maxTextLength),
    pass: createCellCounter(name),
    countStrings(characters) {
      strings += characters;
      if (strings > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
    },
  };
  const onSheet: SheetOutcome = (sheet, isHidden) => {
    throwIfAborted(signal);
    sheets.push({ name: sheet.name, isHidden });
    for (const part of sheetParts(sheet)) parts.push(part);
    onProgress(sheets.length, sheets.length + 1);
  };
  return { parts, sheets, context, onSheet };
}
