import { fileEmpty } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { readText } from '../text/readText.ts';
import { readRst } from './readRst.ts';

/** reStructuredText as a reader sees it: no markup, tables as tables. What it includes is never read. */
export async function extractRst(source: Source): Promise<Extracted> {
  const writer = createFlowWriter(source.name, source.limits.maxTextLength);
  const { metadata, included } = readRst(readText(source), writer);
  const document = writer.finish();
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return {
    metadata,
    parts: splitFlow(document),
    warnings: included === 0 ? [] : [`What it includes from other files (${included}) is not read.`],
  };
}
