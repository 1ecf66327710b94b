import type { Part } from '@adiuva/contracts';
import { throwIfAborted } from '#base';
import { fileBomb, fileEmpty, fileMalformed, fileWithoutText, textTooLong } from '../fileErrors.ts';
import type { Extracted, MemberFile, Source } from '../format.ts';
import { openCompoundFile } from '../office/compoundFile.ts';
import { unwrapObject } from '../office/embeddedObject.ts';
import { oneLine } from '../office/packageProperties.ts';
import type { StoryBlock } from '../office/storyBlocks.ts';
import { readSummaryInformation } from '../office/summaryInformation.ts';
import { paragraphBlocks } from '../presentation/slideParagraphs.ts';
import { lettersOn, slidePart } from '../presentation/slidePart.ts';
import type { Shape } from '../presentation/slideShapes.ts';
import { legacyMembers } from './legacyMembers.ts';
import { type ListedSlide, openPowerPointFile, type PowerPointFile } from './pptFile.ts';
import { readShapes } from './pptShapes.ts';
import { characters, readTexts } from './pptText.ts';
import { findRecord, type PowerPointRecord, recordsIn, recordType } from './records.ts';

const maxSlides = 10_000;
/** A quarter of a centimetre in the 576ths of an inch that old slides are measured in. */
const tolerance = 57;
const fewLetters = 12;

/** A PowerPoint presentation of 1997 to 2003: one part a slide, in the order in which they are shown. */
export async function extractPpt(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const compound = (() => {
    try {
      return openCompoundFile(source.bytes);
    } catch (error) {
      throw fileMalformed(name, 'a presentation', error);
    }
  })();
  const file = openPowerPointFile(name, compound);
  if (file.slides.length > maxSlides) throw fileBomb(name, `it holds more than ${maxSlides} slides`);
  const parts: Part[] = [];
  let length = 0;
  let letters = 0;
  for (const [index, slide] of file.slides.entries()) {
    throwIfAborted(signal);
    source.onProgress(index, file.slides.length);
    const { shapes, notes } = readSlide(file, slide);
    letters += lettersOn(shapes);
    const part = slidePart(
      {
        number: index + 1,
        isHidden: isHidden(file, slide.page),
        shapes,
        notes,
        comments: readComments(file, slide.page, 0),
      },
      name,
      limits.maxTextLength,
      tolerance,
    );
    if (!part) continue;
    length += part.text.length;
    if (length > limits.maxTextLength) throw textTooLong(name, limits.maxTextLength);
    parts.push(part);
    // Slides are read without a wait of their own; others have their turn here.
    if (index % 20 === 19) await new Promise((resolve) => setImmediate(resolve));
  }
  const pictures = letters < fewLetters * Math.max(1, file.slides.length) ? ['Pictures'] : [];
  const members = withObjects(file.objects(), legacyMembers(compound, 'ObjectPool', pictures));
  if (parts.length === 0 && !members)
    throw (compound.read('Pictures')?.length ?? 0) > 1_000 ? fileWithoutText(name) : fileEmpty(name);
  source.onProgress(1, 1);
  return {
    metadata: {
      ...readSummaryInformation(compound),
      ...(file.slides.length > 0 && { pageCount: file.slides.length }),
    },
    parts,
    warnings: [],
    members,
  };
}

function readSlide({ bytes, view, notes: pages }: PowerPointFile, { page, outline }: ListedSlide) {
  const texts = readTexts(bytes, view, outline);
  const { shapes } = readShapes(bytes, view, page, texts);
  // Some programs write an outline and no shapes that point at it.
  if (lettersOn(shapes) === 0) {
    for (const { kind, paragraphs } of texts) {
      const role: Shape['role'] = kind === 'title' ? 'title' : 'other';
      const blocks = paragraphBlocks(paragraphs, kind === 'body');
      shapes.push({ role, box: undefined, blocks, children: [] });
    }
  }
  const atom = findRecord(view, page, recordType.slideAtom);
  const id = atom && atom.end - atom.start >= 20 ? view.getUint32(atom.start + 16, true) : 0;
  const notesPage = id === 0 ? undefined : pages.get(id);
  const notes: StoryBlock[] = notesPage ? readShapes(bytes, view, notesPage, []).notes : [];
  return { shapes, notes };
}

/** [MS-PPT] 2.4.18.3: the third bit of how a slide is shown. */
function isHidden({ view }: PowerPointFile, page: PowerPointRecord): boolean {
  const info = findRecord(view, page, recordType.slideShowInfo);
  return (
    info !== undefined && info.end - info.start >= 12 && (view.getUint16(info.start + 10, true) & 4) !== 0
  );
}

const maxTagDepth = 8;

/** Comments stand in tags of tags of the slide: author, words, initials. */
function readComments(
  file: PowerPointFile,
  container: { start: number; end: number },
  depth: number,
): string[] {
  const { bytes, view } = file;
  const comments: string[] = [];
  if (depth > maxTagDepth) return comments;
  for (const record of recordsIn(view, container.start, container.end)) {
    if (record.type === recordType.drawing) continue;
    if (record.type === recordType.comment) {
      const string = (instance: number) => {
        const found = findRecord(view, record, recordType.characterString, instance);
        return found ? oneLine(characters(bytes, found)) : '';
      };
      const author = string(0);
      const text = string(1);
      if (text) comments.push(author ? `Comment (${author}): ${text}` : `Comment: ${text}`);
    } else if (record.isContainer || record.type === recordType.tagData)
      comments.push(...readComments(file, record, depth + 1));
  }
  return comments;
}

function withObjects(
  objects: readonly Uint8Array[],
  others: AsyncIterable<MemberFile> | undefined,
): AsyncIterable<MemberFile> | undefined {
  const found = objects.flatMap((bytes, index) => {
    try {
      return unwrapObject(openCompoundFile(bytes), `object ${index + 1}`, bytes) ?? [];
    } catch {
      return [];
    }
  });
  if (found.length === 0) return others;
  return (async function* each() {
    for (const { name, bytes } of found)
      yield { kind: 'embedded' as const, name, size: bytes.length, open: async () => bytes };
    if (others) yield* others;
  })();
}
