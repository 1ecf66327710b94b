import { throwIfAborted } from '#base';
import { fileEmpty, fileMalformed, fileWithoutText } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { type CompoundFile, openCompoundFile } from '../office/compoundFile.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { createBlockSink } from '../office/storyBlocks.ts';
import { readSummaryInformation } from '../office/summaryInformation.ts';
import { legacyMembers } from './legacyMembers.ts';
import { createWordReader } from './readWordText.ts';
import { openWordFile } from './wordFile.ts';
import { readWordMargins, readWordNotes } from './wordNotes.ts';

/** With less text than this a document that holds pictures is a scan, or as good as one. */
const fewLetters = 40;

/** A Word document of 1993 to 2003: headings by style, lists, tables, notes after what they belong to. */
export async function extractDoc(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const compound = open(name, source.bytes);
  const file = openWordFile(name, compound);
  const reader = createWordReader(name, limits.maxTextLength, file);
  const { main, textBoxes } = file.subdocuments;
  const margins = readWordMargins(file, reader.blocks);
  throwIfAborted(signal);

  const writer = createFlowWriter(name, limits.maxTextLength);
  for (const text of margins.headers) writer.block('paragraph', text);
  const headerLength = writer.length;
  const sink = createBlockSink(writer);
  reader.read(main.start, main.length, sink.write, readWordNotes(file, reader.blocks));
  if (textBoxes.length > 0) reader.read(textBoxes.start, textBoxes.length, sink.write);
  sink.finish();
  const bodyLength = writer.length - headerLength;
  for (const text of margins.footers) writer.block('paragraph', text);
  throwIfAborted(signal);

  const content = writer.finish();
  const members = legacyMembers(
    compound,
    'ObjectPool',
    bodyLength < fewLetters ? ['Data', 'WordDocument'] : [],
  );
  if (content.text === '' && !members)
    throw (compound.read('Data')?.length ?? 0) > 1_000 ? fileWithoutText(name) : fileEmpty(name);
  source.onProgress(1, 1);
  return {
    metadata: readSummaryInformation(compound),
    parts: splitFlow(content),
    warnings: [],
    members,
  };
}

function open(name: string, bytes: Uint8Array): CompoundFile {
  try {
    return openCompoundFile(bytes);
  } catch (error) {
    throw fileMalformed(name, 'a Word document', error);
  }
}
