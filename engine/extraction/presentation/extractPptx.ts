import type { Part } from '@adiuva/contracts';
import { AppError, throwIfAborted } from '#base';
import { fileBomb, fileEmpty, fileMalformed, fileWithoutText, textTooLong } from '../fileErrors.ts';
import type { Extracted, Source } from '../format.ts';
import { embeddedFiles, isPicture } from '../office/embeddedFiles.ts';
import { type OfficePackage, openOfficePackage } from '../office/officePackage.ts';
import { maxDocumentElements, type Origin } from '../office/origin.ts';
import { oneLine, readPackageProperties } from '../office/packageProperties.ts';
import { readFigures } from '../office/readFigures.ts';
import { readXml } from '../office/readXml.ts';
import { type Relationship, readRelationships, targetOf } from '../office/relationships.ts';
import type { StoryBlock } from '../office/storyBlocks.ts';
import { readAuthors, readComments } from './comments.ts';
import { createSlideReader, type PptxShape, type SlideShapes } from './readSlide.ts';
import { lettersOn, slidePart } from './slidePart.ts';

const maxSlides = 10_000;
/** Shapes that overlap by less than a quarter of a centimetre stand apart; EMU. */
const tolerance = 90_000;
/** A slide with fewer characters that holds a picture says what it says in the picture. */
const fewLetters = 12;

/** A presentation: one part a slide, in the order in which they are shown. */
export async function extractPptx(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const origin: Origin = { name, expected: 'a presentation', signal, maxElements: maxDocumentElements };
  const files = await openOfficePackage(name, source.bytes, origin.expected);
  const main =
    targetOf(await readRelationships(origin, files, ''), 'officeDocument') ?? 'ppt/presentation.xml';
  if (!files.has(main)) throw fileMalformed(name, origin.expected);
  const relationships = await readRelationships(origin, files, main);
  const slides = await readOrder(origin, files, main, relationships);
  if (slides.length > maxSlides) throw fileBomb(name, `it holds more than ${maxSlides} slides`);
  const authors = await readAuthors(origin, files, relationships);
  const readLayout = createLayoutReader(origin, files, limits.maxTextLength);

  const parts: Part[] = [];
  const warnings: string[] = [];
  const embedded: string[] = [];
  let length = 0;
  for (const [index, { entry, section }] of slides.entries()) {
    throwIfAborted(signal);
    source.onProgress(index, slides.length);
    const links = await readRelationships(origin, files, entry);
    const figures = await readFigures(origin, files, links);
    const read = await readSlide(origin, files, entry, limits.maxTextLength, figures).catch(
      (error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'file_malformed') throw error;
        warnings.push(`Slide ${index + 1} is damaged and was left out.`);
        return undefined;
      },
    );
    if (!read) continue;
    for (const { type, target } of links.values())
      if (type === 'package' || type === 'oleObject') embedded.push(target);
    if (lettersOn(read.shapes) < fewLetters) {
      const targets = read.pictures.flatMap((id) => links.get(id)?.target ?? []);
      embedded.push(...targets.filter(isPicture));
    }
    const layout = targetOf(links, 'slideLayout');
    if (layout) placeLike(read.shapes, await readLayout(layout));
    const notes = targetOf(links, 'notesSlide');
    const comments = [...links.values()].filter(({ type }) => type === 'comments');
    const part = slidePart(
      {
        number: index + 1,
        section,
        isHidden: read.isHidden,
        shapes: read.shapes,
        notes: notes ? await readNotes(origin, files, notes, limits.maxTextLength) : [],
        comments: (
          await Promise.all(comments.map(({ target }) => readComments(origin, files, target, authors)))
        ).flat(),
      },
      name,
      limits.maxTextLength,
      tolerance,
    );
    if (!part) continue;
    length += part.text.length;
    if (length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
    parts.push(part);
  }
  if (slides.length > 0 && warnings.length === slides.length) throw fileMalformed(name, origin.expected);
  if (parts.length === 0 && embedded.length === 0)
    throw files.names.some(isPicture) ? fileWithoutText(name) : fileEmpty(name);
  source.onProgress(1, 1);
  return {
    metadata: {
      ...(await readPackageProperties(origin, files)),
      ...(slides.length > 0 && { pageCount: slides.length }),
    },
    parts,
    warnings,
    members: embedded.length > 0 ? embeddedFiles(files, embedded) : undefined,
  };
}

interface SlideEntry {
  entry: string;
  section: string | undefined;
}

/** Slides as the presentation lists them, with the section each stands in. */
async function readOrder(
  origin: Origin,
  files: OfficePackage,
  main: string,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<SlideEntry[]> {
  const listed: { id: string; target: string }[] = [];
  const sections = new Map<string, string>();
  let section = '';
  await readXml(origin, files.stream(main), {
    open(element, attributes) {
      if (element === 'p14:section') section = oneLine(attributes.name ?? '');
      if (element === 'p14:sldId') sections.set(attributes.id ?? '', section);
      if (element !== 'p:sldId') return;
      const target = relationships.get(attributes['r:id'] ?? '')?.target;
      if (target) listed.push({ id: attributes.id ?? '', target });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return listed.map(({ id, target }) => ({ entry: target, section: sections.get(id) }));
}

async function readSlide(
  origin: Origin,
  files: OfficePackage,
  entry: string,
  maxTextLength: number,
  figures: ReadonlyMap<string, readonly StoryBlock[]>,
): Promise<SlideShapes> {
  const { listener, result } = createSlideReader({ name: origin.name, maxTextLength, figures });
  await readXml(origin, files.stream(entry), listener);
  return result;
}

/** What the speaker wrote under a slide; the slide's picture, date and number on that page are not read. */
async function readNotes(
  origin: Origin,
  files: OfficePackage,
  entry: string,
  maxTextLength: number,
): Promise<StoryBlock[]> {
  const { shapes } = await readSlide(origin, files, entry, maxTextLength, new Map()).catch(
    (error: AppError) => {
      if (error.code !== 'file_malformed') throw error;
      return { shapes: [] };
    },
  );
  return shapes
    .filter(({ placeholder }) => placeholder?.type === 'body')
    .flatMap(({ blocks }) => blocks)
    .map((block) =>
      block.kind === 'list' ? { ...block, kind: 'paragraph', text: block.text.replace(/^- /, '') } : block,
    );
}

/** Layouts and their masters are shared by slides: each is read once. */
function createLayoutReader(origin: Origin, files: OfficePackage, maxTextLength: number) {
  const known = new Map<string, PptxShape[]>();
  return async function readLayout(entry: string): Promise<PptxShape[]> {
    const found = known.get(entry);
    if (found) return found;
    const read = async (part: string) =>
      (await readSlide(origin, files, part, maxTextLength, new Map()).catch(() => ({ shapes: [] }))).shapes;
    const master = targetOf(await readRelationships(origin, files, entry), 'slideMaster');
    const shapes = await read(entry);
    if (master) placeLike(shapes, await read(master));
    known.set(entry, shapes);
    return shapes;
  };
}

/** Placeholders without a place of their own stand where the layout's stand. */
function placeLike(shapes: readonly PptxShape[], layout: readonly PptxShape[]): void {
  for (const shape of shapes) {
    const { placeholder } = shape;
    if (shape.box || !placeholder) continue;
    const like =
      layout.find((other) => placeholder.index !== '' && other.placeholder?.index === placeholder.index) ??
      layout.find((other) => other.placeholder?.type === placeholder.type) ??
      layout.find((other) => other.role === shape.role);
    shape.box = like?.box;
  }
}
