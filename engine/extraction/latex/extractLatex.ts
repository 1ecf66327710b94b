import type { FlowBlock } from '../flow/flowDocument.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { findParagraphs } from '../text/extractText.ts';
import { readText } from '../text/readText.ts';

const levels: Readonly<Record<string, number>> = {
  part: 1,
  chapter: 1,
  section: 2,
  subsection: 3,
  subsubsection: 4,
};
const section = /^[ \t]*\\(part|chapter|section|subsection|subsubsection)\*?(?:\[[^\]\n]{0,300}\])?\{/;
const verbatim = /^[ \t]*\\begin\{(?:verbatim|lstlisting|minted|alltt|tikzpicture|equation|align)\*?\}/;

/** LaTeX as it is written, with its sections as headings. What it inputs is never read. */
export async function extractLatex(source: Source): Promise<Extracted> {
  const text = readText(source);
  const blocks = findParagraphs(text).flatMap((block) => withHeading(text, block));
  const title = argumentOf(text, 'title');
  const author = argumentOf(text, 'author');
  source.onProgress(1, 1);
  return {
    metadata: { ...(title && { title }), ...(author && { author }) },
    parts: splitFlow({ text, blocks }),
    warnings: [],
  };
}

function withHeading(text: string, block: FlowBlock): FlowBlock[] {
  const start = text.slice(block.start, Math.min(block.end, block.start + 1_000));
  if (verbatim.test(start)) return [{ ...block, kind: 'code' }];
  const found = section.exec(start);
  if (!found) return [block];
  const from = block.start + found[0].length;
  const to = closingBrace(text, from, Math.min(block.end, from + 500));
  if (to <= from) return [block];
  const title = plain(text.slice(from, to));
  const heading: FlowBlock = {
    kind: 'heading',
    start: from,
    end: to,
    level: levels[found[1] ?? ''] ?? 2,
    title,
  };
  const rest = text.slice(to + 1, block.end);
  const begins = rest.search(/\S/);
  return begins < 0 ? [heading] : [heading, { ...block, start: to + 1 + begins }];
}

function closingBrace(text: string, from: number, limit: number): number {
  let depth = 1;
  for (let at = from; at < limit; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function argumentOf(text: string, command: string): string | undefined {
  const head = text.slice(0, 50_000);
  const at = new RegExp(`^[^%\\n]{0,200}\\\\${command}(?:\\[[^\\]\\n]{0,200}\\])?\\{`, 'm').exec(head);
  if (!at) return undefined;
  const from = at.index + at[0].length;
  const to = closingBrace(head, from, from + 500);
  return to < 0 ? undefined : plain(head.slice(from, to)) || undefined;
}

function plain(text: string): string {
  return text
    .replace(/\\(?:thanks|footnote|label)\{[^{}]{0,300}\}/g, '')
    .replace(/\\(?:\\|and\b)/g, ' ')
    .replace(/\\[a-zA-Z]{1,40}\*?/g, '')
    .replace(/[{}]/g, '')
    .replace(/~/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
