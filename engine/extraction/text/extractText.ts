import { cleanText } from '../encoding/cleanText.ts';
import { decodeText } from '../encoding/decodeText.ts';
import { fileEmpty, fileUnsupported, textTooLong } from '../fileErrors.ts';
import type { FlowBlock } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';

/** Plain text: the text as it is, its paragraphs (and lists that look like one) as blocks. */
export async function extractText(source: Source): Promise<Extracted> {
  const decoded = decodeText(source.bytes);
  if (!decoded) throw fileUnsupported(source.name, 'application/octet-stream');
  const text = cleanText(decoded.text);
  if (text.trim() === '') throw fileEmpty(source.name);
  if (text.length > source.limits.maxTextLength) throw textTooLong(source.name, source.limits.maxTextLength);
  const parts = splitFlow({ text, blocks: findParagraphs(text) });
  source.onProgress(1, 1);
  return { metadata: {}, parts, warnings: [] };
}

const listItem = /^[ \t]*(?:[-*•‣◦–]|\d{1,3}[.)]|[a-z][.)])[ \t]+\S/;

/** Runs of lines between blank lines; a blank line is one that holds nothing but white space. */
export function findParagraphs(text: string): FlowBlock[] {
  const blocks: FlowBlock[] = [];
  for (const match of text.matchAll(/\S[^\n]*(?:\n[ \t\u00a0\u3000]*\S[^\n]*)*/g)) {
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    const start = text.slice(lineStart, match.index).trim() === '' ? lineStart : match.index;
    const end = match.index + match[0].trimEnd().length;
    blocks.push({ kind: isList(text.slice(start, end)) ? 'list' : 'paragraph', start, end });
  }
  return blocks;
}

function isList(paragraph: string): boolean {
  const lines = paragraph.split('\n');
  return lines.length > 1 && lines.filter((line) => listItem.test(line)).length > lines.length / 2;
}
