import { fileBomb, textTooLong } from '../fileErrors.ts';
import { altText } from '../office/altText.ts';
import type { Attributes, XmlListener } from '../office/readXml.ts';
import { inOneLine, type StoryBlock, type StoryCell, type StoryParagraph } from '../office/storyBlocks.ts';
import { maxTableColumns } from '../office/tableMarkdown.ts';
import { createLists } from './lists.ts';
import type { OdfStyles } from './odfStyles.ts';

export interface ContentTarget {
  name: string;
  maxTextLength: number;
  styles: OdfStyles;
  /** Charts, formulas and tables that are documents of their own, by their folder in the package. */
  objects: ReadonlyMap<string, readonly StoryBlock[]>;
  onBlock(block: StoryBlock): void;
  /** A picture that is shown, by its name in the package. */
  onPicture(entry: string): void;
}

/** Deleted text, what the program needs to build lists and indexes, forms, phonetic guides. */
const leftOut = new Set(
  (
    'text:tracked-changes text:sequence-decls text:variable-decls text:user-field-decls text:ruby-text ' +
    'text:table-of-content-source text:illustration-index-source text:table-index-source text:object-index-source ' +
    'text:user-index-source text:alphabetical-index-source text:bibliography-source office:forms office:scripts ' +
    'office:font-face-decls office:automatic-styles office:styles office:settings office:meta text:hidden-text ' +
    'text:note-citation presentation:footer presentation:header presentation:date-time dc:date meta:date-string ' +
    'office:binary-data number:text'
  ).split(' '),
);
const maxCells = 1_000_000;
const maxRepeatedRows = 100;
const maxSpaces = 100;

interface Paragraph {
  kind: 'paragraph';
  element: string;
  text: string[];
  style: string | undefined;
  /** Of a heading. */
  outline: number | undefined;
  trailing: StoryBlock[];
}

interface Table {
  kind: 'table';
  rows: StoryCell[][];
  row: StoryCell[];
  repeated: number;
}

interface Cell {
  kind: 'cell';
  blocks: StoryBlock[];
  repeated: number;
  isCovered: boolean;
}

/** Notes and comments: what is in them is shown elsewhere than it stands. */
interface Aside {
  kind: 'aside';
  element: string;
  blocks: StoryBlock[];
  author: string;
  isEndnote: boolean;
}

type Frame = Paragraph | Table | Cell | Aside;

