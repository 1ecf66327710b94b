import { fileBomb, textTooLong } from '../fileErrors.ts';
import { altText } from '../office/altText.ts';
import { chooseContent } from '../office/chooseContent.ts';
import { createMathReader } from '../office/mathText.ts';
import type { Attributes, XmlListener } from '../office/readXml.ts';
import type { StoryBlock, StoryCell } from '../office/storyBlocks.ts';
import { paragraphBlocks, type SlideParagraph } from './slideParagraphs.ts';
import type { Shape, ShapeBox, ShapeRole } from './slideShapes.ts';

/** A slide, its layout or its notes, as they stand in the file. */
export interface SlideShapes {
  shapes: PptxShape[];
  isHidden: boolean;
  /** Pictures that are shown, by relationship. */
  pictures: string[];
}

export interface PptxShape extends Shape {
  children: PptxShape[];
  /** Of a placeholder: what it is for, and which of the layout's it is. */
  placeholder: { type: string; index: string } | undefined;
}

export interface SlideOrigin {
  name: string;
  maxTextLength: number;
  /** Charts and diagrams by relationship. */
  figures: ReadonlyMap<string, readonly StoryBlock[]>;
}

const leftOut = new Set(['p:timing', 'p:transition', 'a:tcPr', 'p:custDataLst', 'a:effectLst', 'p:extLst']);
const shapeElements = new Set(['p:sp', 'p:pic', 'p:graphicFrame', 'p:grpSp', 'p:cxnSp', 'p:contentPart']);
const maxShapes = 50_000;
const maxGroupDepth = 100;
const maxCells = 1_000_000;

interface OpenShape {
  shape: PptxShape;
  element: string;
  isHidden: boolean;
  paragraphs: SlideParagraph[];
  description: string | undefined;
}

