import type { PageText } from './composedPage.ts';
import { composeTable } from './composeTable.ts';
import { cutWord, endsCutWord } from './cutWords.ts';
import { type DocumentStyle, headingLevel } from './documentStyle.ts';
import type { PageLine } from './pageLines.ts';
import { isMarked, type LineGroup } from './paragraphs.ts';
import { isUnspaced } from './scripts.ts';
import { shownText } from './shownText.ts';

/** Characters at the end of the text so far that say how the next line goes on. */
const longestLookBack = 60;

/** The text of a page: paragraphs run on, lists and tables keep their lines, words cut at a line's end are whole. */
export function composePage(
  groups: readonly LineGroup[],
  style: DocumentStyle,
  knownWords: ReadonlySet<string>,
): PageText {
  const page: PageText = { text: '', blocks: [], lines: [], headings: [] };
  for (const group of groups) {
    if (page.text !== '') page.text += '\n\n';
    if (group.kind === 'table') {
      composeTable(page, group);
      continue;
    }
    const level = headingLevel(group, style);
    const start = page.text.length;
    const edges = edgesOf(group.lines);
    let textBefore = '';
    let before: PageLine | undefined;
    for (const line of group.lines) {
      const text = withoutLeaders(shownText(line.text));
      if (before) {
        // A long page is put together bit by bit; looking at its end each time would copy all of it.
        const end = textBefore.length < longestLookBack ? page.text : textBefore;
        if (level !== undefined) page.text += ' ';
        else if (group.kind === 'list' && isMarked(line)) page.text += '\n';
        else if (endsCutWord(end, text)) dropHyphen(page, before, text, knownWords);
        else page.text += separator(end, text, isShort(before, edges));
      }
      textBefore = text;
      const lineStart = page.text.length;
      page.text += text;
      page.lines.push({ start: lineStart, end: page.text.length, box: line.box });
      before = line;
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

/** What stands between two lines of a group where no word is cut. */
function separator(end: string, text: string, isEnded: boolean): string {
  const last = end.charCodeAt(end.length - 1);
  if (isEnded || (last >= 48 && last <= 57 && /… ?\d+$/.test(end.slice(-12)))) return '\n';
  return isUnspaced(last) && isUnspaced(text.charCodeAt(0)) ? '' : ' ';
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

interface Edges {
  left: number;
  right: number;
}

/** Where the lines of each column begin and end. */
function edgesOf(lines: readonly PageLine[]): Map<number, Edges> {
  const edges = new Map<number, Edges>();
  for (const { region, left, right } of lines) {
    const found = edges.get(region);
    if (!found) edges.set(region, { left, right });
    else {
      if (left < found.left) found.left = left;
      if (right > found.right) found.right = right;
    }
  }
  return edges;
}

/** A line that ends long before its neighbours do was ended by its writer: an address, a verse. */
function isShort(line: PageLine, edges: ReadonlyMap<number, Edges>): boolean {
  const { left, right } = edges.get(line.region) ?? line;
  return line.right < right - 0.3 * (right - left);
}

/** A word that the end of a page cuts belongs whole to the page where it begins. */
export function joinPages(pages: readonly PageText[], knownWords: ReadonlySet<string>): void {
  for (const [index, page] of pages.entries()) {
    const next = pages[index + 1];
    const body = page.blocks.findLast(({ kind }) => kind !== 'footnote' && kind !== 'caption');
    const follow = next?.blocks.find(({ kind }) => kind === 'paragraph');
    if (!next || body?.kind !== 'paragraph' || body.end !== page.text.length || follow?.start !== 0) continue;
    if (!endsCutWord(page.text, next.text)) continue;
    const tail = /^[\p{L}\p{N}-]+[.,;:!?]*/u.exec(next.text.slice(0, 80))?.[0] ?? '';
    if (tail === '' || tail.length + 1 >= follow.end) continue;
    const { whole, hyphenated } = cutWord(page.text, next.text);
    const keepsHyphen = knownWords.has(hyphenated) && !knownWords.has(whole);
    page.text = `${keepsHyphen ? page.text : page.text.slice(0, -1)}${tail}`;
    body.end = page.text.length;
    const lastLine = page.lines.at(-1);
    if (lastLine) lastLine.end = page.text.length;
    const cut = tail.length + (/^\s/.test(next.text.slice(tail.length)) ? 1 : 0);
    shift(next, cut);
  }
}

/** Takes characters away from the beginning of a page. */
function shift(page: PageText, by: number): void {
  page.text = page.text.slice(by);
  for (const part of [...page.blocks, ...page.lines]) {
    part.start = Math.max(0, part.start - by);
    part.end = Math.max(0, part.end - by);
  }
  for (const { grid } of page.blocks) if (grid) grid.rows = grid.rows.map((row) => row - by);
  page.lines = page.lines.filter(({ start, end }) => end > start);
}

/** The dots that lead to a page number say nothing, and fill a chunk. */
function withoutLeaders(text: string): string {
  return text.includes('..') || text.includes('. .') ? text.replace(/(?: ?\.){5,} ?/g, ' … ') : text;
}
