import { textTooLong } from '../fileErrors.ts';
import type { OfficePackage } from '../office/officePackage.ts';
import { ignoreDamage, type Origin } from '../office/origin.ts';
import { oneLine } from '../office/packageProperties.ts';
import { readXml, type XmlListener } from '../office/readXml.ts';
import { inOneLine, type StoryBlock } from '../office/storyBlocks.ts';
import { createStoryReader, type References } from './readStory.ts';
import type { Styles } from './styles.ts';

const nothing: References = {
  footnotes: new Map(),
  endnotes: new Map(),
  comments: new Map(),
  figures: new Map(),
};

/** Footnotes, endnotes or comments by id, each in one line; a comment with its author. */
export async function readNotes(
  origin: Origin,
  files: OfficePackage,
  entry: string | undefined,
  element: 'w:footnote' | 'w:endnote' | 'w:comment',
  styles: Styles,
  maxTextLength: number,
): Promise<Map<string, string>> {
  const notes = new Map<string, string>();
  if (!entry) return notes;
  let blocks: StoryBlock[] = [];
  let id = '';
  let author = '';
  let length = 0;
  const story = createStoryReader(origin.name, maxTextLength, {
    styles,
    numbering: undefined,
    references: nothing,
    onBlock: (block) => blocks.push(block),
    onPicture: () => undefined,
  });
  const listener: XmlListener = {
    ...story,
    open(name, attributes) {
      story.open(name, attributes);
      if (name !== element) return;
      blocks = [];
      // Lines that part the notes from the text are notes of a kind, too.
      id = /separator|Notice/i.test(attributes['w:type'] ?? '') ? '' : (attributes['w:id'] ?? '');
      author = oneLine(attributes['w:author'] ?? '');
    },
    close(name) {
      story.close(name);
      if (name !== element) return;
      const text = inOneLine(blocks);
      length += text.length;
      if (length > maxTextLength) throw textTooLong(origin.name, maxTextLength);
      if (id && text) notes.set(id, element === 'w:comment' ? comment(author, text) : text);
    },
  };
  await readXml(origin, files.stream(entry), listener).catch(ignoreDamage);
  return notes;
}

function comment(author: string, text: string): string {
  return author ? `Comment (${author}): ${text}` : `Comment: ${text}`;
}

/** The lines of a header or footer; those that hold only a page number say nothing. */
export async function readMargin(
  origin: Origin,
  files: OfficePackage,
  entry: string,
  styles: Styles,
  maxTextLength: number,
): Promise<string> {
  const blocks: StoryBlock[] = [];
  const story = createStoryReader(origin.name, maxTextLength, {
    styles,
    numbering: undefined,
    references: nothing,
    onBlock: (block) => blocks.push(block),
    onPicture: () => undefined,
  });
  await readXml(origin, files.stream(entry), story).catch(ignoreDamage);
  const text = blocks
    .map((block) => inOneLine([block]))
    .filter((line) => line !== '')
    .join('\n');
  return /\p{L}{2}/u.test(text.replace(/\b(?:page|seite|of|von|pag(?:ina|e)?)\b/giu, '')) ? text : '';
}
