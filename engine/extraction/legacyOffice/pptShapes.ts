import type { StoryBlock, StoryCell } from '../office/storyBlocks.ts';
import { paragraphBlocks } from '../presentation/slideParagraphs.ts';
import type { Shape, ShapeBox, ShapeRole } from '../presentation/slideShapes.ts';
import { readTexts, type SlideText } from './pptText.ts';
import { findRecord, type PowerPointRecord, recordsIn, recordType } from './records.ts';

const maxDepth = 30;
const maxShapes = 50_000;
/** Placeholders for dates, numbers, footers and headers; [MS-PPT] 2.13.22. */
const margins = new Set([0x07, 0x08, 0x09, 0x0a, 0x0b]);
/** Property of a group that makes it a table; [MS-ODRAW] 2.3.4.36. */
const tableProperty = 0x039f;

/** A slide's or notes page's shapes; texts that stand in the outline are taken from there. */
export function readShapes(
  bytes: Uint8Array,
  view: DataView,
  page: { start: number; end: number },
  outline: readonly SlideText[],
): { shapes: Shape[]; notes: StoryBlock[] } {
  const notes: StoryBlock[] = [];
  let count = 0;

  function readGroup(group: PowerPointRecord, depth: number): Shape[] {
    const shapes: Shape[] = [];
    if (depth > maxDepth) return shapes;
    let isFirst = group.type === recordType.group;
    for (const record of recordsIn(view, group.start, group.end)) {
      if (record.type === recordType.group) {
        const inner = readNested(record, depth + 1);
        if (inner) shapes.push(inner);
      } else if (record.type === recordType.shape && ++count <= maxShapes) {
        // The first shape of a group is the group itself.
        if (!isFirst) shapes.push(readShape(record));
        isFirst = false;
      }
    }
    return shapes;
  }

  function readNested(group: PowerPointRecord, depth: number): Shape | undefined {
    const own = findRecord(view, group, recordType.shape);
    const children = readGroup(group, depth);
    const box = own && boxOf(own);
    if (own && isTable(own)) return { role: 'other', box, blocks: [tableOf(children)], children: [] };
    return children.length > 0 ? { role: 'other', box, blocks: [], children } : undefined;
  }

  function readShape(record: PowerPointRecord): Shape {
    const shape: Shape = { role: roleOf(record), box: boxOf(record), blocks: [], children: [] };
    const textBox = findRecord(view, record, recordType.textBox);
    if (!textBox) return shape;
    const reference = findRecord(view, textBox, recordType.outlineReference);
    const texts =
      reference && reference.end - reference.start >= 4
        ? outline.slice(view.getUint32(reference.start, true)).slice(0, 1)
        : readTexts(bytes, view, textBox);
    for (const { kind, paragraphs } of texts) {
      if (kind === 'notes') {
        notes.push(
          ...paragraphBlocks(
            paragraphs.map((one) => ({ ...one, bullet: 'none' })),
            false,
          ),
        );
        continue;
      }
      if (shape.role === 'other' && (kind === 'title' || kind === 'body')) shape.role = kind;
      shape.blocks.push(...paragraphBlocks(paragraphs, kind === 'body'));
    }
    return shape;
  }

  function roleOf(shape: PowerPointRecord): ShapeRole {
    const data = findRecord(view, shape, recordType.clientData);
    const placeholder = data && findRecord(view, data, recordType.placeholder);
    if (!placeholder || placeholder.end - placeholder.start < 5) return 'other';
    return margins.has(view.getUint8(placeholder.start + 4)) ? 'margin' : 'other';
  }

  function boxOf(shape: PowerPointRecord): ShapeBox | undefined {
    const child = findRecord(view, shape, recordType.childAnchor);
    if (child && child.end - child.start >= 16) {
      const [left, top, right, bottom] = numbers(child.start, 4);
      return box(left, top, right, bottom);
    }
    const anchor = findRecord(view, shape, recordType.clientAnchor);
    if (!anchor) return undefined;
    if (anchor.end - anchor.start >= 16) {
      const [top, left, right, bottom] = numbers(anchor.start, 4);
      return box(left, top, right, bottom);
    }
    if (anchor.end - anchor.start < 8) return undefined;
    const at = (index: number) => view.getInt16(anchor.start + index * 2, true);
    return box(at(1), at(0), at(2), at(3));
  }

  function numbers(start: number, length: number): number[] {
    return Array.from({ length }, (_, index) => view.getInt32(start + index * 4, true));
  }

  function isTable(shape: PowerPointRecord): boolean {
    const options = findRecord(view, shape, recordType.moreOptions);
    if (!options) return false;
    for (let index = 0; index < options.instance; index++) {
      const at = options.start + index * 6;
      if (at + 6 > options.end) break;
      if ((view.getUint16(at, true) & 0x3fff) === tableProperty)
        return (view.getUint32(at + 2, true) & 1) === 1;
    }
    return false;
  }

  const drawing = findRecord(view, page, recordType.drawing);
  const shapes: Shape[] = [];
  for (const record of drawing ? recordsIn(view, drawing.start, drawing.end) : []) {
    if (!record.isContainer) continue;
    for (const inner of recordsIn(view, record.start, record.end)) {
      if (inner.type === recordType.group) shapes.push(...readGroup(inner, 0));
      else if (inner.type === recordType.shape) shapes.push(readShape(inner));
    }
  }
  return { shapes, notes };
}

function box(left = 0, top = 0, right = 0, bottom = 0): ShapeBox {
  return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

const maxCells = 100_000;

/** Cells are shapes; their edges say in which row and column each stands. */
function tableOf(shapes: readonly Shape[]): StoryBlock {
  const cells = shapes.filter(
    ({ blocks, box }) => box && (blocks.length > 0 || (box.width > 1 && box.height > 1)),
  );
  const edges = (pick: (box: ShapeBox) => number) =>
    [...new Set(cells.flatMap(({ box }) => (box ? [pick(box)] : [])))].sort((a, b) => a - b);
  const tops = edges(({ y }) => y);
  const lefts = edges(({ x }) => x);
  const empty = (): StoryCell => ({ blocks: [], columns: 1, isCovered: false });
  if (tops.length * lefts.length > maxCells)
    return { kind: 'table', rows: cells.map(({ blocks }) => [{ ...empty(), blocks }]) };
  const rows = tops.map(() => lefts.map(empty));
  for (const { box, blocks } of cells) {
    const cell = box && rows[tops.indexOf(box.y)]?.[lefts.indexOf(box.x)];
    if (cell) cell.blocks.push(...blocks);
  }
  return { kind: 'table', rows };
}
