import { fileBomb, textTooLong } from '../fileErrors.ts';
import { altText } from '../office/altText.ts';
import { chooseContent } from '../office/chooseContent.ts';
import { createMathReader } from '../office/mathText.ts';
import type { Attributes, XmlListener } from '../office/readXml.ts';
import type { StoryBlock, StoryCell, StoryParagraph, StoryTable } from '../office/storyBlocks.ts';
import { symbolText } from '../office/symbolFonts.ts';
import type { Numbering } from './numbering.ts';
import { isOn, type Styles } from './styles.ts';

/** What stands elsewhere in the package and is shown where a story refers to it. */
export interface References {
  footnotes: ReadonlyMap<string, string>;
  endnotes: ReadonlyMap<string, string>;
  comments: ReadonlyMap<string, string>;
  /** Charts and diagrams by relationship. */
  figures: ReadonlyMap<string, readonly StoryBlock[]>;
}

export interface Story {
  styles: Styles;
  numbering: Numbering | undefined;
  references: References;
  onBlock(block: StoryBlock): void;
  /** A picture that is shown, by relationship. */
  onPicture(relationship: string): void;
}

/** Deleted text, settings as they were before a tracked change, phonetic guides, and what is never shown. */
const leftOut = new Set(
  (
    'w:del w:moveFrom w:pPrChange w:rPrChange w:tblPrChange w:trPrChange w:tcPrChange w:sectPrChange w:sdtPr ' +
    'w:numberingChange w:tblGridChange w:rt w:delText w:delInstrText w:instrText w:fldData w:sectPr w:sdtEndPr ' +
    'w:binData w:rsids'
  ).split(' '),
);
const maxTableDepth = 12;
const maxCells = 1_000_000;

interface Paragraph {
  text: string[];
  style: string | undefined;
  numId: string | undefined;
  level: number | undefined;
  outline: number | undefined;
  /** Its mark was deleted: what follows goes on in it. */
  goesOn: boolean;
  trailing: StoryBlock[];
}

interface OpenTable {
  table: StoryTable;
  row: StoryCell[] | undefined;
  cell: StoryCell | undefined;
  isDeleted: boolean;
}

