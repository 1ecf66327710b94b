import { fileEmpty } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { readText } from '../text/readText.ts';
import { splitFlow } from './splitFlow.ts';

/** Reads the markup of a text into a writer; `included` counts the files that it would include, which are never read. */
export type ReadMarkup = (
  text: string,
  writer: ReturnType<typeof createFlowWriter>,
) => { metadata: Extracted['metadata']; included: number };

/** A text of one markup language as a reader sees it. @throws AppError `file_empty`, `file_too_large` */
export async function extractMarkup(source: Source, read: ReadMarkup): Promise<Extracted> {
  const writer = createFlowWriter(source.name, source.limits.maxTextLength);
  const { metadata, included } = read(readText(source), writer);
  const document = writer.finish();
  if (document.text.trim() === '') throw fileEmpty(source.name);
  source.onProgress(1, 1);
  return {
    metadata,
    parts: splitFlow(document),
    warnings: included === 0 ? [] : [`What it includes from other files (${included}) is not read.`],
  };
}
