import type { MemberFile } from '../format.ts';
import { embeddedFiles } from '../office/embeddedFiles.ts';
import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { readXml } from '../office/readXml.ts';
import type { StoryBlock } from '../office/storyBlocks.ts';
import type { OdfStyles } from './odfStyles.ts';
import { createContentReader } from './readContent.ts';

const maxObjects = 500;

/** Charts, formulas and tables that stand in a document as documents of their own, by their folder. */
export async function readObjects(
  origin: Origin,
  files: OfficePackage,
  styles: OdfStyles,
  maxTextLength: number,
): Promise<Map<string, StoryBlock[]>> {
  const objects = new Map<string, StoryBlock[]>();
  for (const entry of files.names) {
    const folder = /^([^/]+)\/content\.xml$/i.exec(entry)?.[1];
    if (folder === undefined || objects.size >= maxObjects) continue;
    const blocks: StoryBlock[] = [];
    const reader = createContentReader({
      name: origin.name,
      maxTextLength,
      styles,
      objects: new Map(),
      onBlock: (block) => blocks.push(block),
      onPicture: () => undefined,
    });
    await readXml(origin, files.stream(entry), reader).catch(ignoreDamage);
    objects.set(folder, blocks);
  }
  return objects;
}

/** Files that were put into the document whole: envelopes without a folder, named `Object 1`. */
export function embeddedObjects(
  files: OfficePackage,
  pictures: readonly string[],
): AsyncIterable<MemberFile> | undefined {
  const envelopes = files.names.filter((entry) => /^Object[^/]*$/i.test(entry));
  return envelopes.length + pictures.length > 0
    ? embeddedFiles(files, [...envelopes, ...pictures])
    : undefined;
}