/** Reads a story of WordprocessingML (body, note, header) into blocks, in order; ECMA-376 part 1, 17. */
export function createStoryReader(
  name: string,
  maxTextLength: number,
  { styles, numbering, references, onBlock, onPicture }: Story,
): XmlListener {
  const math = createMathReader();
  /** Paragraphs that are open around a text box. */
  const outer: { paragraph: Paragraph | undefined; tables: OpenTable[]; blocks: StoryBlock[] | undefined }[] =
    [];
  let tables: OpenTable[] = [];
  let paragraph: Paragraph | undefined;
  let blocks: StoryBlock[] | undefined;
  let isText = false;
  let inParagraphProperties = false;
  let runIsHidden = false;
  let runFont = '';
  let fields: ('code' | 'result')[] = [];
  let length = 0;
  let cells = 0;
  let notes = 0;
  const endnotes: StoryParagraph[] = [];

  function emit(block: StoryBlock): void {
    const cell = tables.at(-1)?.cell;
    if (cell) cell.blocks.push(block);
    else if (blocks) blocks.push(block);
    else onBlock(block);
  }

  function write(text: string): void {
    if (runIsHidden || !paragraph || text === '' || fields.at(-1) === 'code') return;
    length += text.length;
    if (length > maxTextLength) throw textTooLong(name, maxTextLength);
    paragraph.text.push(text);
  }

  function openParagraph(): void {
    if (paragraph?.goesOn) {
      paragraph.goesOn = false;
      return;
    }
    paragraph = {
      text: [],
      style: undefined,
      numId: undefined,
      level: undefined,
      outline: undefined,
      goesOn: false,
      trailing: [],
    };
  }

  function closeParagraph(): void {
    if (!paragraph || paragraph.goesOn) return;
    const { trailing } = paragraph;
    emit(finish(paragraph));
    paragraph = undefined;
    for (const block of trailing) emit(block);
  }

  function finish({ text, style, numId, level, outline }: Paragraph): StoryParagraph {
    const whole = text.join('');
    const own = styles.paragraph(style);
    const hasOutline = outline !== undefined && outline >= 0 && outline < 6;
    const kind = own.kind === 'heading' || !hasOutline ? own.kind : 'heading';
    const headingLevel = own.kind === 'heading' ? own.level : (outline ?? 0) + 1;
    const list = numId ?? own.numId;
    if (list === undefined || list === '0' || whole.trim() === '')
      return { kind, text: whole, level: headingLevel };
    const listLevel =
      level ?? own.listLevel ?? (style === undefined ? undefined : numbering?.levelOf(list, style)) ?? 0;
    const marker = numbering?.next(list, listLevel);
    const marked = marker ? `${marker} ${whole.trim()}` : whole;
    if (kind === 'heading') return { kind, text: marker === '-' ? whole : marked, level: headingLevel };
    return marker ? { kind: 'list', text: marked, level: listLevel } : { kind, text: whole, level: 0 };
  }

  function openTable(): void {
    forceClose();
    tables.push({ table: { kind: 'table', rows: [] }, row: undefined, cell: undefined, isDeleted: false });
  }

  function closeTable(): void {
    const closed = tables.pop();
    if (!closed || closed.table.rows.length === 0) return;
    // Deeper than anyone lays out tables on purpose: their cells are read as text of the cell around.
    if (tables.length < maxTableDepth) emit(closed.table);
    else
      for (const row of closed.table.rows)
        for (const cell of row) for (const block of cell.blocks) emit(block);
  }

  function note(id: string, found: ReadonlyMap<string, string>, isEndnote: boolean): void {
    const text = found.get(id);
    if (text === undefined || !paragraph) return;
    const marker = `[${++notes}]`;
    write(marker);
    const block: StoryParagraph = { kind: 'footnote', text: `${marker} ${text}`, level: 0 };
    if (isEndnote) endnotes.push(block);
    else paragraph.trailing.push(block);
  }

  function openTableElement(element: string, attributes: Attributes): boolean {
    const open = tables.at(-1);
    switch (element) {
      case 'w:tbl':
        openTable();
        return true;
      case 'w:tr':
        if (open) open.row = [];
        return true;
      case 'w:tc':
        if (++cells > maxCells) throw fileBomb(name, 'it holds tables of too many cells');
        if (open) open.cell = { blocks: [], columns: 1, isCovered: false };
        return true;
      case 'w:gridSpan':
        if (open?.cell) open.cell.columns = clamp(attributes['w:val']);
        return true;
      case 'w:vMerge':
      case 'w:hMerge':
        if (open?.cell && attributes['w:val'] !== 'restart') open.cell.isCovered = true;
        return true;
      case 'w:gridBefore':
        if (open?.row) open.row.push({ blocks: [], columns: clamp(attributes['w:val']), isCovered: true });
        return true;
      default:
        return false;
    }
  }

  function openProperty(element: string, attributes: Attributes): void {
    const value = attributes['w:val'];
    if (!paragraph) return;
    if (element === 'w:pStyle') paragraph.style = value;
    else if (element === 'w:numId') paragraph.numId = value;
    else if (element === 'w:ilvl') paragraph.level = Math.trunc(Number(value));
    else if (element === 'w:outlineLvl') paragraph.outline = Math.trunc(Number(value));
  }

  function openInRun(element: string, attributes: Attributes): void {
    switch (element) {
      case 'w:vanish':
        runIsHidden = isOn(attributes['w:val']);
        break;
      case 'w:rStyle':
        runIsHidden = styles.isHidden(attributes['w:val']);
        break;
      case 'w:rFonts':
        runFont = attributes['w:ascii'] ?? attributes['w:hAnsi'] ?? '';
        break;
      case 'w:t':
      case 'm:t':
        isText = true;
        break;
      case 'w:tab':
      case 'w:ptab':
        write('\t');
        break;
      case 'w:br':
      case 'w:cr':
        write('\n');
        break;
      case 'w:noBreakHyphen':
        write('-');
        break;
      case 'w:sym':
        write(symbolText(attributes['w:font'] ?? '', Number.parseInt(attributes['w:char'] ?? '', 16)));
        break;
      case 'w:fldChar': {
        const type = attributes['w:fldCharType'];
        if (type === 'begin') fields.push('code');
        else if (type === 'separate' && fields.length > 0) fields[fields.length - 1] = 'result';
        else if (type === 'end') fields.pop();
        break;
      }
      case 'w:footnoteReference':
        note(attributes['w:id'] ?? '', references.footnotes, false);
        break;
      case 'w:endnoteReference':
        note(attributes['w:id'] ?? '', references.endnotes, true);
        break;
      case 'w:commentReference': {
        const text = references.comments.get(attributes['w:id'] ?? '');
        if (text !== undefined) paragraph?.trailing.push({ kind: 'footnote', text, level: 0 });
        break;
      }
      case 'wp:docPr': {
        const text = altText(attributes.descr);
        if (text) paragraph?.trailing.push({ kind: 'caption', text, level: 0 });
        break;
      }
      case 'v:textpath':
        if (attributes.string)
          paragraph?.trailing.push({ kind: 'paragraph', text: attributes.string, level: 0 });
        break;
      case 'a:blip':
      case 'v:imagedata': {
        const id = attributes['r:embed'] ?? attributes['r:id'];
        if (id) onPicture(id);
        break;
      }
      case 'c:chart':
      case 'dgm:relIds': {
        const found = references.figures.get(attributes['r:id'] ?? attributes['r:dm'] ?? '');
        if (found) paragraph?.trailing.push(...found);
        break;
      }
    }
  }

  const listener: XmlListener = {
    open(element, attributes) {
      if (math.isOpen || element === 'm:oMath') write(math.open(element, attributes));
      if (element === 'w:p') openParagraph();
      else if (element === 'w:pPr') inParagraphProperties = true;
      else if (element === 'w:r') {
        runIsHidden = false;
        runFont = '';
      } else if (element === 'w:txbxContent') {
        outer.push({ paragraph, tables, blocks });
        paragraph = undefined;
        tables = [];
        blocks = [];
      } else if (inParagraphProperties) openProperty(element, attributes);
      else if (!openTableElement(element, attributes)) openInRun(element, attributes);
    },
    close(element) {
      if (math.isOpen) write(math.close(element));
      switch (element) {
        case 'w:t':
        case 'm:t':
          isText = false;
          break;
        case 'w:r':
          runIsHidden = false;
          break;
        case 'w:pPr':
          inParagraphProperties = false;
          break;
        case 'w:p':
          closeParagraph();
          break;
        case 'w:tc': {
          forceClose();
          const open = tables.at(-1);
          if (open?.cell) open.row?.push(open.cell);
          if (open) open.cell = undefined;
          break;
        }
        case 'w:tr': {
          const open = tables.at(-1);
          if (open?.row && !open.isDeleted) open.table.rows.push(open.row);
          if (open) Object.assign(open, { row: undefined, isDeleted: false });
          break;
        }
        case 'w:tbl':
          closeTable();
          break;
        case 'w:txbxContent': {
          forceClose();
          const inner = blocks ?? [];
          const around = outer.pop();
          if (!around) break;
          ({ paragraph, tables, blocks } = around);
          if (paragraph) paragraph.trailing.push(...inner);
          else for (const block of inner) emit(block);
          break;
        }
        case 'w:body':
        case 'w:footnote':
        case 'w:endnote':
        case 'w:comment':
        case 'w:hdr':
        case 'w:ftr':
          forceClose();
          fields = [];
          for (const block of endnotes.splice(0)) onBlock(block);
          break;
      }
    },
    text(text) {
      if (isText) write(runFont === '' ? text : symbolRun(runFont, text));
    },
  };

  function forceClose(): void {
    if (paragraph) paragraph.goesOn = false;
    closeParagraph();
  }

  return {
    ...chooseContent(listener, (element) => {
      // The marks of a tracked deletion: of a paragraph's end, of a row.
      if (element === 'w:del' && inParagraphProperties && paragraph) paragraph.goesOn = true;
      const open = tables.at(-1);
      if (element === 'w:del' && open?.row && !open.cell) open.isDeleted = true;
      return leftOut.has(element);
    }),
  };
}

const privateUse = /[\uf020-\uf0ff]/g;

function symbolRun(font: string, text: string): string {
  return text.replace(privateUse, (sign) => symbolText(font, sign.charCodeAt(0)));
}

function clamp(value: string | undefined): number {
  const count = Math.trunc(Number(value));
  return count > 1 ? Math.min(count, 1_000) : 1;
}
