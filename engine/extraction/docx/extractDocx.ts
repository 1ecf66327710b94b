import { throwIfAborted } from '#base';
import { fileEmpty, fileMalformed, fileWithoutText } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { embeddedFiles, isPicture } from '../office/embeddedFiles.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { openOfficePackage } from '../office/officePackage.ts';
import { maxDocumentElements, type Origin } from '../office/origin.ts';
import { readPackageProperties } from '../office/packageProperties.ts';
import { readFigures } from '../office/readFigures.ts';
import { readXml } from '../office/readXml.ts';
import { type Relationship, readRelationships, targetOf } from '../office/relationships.ts';
import { createBlockSink } from '../office/storyBlocks.ts';
import { readNumbering } from './numbering.ts';
import { createStoryReader } from './readStory.ts';
import { readMargin, readNotes } from './sideStories.ts';
import { readStyles } from './styles.ts';

const maxMargins = 100;
/** With less text than this a document that holds pictures is a scan, or as good as one. */
const fewLetters = 40;

/**
 * A Word document as it reads: headings by style, lists with their numbers, tables as Markdown, notes and comments
 * after what they belong to, headers once at the start and footers once at the end. Deleted text is left out.
 */
export async function extractDocx(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const origin: Origin = { name, expected: 'a Word document', signal, maxElements: maxDocumentElements };
  const files = await openOfficePackage(name, source.bytes, origin.expected);
  const main = targetOf(await readRelationships(origin, files, ''), 'officeDocument') ?? 'word/document.xml';
  if (!files.has(main)) throw fileMalformed(name, origin.expected);
  const relationships = await readRelationships(origin, files, main);
  const part = (type: string) => targetOf(relationships, type);

  const styles = await readStyles(origin, files, part('styles'));
  const numbering = await readNumbering(
    origin,
    files,
    part('numbering'),
    (style) => styles.paragraph(style).numId,
  );
  const notes = (type: string, element: 'w:footnote' | 'w:endnote' | 'w:comment') =>
    readNotes(origin, files, part(type), element, styles, limits.maxTextLength);
  const references = {
    footnotes: await notes('footnotes', 'w:footnote'),
    endnotes: await notes('endnotes', 'w:endnote'),
    comments: await notes('comments', 'w:comment'),
    figures: await readFigures(origin, files, relationships),
  };
  const margins = (type: string) =>
    readMargins(origin, relationships, type, (entry) =>
      readMargin(origin, files, entry, styles, limits.maxTextLength),
    );

  const writer = createFlowWriter(name, limits.maxTextLength);
  for (const text of await margins('header')) writer.block('paragraph', text);
  const headerLength = writer.length;
  const sink = createBlockSink(writer);
  const pictures: string[] = [];
  const story = createStoryReader(name, limits.maxTextLength, {
    styles,
    numbering,
    references,
    onBlock: sink.write,
    onPicture(id) {
      const target = relationships.get(id)?.target;
      if (target && isPicture(target)) pictures.push(target);
    },
  });
  await readXml(origin, files.stream(main), story);
  sink.finish();
  const bodyLength = writer.length - headerLength;
  for (const text of await margins('footer')) writer.block('paragraph', text);
  throwIfAborted(signal);

  const content = writer.finish();
  const embedded = [...relationships.values()]
    .filter(({ type }) => type === 'package' || type === 'oleObject' || type === 'aFChunk')
    .map(({ target }) => target);
  if (bodyLength < fewLetters) embedded.push(...pictures);
  if (content.text === '' && embedded.length === 0) {
    throw files.names.some(isPicture) ? fileWithoutText(name) : fileEmpty(name);
  }
  source.onProgress(1, 1);
  return {
    metadata: await readPackageProperties(origin, files),
    parts: splitFlow(content),
    warnings: [],
    members: embedded.length > 0 ? embeddedFiles(files, embedded) : undefined,
  };
}

/** Each text once, however many sections and kinds of page it stands on. */
async function readMargins(
  origin: Origin,
  relationships: ReadonlyMap<string, Relationship>,
  type: string,
  read: (entry: string) => Promise<string>,
): Promise<Set<string>> {
  const texts = new Set<string>();
  for (const relationship of relationships.values()) {
    if (relationship.type !== type || texts.size >= maxMargins) continue;
    throwIfAborted(origin.signal);
    const text = await read(relationship.target);
    if (text) texts.add(text);
  }
  return texts;
}
