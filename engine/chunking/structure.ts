import type { Block, Part } from '@adiuva/contracts';
import { hardBreaks, type Line, readParagraphs } from './lines.ts';
import type { Pacer } from './pacer.ts';
import { firstAbove } from './sortedSearch.ts';
import { soundBlocks } from './soundBlocks.ts';
import { type Stretch, tableHead } from './tableHeads.ts';
import { isTitle, withTitles } from './titles.ts';
import { turnName } from './turns.ts';
import { skipSpace } from './whitespace.ts';

/** A stretch that a preset may ask to keep whole: a table, a code block, a heading with its section. */
export interface Unit {
  /** Where it begins, the headings right above it included. */
  start: number;
  end: number;
}

/** Where a part can be cut, from its blocks and its lines. All lists ascend. */
export interface Structure {
  /** Starts of headings that follow something else than a heading. */
  sections: readonly number[];
  /** Starts of blocks, and of paragraphs after an empty line; the first is 0 or the first character. */
  paragraphs: readonly number[];
  /** Starts of lines that the author, and not the width of the page, began. */
  lines: readonly number[];
  blockAt(position: number): Block | undefined;
  /**
   * What names the columns of the table that goes on at `position`, or who speaks there; undefined in the head itself
   * and outside of both.
   */
  headAt(position: number): Stretch | undefined;
  /** The speaker's name, with the white space behind it, that begins before `position` and reaches to it. */
  nameBefore(position: number): Stretch | undefined;
  /** Where the headings begin that stand right before `cut`, or `cut` itself where none does. */
  beforeHeadings(cut: number): number;
  /** What is kept whole and goes on beyond `position`, outermost first. */
  unitsAcross(position: number): Unit[];
}

export async function readStructure(part: Part, pacer: Pacer): Promise<Structure> {
  const { text } = part;
  const given = soundBlocks(part);
  const givenStarts = given.map((block) => block.start);
  const hasHeadings = given.some((block) => block.kind === 'heading');

  const paragraphs: number[] = [];
  const lines: number[] = [];
  const titles: Line[] = [];
  for await (const paragraph of readParagraphs(text, givenStarts, pacer)) {
    const [first] = paragraph;
    if (!first) continue;
    paragraphs.push(first.start);
    const block = blockOf(given, givenStarts, first.start);
    for (const start of authoredLines(text, paragraph, block)) lines.push(start);
    const isAlone =
      !block || (block.kind === 'paragraph' && block.start === first.start && block.end === first.end);
    if (!hasHeadings && isAlone && isTitle(text, paragraph)) titles.push(first);
  }
  // Plain text has no heading blocks; its chapters are found by their look.
  const blocks = withTitles(given, titles);
  const blockStarts = blocks.map((block) => block.start);

  const runStarts = headingRuns(text, blocks);
  const sections = [...new Set(runStarts.filter((start) => start !== undefined))];
  const headings = readHeadings(blocks, runStarts, text.length);
  const headingStarts = headings.map((heading) => heading.ownStart);

  return {
    sections,
    paragraphs,
    lines,
    blockAt: (position) => blockOf(blocks, blockStarts, position),
    headAt(position) {
      const block = blockOf(blocks, blockStarts, position);
      const head = block && (tableHead(part, block) ?? turnName(block));
      return head && position > head.end ? head : undefined;
    },
    nameBefore(position) {
      const block = blockOf(blocks, blockStarts, position);
      const name = block && turnName(block);
      if (!name || position <= name.start) return undefined;
      const end = skipSpace(text, name.end);
      return position <= end ? { start: name.start, end } : undefined;
    },
    beforeHeadings(cut) {
      const index = firstAbove(blockStarts, cut - 1) - 1;
      const before = blocks[index];
      if (before?.kind !== 'heading' || (before.end < cut && skipSpace(text, before.end, cut) < cut))
        return cut;
      return runStarts[index] ?? cut;
    },
    unitsAcross(position) {
      const units: Unit[] = [];
      for (
        let heading = headings[firstAbove(headingStarts, position) - 1];
        heading;
        heading = headings[heading.parent]
      ) {
        if (heading.end > position) units.unshift({ start: heading.start, end: heading.end });
      }
      const index = firstAbove(blockStarts, position) - 1;
      const block = blocks[index];
      if (block && position < block.end && (block.kind === 'table' || block.kind === 'code')) {
        const above = headingAbove(text, blocks, index);
        units.push({ start: (above && runStarts[index - 1]) ?? block.start, end: block.end });
      }
      return units;
    },
  };
}

function blockOf(blocks: readonly Block[], starts: readonly number[], position: number): Block | undefined {
  const block = blocks[firstAbove(starts, position) - 1];
  return block && position < block.end ? block : undefined;
}

function headingAbove(text: string, blocks: readonly Block[], index: number): Block | undefined {
  const above = blocks[index - 1];
  const block = blocks[index];
  if (above?.kind !== 'heading' || !block) return undefined;
  return skipSpace(text, above.end, block.start) === block.start ? above : undefined;
}

/** For each heading, where the unbroken run of headings begins that it stands in; undefined for other blocks. */
function headingRuns(text: string, blocks: readonly Block[]): (number | undefined)[] {
  const runs: (number | undefined)[] = [];
  blocks.forEach((block, index) => {
    if (block.kind !== 'heading') runs.push(undefined);
    else runs.push(headingAbove(text, blocks, index) ? runs[index - 1] : block.start);
  });
  return runs;
}

interface Heading extends Unit {
  ownStart: number;
  /** Index of the heading whose section this one stands in; -1 for none. */
  parent: number;
}

function readHeadings(
  blocks: readonly Block[],
  runs: readonly (number | undefined)[],
  length: number,
): Heading[] {
  const headings: Heading[] = [];
  const open: { index: number; level: number }[] = [];
  blocks.forEach((block, blockIndex) => {
    if (block.kind !== 'heading') return;
    const level = block.level ?? 1;
    for (let last = open.at(-1); last && last.level >= level; last = open.at(-1)) {
      const closed = headings[last.index];
      if (closed) closed.end = block.start;
      open.pop();
    }
    headings.push({
      ownStart: block.start,
      start: runs[blockIndex] ?? block.start,
      end: length,
      parent: open.at(-1)?.index ?? -1,
    });
    open.push({ index: headings.length - 1, level });
  });
  return headings;
}

function authoredLines(text: string, paragraph: readonly Line[], block: Block | undefined): number[] {
  if (block?.kind === 'table' || block?.kind === 'code' || block?.kind === 'list')
    return paragraph.map((line) => line.start);
  return hardBreaks(text, paragraph);
}
