import type { Block, LineBox } from '@adiuva/contracts';
import { cleanText } from '../../encoding/cleanText.ts';
import { cutWord, endsCutWord } from './cutWords.ts';
import { type DocumentStyle, headingLevel } from './documentStyle.ts';
import type { PageLine } from './pageLines.ts';
import { isMarked, type LineGroup } from './paragraphs.ts';

export interface PageText {
  text: string;
  blocks: Block[];
  lines: LineBox[];
  headings: { level: number; title: string }[];
}

/** The text of a page: paragraphs run on, lists and tables keep their lines, words cut at a line's end are whole. */
export function composePage(
  groups: readonly LineGroup[],
  style: DocumentStyle,
  knownWords: ReadonlySet<string>,
): PageText {
  const page: PageText = { text: '', blocks: [], lines: [], headings: [] };
  for (const group of groups) {
    const level = headingLevel(group, style);
    if (page.text !== '') page.text += '\n\n';
    const start = page.text.length;
    for (const [index, line] of group.lines.entries()) {
      const before = group.lines[index - 1];
      const text = withoutLeaders(cleanText(line.text));
      if (before) joinLine(page, before, line, text, group, level !== undefined, knownWords);
      const lineStart = page.text.length;
      page.text += text;
      page.lines.push({ start: lineStart, end: page.text.length, box: line.box });
    }
    const end = page.text.length;
    if (level === undefined) page.blocks.push({ kind: group.kind, start, end });
    else {
      page.blocks.push({ kind: 'heading', start, end, level });
      page.headings.push({ level, title: page.text.slice(start, end) });
    }
  }
  return page;
}

function joinLine(
  page: PageText,
  before: PageLine,
  line: PageLine,
  text: string,
  group: LineGroup,
  isHeading: boolean,
  knownWords: ReadonlySet<string>,
): void {
  if (group.kind === 'table') page.text += '\n';
  else if (isHeading) page.text += ' ';
  else if (group.kind === 'list' && isMarked(line)) page.text += '\n';
  else if (endsCutWord(page.text, text)) dropHyphen(page, before, text, knownWords);
  else if (isShort(before, group) || /… ?\d+$/.test(page.text.slice(-12))) page.text += '\n';
  else if (!isUnspaced(page.text.at(-1)) || !isUnspaced(text[0])) page.text += ' ';
}

/** `inter-` and `national` are one word; `well-` and `known` are two where the document says so elsewhere. */
function dropHyphen(page: PageText, before: PageLine, next: string, knownWords: ReadonlySet<string>): void {
  const { whole, hyphenated } = cutWord(page.text, next);
  if (!before.endsInHyphen && !knownWords.has(whole) && knownWords.has(hyphenated)) return;
  if (knownWords.has(hyphenated) && !knownWords.has(whole)) return;
  page.text = page.text.slice(0, -1);
  const last = page.lines.at(-1);
  if (last) last.end = page.text.length;
}

/** A line that ends long before its neighbours do was ended by its writer: an address, a verse. */
function isShort(line: PageLine, { lines }: LineGroup): boolean {
  const edge = Math.max(...lines.map(({ right }) => right));
  const start = Math.min(...lines.map(({ left }) => left));
  return line.right < edge - 0.3 * (edge - start);
}

/** The dots that lead to a page number say nothing, and fill a chunk. */
function withoutLeaders(text: string): string {
  return text.replace(/(?: ?\.){5,} ?/g, ' … ');
}

/** Scripts that part words without spaces. Korean is not one of them. */
function isUnspaced(character: string | undefined): boolean {
  return character !== undefined && /[\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]/.test(character);
}
