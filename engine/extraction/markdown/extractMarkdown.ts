import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { readText } from '../text/readText.ts';
import { findMarkdownBlocks } from './findMarkdownBlocks.ts';
import { readFrontmatter } from './readFrontmatter.ts';

/** Markdown stays the text the author wrote; only its blocks are found. */
export async function extractMarkdown(source: Source): Promise<Extracted> {
  const text = readText(source);
  const { blocks, frontmatter } = await findMarkdownBlocks(text, source.signal, source.onProgress);
  const metadata = frontmatter === undefined ? {} : readFrontmatter(frontmatter);
  if (metadata.title === undefined) {
    const title = blocks.find((block) => block.kind === 'heading' && block.level === 1)?.title;
    if (title) metadata.title = title;
  }
  return { metadata, parts: splitFlow({ text, blocks }), warnings: [] };
}