/** Reads the body of an OpenDocument text (or a shape of a slide) into blocks, in order; ODF 1.3 part 3, 5 to 9. */
export function createContentReader(target: ContentTarget): XmlListener {
  const { name, styles } = target;
  const frames: Frame[] = [];
  const lists = createLists(styles);
  const endnotes: StoryBlock[] = [];
  let skipDepth = 0;
  let isDescription = false;
  let isAuthor = false;
  let isFormula = false;
  let description = '';
  let notes = 0;
  let cells = 0;
  let length = 0;

  function emit(block: StoryBlock): void {
    const top = frames.at(-1);
    if (!top) target.onBlock(block);
    else if (top.kind === 'paragraph') top.trailing.push(block);
    else if (top.kind !== 'table') top.blocks.push(block);
  }

  function write(text: string): void {
    const top = frames.at(-1);
    if (top?.kind !== 'paragraph' || text === '') return;
    length += text.length;
    if (length > target.maxTextLength) throw textTooLong(name, target.maxTextLength);
    top.text.push(text);
  }

  function closeParagraph(): void {
    const closed = frames.at(-1);
    if (closed?.kind !== 'paragraph') return;
    frames.pop();
    emit(finish(closed));
    for (const block of closed.trailing) emit(block);
  }

  function finish({ text, style, outline, element }: Paragraph): StoryParagraph {
    const whole = text.join('');
    const own = styles.paragraph(style);
    const isHeading = element === 'text:h' || own.kind === 'heading';
    if (whole.trim() === '') return { kind: 'paragraph', text: '', level: 0 };
    if (isHeading) {
      const level = element === 'text:h' ? (outline ?? 1) : own.level;
      const marker = element === 'text:h' ? lists.heading(level) : '';
      return { kind: 'heading', text: `${marker} ${whole}`.trim(), level };
    }
    const item = lists.item();
    if (item) return { kind: 'list', text: `${item.marker} ${whole.trim()}`.trim(), level: item.level };
    return { kind: own.kind === 'heading' ? 'paragraph' : own.kind, text: whole, level: 0 };
  }

  function closeCell(): void {
    const cell = frames.at(-1);
    if (cell?.kind !== 'cell') return;
    frames.pop();
    const table = frames.at(-1);
    if (table?.kind !== 'table') return;
    const room = maxTableColumns - table.row.length;
    const count = Math.min(cell.repeated, room);
    if (cells + count > maxCells) throw fileBomb(name, 'it holds tables of too many cells');
    cells += Math.max(1, count);
    for (let index = 0; index < count; index++)
      table.row.push({ blocks: cell.blocks, columns: 1, isCovered: cell.isCovered });
  }

  function closeRow(table: Table): void {
    const isEmpty = table.row.every(({ blocks }) => blocks.length === 0);
    const count = isEmpty ? 1 : Math.min(table.repeated, maxRepeatedRows);
    const more = (count - 1) * table.row.length + count;
    if (cells + more > maxCells) throw fileBomb(name, 'it holds tables of too many cells');
    cells += more;
    for (let index = 0; index < count; index++) table.rows.push(table.row);
    table.row = [];
  }

  function closeAside(aside: Aside): void {
    frames.pop();
    const text = inOneLine(aside.blocks);
    if (text === '') return;
    if (aside.element === 'office:annotation') {
      emit({
        kind: 'footnote',
        text: aside.author ? `Comment (${aside.author}): ${text}` : `Comment: ${text}`,
        level: 0,
      });
      return;
    }
    const marker = `[${++notes}]`;
    write(marker);
    const block: StoryBlock = { kind: 'footnote', text: `${marker} ${text}`, level: 0 };
    if (aside.isEndnote) endnotes.push(block);
    else emit(block);
  }

  function openBlock(element: string, attributes: Attributes): boolean {
    switch (element) {
      case 'text:p':
      case 'text:h':
        frames.push({
          kind: 'paragraph',
          element,
          text: [],
          style: attributes['text:style-name'],
          outline: Number(attributes['text:outline-level']) || undefined,
          trailing: [],
        });
        return true;
      case 'text:note':
      case 'office:annotation':
        frames.push({
          kind: 'aside',
          element,
          blocks: [],
          author: '',
          isEndnote: attributes['text:note-class'] === 'endnote',
        });
        lists.pause();
        return true;
      case 'table:table':
        frames.push({ kind: 'table', rows: [], row: [], repeated: 1 });
        lists.pause();
        return true;
      case 'table:table-row': {
        const table = frames.at(-1);
        if (table?.kind === 'table') table.repeated = countOf(attributes['table:number-rows-repeated']);
        return true;
      }
      case 'table:table-cell':
      case 'table:covered-table-cell':
        frames.push({
          kind: 'cell',
          blocks: [],
          repeated: countOf(attributes['table:number-columns-repeated']),
          isCovered: element === 'table:covered-table-cell',
        });
        return true;
      case 'text:list':
        lists.open(attributes['text:style-name'], attributes['text:continue-numbering'] === 'true');
        return true;
      case 'text:list-item':
        lists.openItem(attributes['text:start-value']);
        return true;
      default:
        return false;
    }
  }

  function openInline(element: string, attributes: Attributes): void {
    switch (element) {
      case 'text:s':
        write(' '.repeat(Math.min(countOf(attributes['text:c']), maxSpaces)));
        break;
      case 'text:tab':
        write('\t');
        break;
      case 'text:line-break':
        write('\n');
        break;
      case 'svg:desc':
        isDescription = true;
        description = '';
        break;
      case 'dc:creator':
        isAuthor = frames.at(-1)?.kind === 'aside';
        break;
      case 'math:annotation':
        isFormula = true;
        frames.push({
          kind: 'paragraph',
          element,
          text: [],
          style: undefined,
          outline: undefined,
          trailing: [],
        });
        break;
      case 'draw:image':
        target.onPicture(inPackage(attributes['xlink:href']));
        break;
      case 'draw:object':
      case 'draw:object-ole':
        for (const block of target.objects.get(inPackage(attributes['xlink:href'])) ?? []) emit(block);
        break;
    }
  }

  return {
    open(element, attributes) {
      if (skipDepth > 0) {
        skipDepth++;
        return;
      }
      const isHidden =
        (element === 'text:span' && styles.isHidden(attributes['text:style-name'])) ||
        (element === 'text:section' && attributes['text:display'] === 'none') ||
        (element === 'text:hidden-paragraph' && attributes['text:is-hidden'] === 'true');
      if (isHidden || leftOut.has(element)) skipDepth = 1;
      else if (!openBlock(element, attributes)) openInline(element, attributes);
    },
    close(element) {
      if (skipDepth > 0) {
        skipDepth--;
        return;
      }
      const top = frames.at(-1);
      switch (element) {
        case 'text:p':
        case 'text:h':
          closeParagraph();
          break;
        case 'math:annotation':
          isFormula = false;
          closeParagraph();
          break;
        case 'text:note':
        case 'office:annotation':
          lists.resume();
          if (top?.kind === 'aside') closeAside(top);
          break;
        case 'table:table':
          lists.resume();
          if (top?.kind !== 'table') break;
          frames.pop();
          emit({ kind: 'table', rows: top.rows });
          break;
        case 'table:table-row':
          if (top?.kind === 'table') closeRow(top);
          break;
        case 'table:table-cell':
        case 'table:covered-table-cell':
          closeCell();
          break;
        case 'text:list':
          lists.close();
          break;
        case 'svg:desc': {
          isDescription = false;
          const text = altText(description);
          if (text) emit({ kind: 'caption', text, level: 0 });
          break;
        }
        case 'dc:creator':
          isAuthor = false;
          break;
        case 'office:text':
        case 'office:document-content':
          for (const block of endnotes.splice(0)) target.onBlock(block);
          break;
      }
    },
    text(text) {
      if (skipDepth > 0) return;
      const top = frames.at(-1);
      if (isDescription) description += description.length < 4_000 ? text : '';
      else if (isAuthor && top?.kind === 'aside') top.author += text;
      // White space is one space here, as in HTML; what is more stands there as `text:s`.
      else if (isFormula || top?.kind === 'paragraph') write(text.replace(/[ \t\r\n]+/g, ' '));
    },
  };
}

/** A count that an attribute says; what is missing or senseless is 1. */
function countOf(value: string | undefined): number {
  const count = Math.trunc(Number(value));
  return count > 1 ? count : 1;
}

/** Names of the package only: what lies outside is never opened. */
function inPackage(link: string | undefined): string {
  return (link ?? '').replace(/^\.\//, '').replace(/\/$/, '');
}
