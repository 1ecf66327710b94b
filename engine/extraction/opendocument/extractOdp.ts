import type { Part } from '@adiuva/contracts';
import { throwIfAborted } from '#base';
import { fileBomb, fileEmpty, fileWithoutText, textTooLong } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { isPicture } from '../office/embeddedFiles.ts';
import { maxDocumentElements, type Origin } from '../office/origin.ts';
import { oneLine } from '../office/packageProperties.ts';
import { type Attributes, readXml, type XmlListener } from '../office/readXml.ts';
import type { StoryBlock } from '../office/storyBlocks.ts';
import { lettersOn, type Slide, slidePart } from '../presentation/slidePart.ts';
import type { Shape, ShapeBox, ShapeRole } from '../presentation/slideShapes.ts';
import { openOdfPackage, readOdfMetadata } from './odfPackage.ts';
import { type OdfStyles, readOdfStyles } from './odfStyles.ts';
import { createContentReader } from './readContent.ts';
import { embeddedObjects, readObjects } from './readObjects.ts';

const maxSlides = 10_000;
/** Shapes that overlap by less stand apart; centimetres. */
const tolerance = 0.25;
const fewLetters = 12;
/** Deeper than anyone groups on purpose; what is below belongs to the group around. */
const maxGroupDepth = 100;

interface Page extends Slide {
  shapes: Shape[];
  notes: StoryBlock[];
  comments: string[];
  pictures: string[];
}

/** An OpenDocument presentation or drawing: one part a page, shapes in reading order. */
export async function extractOdp(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const origin: Origin = {
    name,
    expected: 'an OpenDocument presentation',
    signal,
    maxElements: maxDocumentElements,
  };
  const files = await openOdfPackage(origin, source.bytes);
  const styles = await readOdfStyles(origin, files);
  const objects = await readObjects(origin, files, styles, limits.maxTextLength);
  const parts: Part[] = [];
  const pictures: string[] = [];
  let length = 0;
  let count = 0;

  const listener = createPageReader(name, limits.maxTextLength, styles, objects, (page) => {
    if (++count > maxSlides) throw fileBomb(name, `it holds more than ${maxSlides} slides`);
    if (lettersOn(page.shapes) < fewLetters)
      pictures.push(...page.pictures.filter((entry) => isPicture(entry) && files.has(entry)));
    const part = slidePart(page, name, limits.maxTextLength, tolerance);
    if (!part) return;
    length += part.text.length;
    if (length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
    parts.push(part);
  });
  await readXml(origin, files.stream('content.xml'), listener);
  throwIfAborted(signal);
  const members = embeddedObjects(files, pictures);
  if (parts.length === 0 && !members)
    throw files.names.some(isPicture) ? fileWithoutText(name) : fileEmpty(name);
  source.onProgress(1, 1);
  return {
    metadata: { ...(await readOdfMetadata(origin, files)), ...(count > 0 && { pageCount: count }) },
    parts,
    warnings: [],
    members,
  };
}

const shapeElements = new Set(
  (
    'draw:frame draw:custom-shape draw:rect draw:ellipse draw:circle draw:polygon draw:polyline draw:path draw:line ' +
    'draw:connector draw:caption draw:g draw:measure draw:regular-polygon'
  ).split(' '),
);

/** Parts pages into shapes; what a shape says is read as in a text. */
function createPageReader(
  name: string,
  maxTextLength: number,
  styles: OdfStyles,
  objects: ReadonlyMap<string, readonly StoryBlock[]>,
  onPage: (page: Page) => void,
): XmlListener {
  let page: Page | undefined;
  let number = 0;
  let inNotes = false;
  const open: Shape[] = [];
  const reader = createContentReader({
    name,
    maxTextLength,
    styles,
    objects,
    onBlock(block) {
      const shape = open.at(-1);
      if (block.kind === 'footnote') page?.comments.push(block.text);
      else if (shape) shape.blocks.push(block);
    },
    onPicture(entry) {
      if (!inNotes) page?.pictures.push(entry);
    },
  });

  return {
    text: reader.text,
    open(element, attributes) {
      if (element === 'draw:page') {
        page = {
          number: ++number,
          isHidden: styles.isHidden(attributes['draw:style-name']),
          shapes: [],
          notes: [],
          comments: [],
          pictures: [],
        };
      }
      if (element === 'presentation:notes') inNotes = true;
      if (shapeElements.has(element))
        open.push({
          role: roleOf(attributes['presentation:class']),
          box: boxOf(attributes),
          blocks: [],
          children: [],
        });
      reader.open(element, attributes);
    },
    close(element) {
      reader.close(element);
      if (shapeElements.has(element)) {
        const shape = open.pop();
        const around = open.slice(0, maxGroupDepth).at(-1);
        if (!shape || !page) return;
        if (inNotes) page.notes.push(...(shape.role === 'margin' ? [] : shape.blocks));
        else if (around) around.children.push(shape);
        else page.shapes.push(shape);
      }
      if (element === 'presentation:notes') inNotes = false;
      if (element === 'draw:page' && page) {
        for (const shape of page.shapes) placeGroup(shape);
        onPage(page);
        page = undefined;
      }
    },
  };
}

function roleOf(presentationClass: string | undefined): ShapeRole {
  switch (presentationClass) {
    case 'title':
      return 'title';
    case 'subtitle':
      return 'subtitle';
    case 'outline':
      return 'body';
    case 'page-number':
    case 'date-time':
    case 'footer':
    case 'header':
    case 'page':
    case 'handout':
      return 'margin';
    default:
      return 'other';
  }
}

/** A group has no place of its own: it is where its shapes are. */
function placeGroup(shape: Shape): ShapeBox | undefined {
  for (const child of shape.children) {
    const inner = placeGroup(child);
    if (!inner) continue;
    const { box } = shape;
    const x = Math.min(box?.x ?? inner.x, inner.x);
    const y = Math.min(box?.y ?? inner.y, inner.y);
    const right = Math.max(box ? box.x + box.width : inner.x, inner.x + inner.width);
    const bottom = Math.max(box ? box.y + box.height : inner.y, inner.y + inner.height);
    shape.box = { x, y, width: right - x, height: bottom - y };
  }
  return shape.box;
}

function boxOf(attributes: Attributes): ShapeBox | undefined {
  const x = centimetres(attributes['svg:x'] ?? attributes['svg:x1']);
  const y = centimetres(attributes['svg:y'] ?? attributes['svg:y1']);
  if (x === undefined || y === undefined) return undefined;
  return {
    x,
    y,
    width: centimetres(attributes['svg:width']) ?? 0.1,
    height: centimetres(attributes['svg:height']) ?? 0.1,
  };
}

const units: Readonly<Record<string, number>> = {
  cm: 1,
  mm: 0.1,
  in: 2.54,
  pt: 2.54 / 72,
  pc: 2.54 / 6,
  px: 2.54 / 96,
};

function centimetres(value: string | undefined): number | undefined {
  const found = /^(-?\d{1,9}(?:\.\d{1,9})?)(cm|mm|in|pt|pc|px)$/.exec(oneLine(value ?? ''));
  return found ? Number(found[1]) * (units[found[2] ?? ''] ?? 1) : undefined;
}
