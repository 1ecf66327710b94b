import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { throwIfAborted, yieldToEventLoop } from '#base';
import type { FlowBlock } from '../flow/flowDocument.ts';
import { findParagraphs } from '../text/extractText.ts';
import { cutIntoSections } from './cutIntoSections.ts';

type Root = ReturnType<typeof fromMarkdown>;
type RootContent = Root['children'][number];

export interface MarkdownBlocks {
  blocks: FlowBlock[];
  /** The YAML between the dashes, where the document begins with some. */
  frontmatter: string | undefined;
}

/**
 * The top-level blocks of a Markdown text (CommonMark and GitHub's tables), with their offsets in it. Parsed
 * section by section: the parser's time grows faster than its input, and a call can be stopped in between.
 */
export async function findMarkdownBlocks(
  text: string,
  signal: AbortSignal | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<MarkdownBlocks> {
  const blocks: FlowBlock[] = [];
  let yaml: string | undefined;
  const sections = cutIntoSections(text);
  for (const [index, section] of sections.entries()) {
    throwIfAborted(signal);
    const source = text.slice(section.start, section.end);
    if (!isParsable(source)) {
      for (const block of findParagraphs(source)) blocks.push(shifted(block, section.start));
    } else {
      for (const node of parse(source, index === 0)) {
        if (node.type === 'yaml') yaml = node.value;
        const block = toBlock(node, source);
        if (block) blocks.push(shifted(block, section.start));
      }
    }
    onProgress(index + 1, sections.length);
    if (index + 1 < sections.length) await yieldToEventLoop();
  }
  return { blocks, frontmatter: yaml };
}

/**
 * Only blocks are wanted, so the parser looks for nothing inside them: what runs of brackets, stars and backticks
 * cost it in quadratic time is never begun.
 */
const blocksOnly = {
  disable: {
    null: [
      'attention',
      'autolink',
      'codeText',
      'characterEscape',
      'characterReference',
      'hardBreakEscape',
      'htmlText',
      'labelEnd',
      'labelStartImage',
      'labelStartLink',
      'strikethrough',
      'wwwAutolink',
      'protocolAutolink',
      'emailAutolink',
      'gfmFootnoteCall',
      'gfmPotentialFootnoteCall',
    ],
  },
};

function parse(source: string, isFirst: boolean): RootContent[] {
  return fromMarkdown(source, {
    extensions: [gfm(), ...(isFirst ? [frontmatter(['yaml'])] : []), blocksOnly],
    mdastExtensions: [gfmFromMarkdown(), ...(isFirst ? [frontmatterFromMarkdown(['yaml'])] : [])],
  }).children;
}

/** Nesting that no author writes costs the parser quadratic time or its stack: such text is read as plain text. */
function isParsable(source: string): boolean {
  return (
    !/^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])){40}/m.test(source) &&
    !/^[ \t]{100,}(?:[-*+>]|\d{1,9}[.)])/m.test(source)
  );
}

function toBlock(node: RootContent, source: string): FlowBlock | undefined {
  const start = node.position?.start.offset;
  const end = node.position?.end.offset;
  if (start === undefined || end === undefined || end <= start) return undefined;
  switch (node.type) {
    case 'heading':
      return { kind: 'heading', start, end, level: node.depth, title: titleOf(source.slice(start, end)) };
    case 'list':
      return { kind: 'list', start, end };
    case 'table':
      return { kind: 'table', start, end };
    case 'code':
      return { kind: 'code', start, end };
    case 'blockquote':
      return { kind: 'quote', start, end };
    case 'yaml':
    case 'thematicBreak':
    case 'definition':
      return undefined;
    default:
      return { kind: 'paragraph', start, end };
  }
}

const maxTitleLength = 500;

/** What a heading says: its line parsed again, whole this time. */
function titleOf(source: string): string {
  const line = source.slice(0, maxTitleLength);
  const [heading] = fromMarkdown(line, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  }).children;
  return (heading ? plainText(heading) : line).replace(/\s+/g, ' ').trim();
}

function plainText(node: RootContent): string {
  if ('value' in node) return node.type === 'html' ? '' : node.value;
  if (node.type === 'image') return node.alt ?? '';
  if ('children' in node) return node.children.map(plainText).join('');
  return '';
}

function shifted(block: FlowBlock, offset: number): FlowBlock {
  return { ...block, start: block.start + offset, end: block.end + offset };
}
