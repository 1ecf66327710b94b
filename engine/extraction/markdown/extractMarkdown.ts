import { cleanText } from '../encoding/cleanText.ts';
import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, fileUnsupported, textTooLong } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { findMarkdownBlocks } from './findMarkdownBlocks.ts';
import { readFrontmatter } from './readFrontmatter.ts';

/** Markdown stays the text the author wrote; only its blocks are found. */
export async function extractMarkdown(source: Source): Promise<Extracted> {
  const decoded = decodeText(source.bytes);
  if (!decoded) throw fileUnsupported(source.name, 'application/octet-stream');
  const text = cleanText(decoded.text);
  if (text.trim() === '') throw fileEmpty(source.name);
  if (text.length > source.limits.maxTextLength) throw textTooLong(source.name, source.limits.maxTextLength);
  const { blocks, frontmatter } = await findMarkdownBlocks(text, source.signal, source.onProgress);
  const metadata = frontmatter === undefined ? {} : readFrontmatter(frontmatter);
  if (metadata.title === undefined) {
    const title = blocks.find((block) => block.kind === 'heading' && block.level === 1)?.title;
    if (title) metadata.title = title;
  }
  return { metadata, parts: splitFlow({ text, blocks }), warnings: [] };
}
