import { fileGenerated } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { readText } from '../text/readText.ts';
import { findDeclarations } from './findDeclarations.ts';
import { languageOf } from './languages.ts';

/**
 * Source code as it is written, a block for each function, class or run of statements, so that chunks keep them
 * whole.
 *
 * @throws AppError `file_unsupported` for code that a program wrote and nobody reads: minified, bundled
 */
export async function extractCode(source: Source): Promise<Extracted> {
  const text = readText(source);
  if (isMinified(text)) throw fileGenerated(source.name);
  const language = languageOf(source.mediaType);
  const blocks = findDeclarations(text, language?.comments ?? ['//'], source.mediaType === 'text/x-python');
  source.onProgress(1, 1);
  return {
    metadata: language ? { properties: { programmingLanguage: language.name } } : {},
    parts: splitFlow({ text, blocks }),
    warnings: [],
  };
}

const longLine = 1_000;

/** Most of it in lines that no author writes. */
function isMinified(text: string): boolean {
  if (text.length < 2 * longLine) return false;
  let inLongLines = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > longLine) inLongLines += end - start;
    start = end + 1;
  }
  return inLongLines > text.length * 0.6;
}
