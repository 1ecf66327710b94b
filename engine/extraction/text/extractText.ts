import type { FlowBlock } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { readText } from './readText.ts';

/** Plain text: the text as it is, its paragraphs (and lists that look like one) as blocks. */
export async function extractText(source: Source): Promise<Extracted> {
  const text = readText(source);
  const parts = splitFlow({ text, blocks: findParagraphs(text) });
  source.onProgress(1, 1);
  return { metadata: {}, parts, warnings: [] };
}

const listItem = /^[ \t]*(?:[-*•‣◦–]|\d{1,3}[.)]|[a-z][.)])[ \t]+\S/;

/** More blocks than this are lines of data; those that follow are joined up to a few thousand characters. */
const manyBlocks = 50_000;
const joinedLength = 4_000;

/** Runs of lines between blank lines; a blank line is one that holds nothing but white space. */
export function findParagraphs(text: string): FlowBlock[] {
  const blocks: FlowBlock[] = [];
  let start = -1;
  let end = 0;
  const close = () => {
    const last = blocks.at(-1);
    if (start < 0) return;
    if (blocks.length > manyBlocks && last && end - last.start <= joinedLength) last.end = end;
    else blocks.push({ kind: isList(text, start, end) ? 'list' : 'paragraph', start, end });
    start = -1;
  };
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf('\n', lineStart);
    const lineEnd = newline < 0 ? text.length : newline;
    const visibleEnd = trimmedEnd(text, lineStart, lineEnd);
    if (visibleEnd === lineStart) close();
    else {
      if (start < 0) start = lineStart;
      end = visibleEnd;
    }
    lineStart = lineEnd + 1;
  }
  close();
  return blocks;
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function isSpace(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0xa0 ||
    (code > 0xa0 && /\s/.test(String.fromCharCode(code)))
  );
}

const listSample = 20_000;

function isList(text: string, start: number, end: number): boolean {
  const lines = text.slice(start, Math.min(end, start + listSample)).split('\n');
  return lines.length > 1 && lines.filter((line) => listItem.test(line)).length > lines.length / 2;
}