/** Reads a slide of PresentationML; ECMA-376 part 1, 19.3. */
export function createSlideReader(origin: SlideOrigin): { listener: XmlListener; result: SlideShapes } {
  const result: SlideShapes = { shapes: [], isHidden: false, pictures: [] };
  const math = createMathReader();
  const open: OpenShape[] = [];
  let rows: StoryCell[][] | undefined;
  let cell: { cell: StoryCell; paragraphs: SlideParagraph[] } | undefined;
  let paragraph: SlideParagraph | undefined;
  let isText = false;
  let inObject = 0;
  let length = 0;
  let shapes = 0;
  let cells = 0;

  function write(text: string): void {
    if (!paragraph || text === '') return;
    length += text.length;
    if (length > origin.maxTextLength) throw textTooLong(origin.name, origin.maxTextLength);
    paragraph.text += text;
  }

  function openShape(element: string): void {
    if (++shapes > maxShapes) throw fileBomb(origin.name, 'a slide of it holds too many shapes');
    const shape: PptxShape = {
      role: 'other',
      box: undefined,
      blocks: [],
      children: [],
      placeholder: undefined,
    };
    open.push({ shape, element, isHidden: false, paragraphs: [], description: undefined });
  }

  function closeShape(): void {
    const closed = open.pop();
    if (!closed || closed.isHidden) return;
    const { shape, paragraphs, description } = closed;
    shape.blocks.unshift(...paragraphBlocks(paragraphs, shape.role === 'body'));
    const text = altText(description);
    if (text && closed.element !== 'p:sp' && closed.element !== 'p:grpSp')
      shape.blocks.push({ kind: 'caption', text, level: 0 });
    // Deeper than anyone groups on purpose, shapes belong to the group around.
    const around = open.slice(0, maxGroupDepth).findLast(({ element }) => element === 'p:grpSp');
    if (around) around.shape.children.push(shape);
    else result.shapes.push(shape);
  }

  function openProperties(element: string, attributes: Attributes, top: OpenShape): void {
    switch (element) {
      case 'p:cNvPr':
        top.isHidden = attributes.hidden === '1' || attributes.hidden === 'true';
        top.description = attributes.descr;
        break;
      case 'p:ph': {
        const placeholder = { type: attributes.type ?? 'obj', index: attributes.idx ?? '' };
        top.shape.placeholder = placeholder;
        top.shape.role = roleOf(placeholder.type);
        break;
      }
      case 'a:off':
        top.shape.box ??= { x: coordinate(attributes.x), y: coordinate(attributes.y), width: 0, height: 0 };
        break;
      case 'a:ext':
        if (top.shape.box && top.shape.box.width === 0 && attributes.cx !== undefined)
          Object.assign(top.shape.box, {
            width: Math.max(1, coordinate(attributes.cx)),
            height: Math.max(1, coordinate(attributes.cy)),
          } satisfies Partial<ShapeBox>);
        break;
      case 'c:chart':
      case 'dgm:relIds':
        top.shape.blocks.push(...(origin.figures.get(attributes['r:id'] ?? attributes['r:dm'] ?? '') ?? []));
        break;
      case 'a:blip':
        if (attributes['r:embed'] && inObject === 0) result.pictures.push(attributes['r:embed']);
        break;
    }
  }

  function openTable(element: string, attributes: Attributes): void {
    if (element === 'a:tbl') rows = [];
    else if (element === 'a:tr') rows?.push([]);
    else if (element === 'a:tc' && rows) {
      if (++cells > maxCells) throw fileBomb(origin.name, 'it holds tables of too many cells');
      // A merged cell's others stand there themselves, marked as covered.
      const isCovered = attributes.hMerge === '1' || attributes.vMerge === '1';
      cell = { cell: { blocks: [], columns: 1, isCovered }, paragraphs: [] };
    }
  }

  function openText(element: string, attributes: Attributes): void {
    switch (element) {
      case 'a:p':
        paragraph = { text: '', level: 0, bullet: 'inherited' };
        break;
      case 'a:pPr':
        if (paragraph)
          paragraph.level = Math.min(8, Math.max(0, Math.trunc(Number(attributes.lvl ?? 0)) || 0));
        break;
      case 'a:buNone':
        if (paragraph) paragraph.bullet = 'none';
        break;
      case 'a:buChar':
      case 'a:buBlip':
        if (paragraph) paragraph.bullet = 'mark';
        break;
      case 'a:buAutoNum':
        if (paragraph)
          paragraph.bullet = {
            scheme: attributes.type ?? '',
            start: Math.trunc(Number(attributes.startAt ?? 1)) || 1,
          };
        break;
      case 'a:t':
      case 'm:t':
        isText = true;
        break;
      case 'a:br':
        write('\n');
        break;
      case 'a:tab':
        write('\t');
        break;
    }
  }

  function closeParagraph(): void {
    if (!paragraph) return;
    if (cell) cell.paragraphs.push(paragraph);
    else open.at(-1)?.paragraphs.push(paragraph);
    paragraph = undefined;
  }

  const listener: XmlListener = {
    open(element, attributes) {
      if (math.isOpen || element === 'm:oMath') write(math.open(element, attributes));
      if (element === 'p:sld') result.isHidden = /^(?:0|false)$/.test(attributes.show ?? '');
      if (element === 'p:oleObj') inObject++;
      // The picture of an object stands for it and is no shape of its own.
      if (shapeElements.has(element) && inObject === 0) return openShape(element);
      const top = open.at(-1);
      if (top) openProperties(element, attributes, top);
      openTable(element, attributes);
      openText(element, attributes);
    },
    close(element) {
      if (math.isOpen) write(math.close(element));
      if (element === 'a:t' || element === 'm:t') isText = false;
      else if (element === 'a:p') closeParagraph();
      else if (element === 'p:oleObj') inObject--;
      else if (element === 'a:tc' && cell) {
        cell.cell.blocks = paragraphBlocks(cell.paragraphs, false);
        rows?.at(-1)?.push(cell.cell);
        cell = undefined;
      } else if (element === 'a:tbl' && rows) {
        open.at(-1)?.shape.blocks.push({ kind: 'table', rows });
        rows = undefined;
      } else if (shapeElements.has(element) && inObject === 0) closeShape();
    },
    text(text) {
      if (isText) write(text);
    },
  };
  return { listener: chooseContent(listener, (element) => leftOut.has(element)), result };
}

function roleOf(type: string): ShapeRole {
  switch (type) {
    case 'title':
    case 'ctrTitle':
      return 'title';
    case 'subTitle':
      return 'subtitle';
    case 'body':
    case 'obj':
      return 'body';
    case 'dt':
    case 'ftr':
    case 'sldNum':
    case 'hdr':
    case 'sldImg':
      return 'margin';
    default:
      return 'other';
  }
}

function coordinate(value: string | undefined): number {
  const number = Number(value);
  return Number.isFinite(number) ? number : 0;
}
