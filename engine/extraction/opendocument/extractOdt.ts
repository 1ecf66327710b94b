import { throwIfAborted } from '#base';
import { fileEmpty, fileWithoutText } from '../fileErrors.ts';
import { splitFlow } from '../flow/splitFlow.ts';
import type { Extracted, Source } from '../format.ts';
import { isPicture } from '../office/embeddedFiles.ts';
import { createFlowWriter } from '../office/flowWriter.ts';
import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, maxDocumentElements, type Origin } from '../office/origin.ts';
import { readXml } from '../office/readXml.ts';
import { createBlockSink, inOneLine, type StoryBlock } from '../office/storyBlocks.ts';
import { openOdfPackage, readOdfMetadata } from './odfPackage.ts';
import { type OdfStyles, readOdfStyles } from './odfStyles.ts';
import { createContentReader } from './readContent.ts';
import { embeddedObjects, readObjects } from './readObjects.ts';

/** With less text than this a document that holds pictures is a scan, or as good as one. */
const fewLetters = 40;

/** An OpenDocument text as it reads; headers once at the start, footers once at the end. */
export async function extractOdt(source: Source): Promise<Extracted> {
  const { name, limits, signal } = source;
  const origin: Origin = { name, expected: 'an OpenDocument text', signal, maxElements: maxDocumentElements };
  const files = await openOdfPackage(origin, source.bytes);
  const styles = await readOdfStyles(origin, files);
  const objects = await readObjects(origin, files, styles, limits.maxTextLength);
  const margins = await readMargins(origin, files, styles, limits.maxTextLength);

  const writer = createFlowWriter(name, limits.maxTextLength);
  for (const text of margins.headers) writer.block('paragraph', text);
  const headerLength = writer.length;
  const sink = createBlockSink(writer);
  const pictures: string[] = [];
  const reader = createContentReader({
    name,
    maxTextLength: limits.maxTextLength,
    styles,
    objects,
    onBlock: sink.write,
    onPicture(entry) {
      if (isPicture(entry) && files.has(entry)) pictures.push(entry);
    },
  });
  await readXml(origin, files.stream('content.xml'), reader);
  sink.finish();
  const bodyLength = writer.length - headerLength;
  for (const text of margins.footers) writer.block('paragraph', text);
  throwIfAborted(signal);

  const content = writer.finish();
  const members = embeddedObjects(files, bodyLength < fewLetters ? pictures : []);
  if (content.text === '' && !members)
    throw files.names.some(isPicture) ? fileWithoutText(name) : fileEmpty(name);
  source.onProgress(1, 1);
  return {
    metadata: await readOdfMetadata(origin, files),
    parts: splitFlow(content),
    warnings: [],
    members,
  };
}

/** Headers and footers of all page styles, each text once. */
async function readMargins(
  origin: Origin,
  files: OfficePackage,
  styles: OdfStyles,
  maxTextLength: number,
): Promise<{ headers: Set<string>; footers: Set<string> }> {
  const headers = new Set<string>();
  const footers = new Set<string>();
  let blocks: StoryBlock[] | undefined;
  const reader = createContentReader({
    name: origin.name,
    maxTextLength,
    styles,
    objects: new Map(),
    onBlock: (block) => blocks?.push(block),
    onPicture: () => undefined,
  });
  await readXml(origin, files.stream('styles.xml'), {
    ...reader,
    open(element, attributes) {
      if (/^style:(?:header|footer)(?:-left|-first)?$/.test(element)) blocks = [];
      reader.open(element, attributes);
    },
    close(element) {
      reader.close(element);
      const kind = /^style:(header|footer)(?:-left|-first)?$/.exec(element)?.[1];
      if (!kind || !blocks) return;
      const text = blocks
        .map((block) => inOneLine([block]))
        .filter((line) => line !== '')
        .join('\n');
      // A page number alone says nothing.
      if (/\p{L}{2}/u.test(text.replace(/\b(?:page|seite|of|von|pag(?:ina|e)?)\b/giu, '')))
        (kind === 'header' ? headers : footers).add(text);
      blocks = undefined;
    },
  }).catch(ignoreDamage);
  return { headers, footers };
}
