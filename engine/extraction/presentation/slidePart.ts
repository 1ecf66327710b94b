import type { Part } from '@adiuva/contracts';
import { createFlowWriter } from '../office/flowWriter.ts';
import { createBlockSink, inOneLine, type StoryBlock } from '../office/storyBlocks.ts';
import { inReadingOrder, type Shape } from './slideShapes.ts';

/** A slide as the program shows it, whatever file it comes from. */
export interface Slide {
  /** 1-based, hidden ones counted. */
  number: number;
  /** Of the section it stands in. */
  section?: string | undefined;
  isHidden: boolean;
  shapes: readonly Shape[];
  notes: readonly StoryBlock[];
  comments: readonly string[];
}

/** Letters that shapes of a slide say, notes and comments aside. */
export function lettersOn(shapes: readonly Shape[]): number {
  let letters = 0;
  const waiting = [...shapes];
  for (let shape = waiting.pop(); shape; shape = waiting.pop()) {
    if (shape.role !== 'margin') letters += inOneLine(shape.blocks).length;
    waiting.push(...shape.children);
  }
  return letters;
}

/**
 * One slide as a part: its title as heading, its shapes in reading order, then the speaker's notes and comments.
 *
 * @param tolerance overlap of neighbours that counts for nothing, in the unit of the shapes' boxes
 * @returns undefined for a slide without a word
 */
export function slidePart(
  { number, section, isHidden, shapes, notes, comments }: Slide,
  name: string,
  maxTextLength: number,
  tolerance: number,
): Part | undefined {
  const writer = createFlowWriter(name, maxTextLength);
  const sink = createBlockSink(writer);
  for (const shape of inReadingOrder(shapes, tolerance)) {
    if (shape.role === 'title') writer.heading(1, inOneLine(shape.blocks));
    else for (const block of shape.blocks) sink.write(block);
  }
  sink.finish();
  if (notes.length > 0) {
    writer.block('paragraph', 'Notes:');
    for (const block of notes) sink.write(block);
    sink.finish();
  }
  for (const comment of comments) writer.block('footnote', comment);
  if (isHidden && writer.length > 0) writer.block('caption', '(Hidden slide)');
  const { text, blocks } = writer.finish();
  if (text === '') return undefined;
  return {
    kind: 'slide',
    text,
    locator: { kind: 'slide', part: 0, start: 0, end: text.length, slide: number },
    blocks: blocks.map(({ title: _, ...block }) => block),
    headingPath: section ? [section] : [],
  };
}
