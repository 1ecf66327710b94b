import { fileEmpty } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { readText } from '../text/readText.ts';
import { readOrg } from './readOrg.ts';

/** An Org document as a reader sees it: headlines, lists, tables, source blocks. What it includes is never read. */
export async function extractOrg(source: Source): Promise<Extracted> {
  const writer = createFlowWriter(source.name, source.limits.maxTextLength);
  const { metadata, included } = readOrg(readText(source), writer);
  const document = writer.finish();
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return {
    metadata,
    parts: splitFlow(document),
    warnings: included === 0 ? [] : [`What it includes from other files (${included}) is not read.`],
  };
}
