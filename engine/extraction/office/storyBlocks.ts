import type { FlowWriter } from './flowWriter.ts';
import { tidy } from './flowWriter.ts';
import { maxTableColumns } from './tableMarkdown.ts';

/** One paragraph as a reader sees it, its mark and number included. */
export interface StoryParagraph {
  kind: 'heading' | 'paragraph' | 'quote' | 'caption' | 'code' | 'list' | 'footnote';
  text: string;
  /** Of headings, 1 is the largest; of list items, 0 is the outermost. */
  level: number;
}

export interface StoryCell {
  blocks: StoryBlock[];
  columns: number;
  /** It belongs to the merged cell above. */
  isCovered: boolean;
}

export interface StoryTable {
  kind: 'table';
  rows: StoryCell[][];
}

export type StoryBlock = StoryParagraph | StoryTable;

/** A numbered paragraph so long is prose with a number, and no item of a list. */
const maxItemLength = 400;

/** Writes blocks as they come; notes wait for the end of a list, so as not to part it. */
export function createBlockSink(writer: FlowWriter) {
  let notes: StoryParagraph[] = [];

  function flushNotes(): void {
    for (const note of notes) writer.block('footnote', note.text);
    notes = [];
  }

  function write(block: StoryBlock): void {
    if (block.kind === 'footnote') {
      notes.push(block);
      return;
    }
    if (block.kind === 'table') {
      flushNotes();
      writeTable(block);
    } else if (block.kind === 'list' && block.text.length <= maxItemLength) {
      const text = tidy(block.text).replaceAll('\n', ' ');
      if (text) writer.line('list', `${'  '.repeat(Math.min(block.level, 8))}${text}`);
    } else if (block.kind === 'code') writer.line('code', block.text);
    else {
      flushNotes();
      if (block.kind === 'heading') writer.heading(block.level, block.text);
      else writer.block(block.kind === 'list' ? 'paragraph' : block.kind, block.text);
    }
  }

  function writeTable(table: StoryTable): void {
    if (!isData(table)) {
      for (const row of table.rows) for (const cell of row) for (const block of cell.blocks) write(block);
      return;
    }
    const found: StoryParagraph[] = [];
    writer.table(table.rows.map((row) => rowOf(row, found)));
    notes.push(...found);
  }

  return { write, finish: flushNotes };
}

/** Tables that lay out a page rather than data are read as text, cell by cell. */
function isData({ rows }: StoryTable): boolean {
  if (!rows.some((row) => row.length > 1)) return false;
  return !rows.some((row) =>
    row.some(({ blocks }) => {
      if (blocks.length > 2 && blocks.some(({ kind }) => kind === 'heading')) return true;
      return blocks.filter((block) => block.kind !== 'table' && block.text.length > 300).length > 3;
    }),
  );
}

function rowOf(row: readonly StoryCell[], notes: StoryParagraph[]): string[] {
  const cells: string[] = [];
  for (const cell of row) {
    if (cells.length >= maxTableColumns) break;
    cells.push(cell.isCovered ? '' : cellText(cell.blocks, notes));
    const covered = Math.min(cell.columns - 1, maxTableColumns - cells.length);
    for (let column = 0; column < covered; column++) cells.push('');
  }
  return cells;
}

function cellText(blocks: readonly StoryBlock[], notes: StoryParagraph[]): string {
  const texts: string[] = [];
  for (const block of blocks) {
    if (block.kind === 'footnote') notes.push(block);
    else if (block.kind !== 'table') texts.push(block.text);
    else {
      const rows = block.rows.map((row) => rowOf(row, notes).filter((cell) => cell !== ''));
      texts.push(
        rows
          .filter((row) => row.length > 0)
          .map((row) => row.join(' · '))
          .join(' / '),
      );
    }
  }
  return texts.filter((text) => text !== '').join(' ');
}

/** Blocks in one line, for a note or comment that stands in another text. */
export function inOneLine(blocks: readonly StoryBlock[]): string {
  return tidy(cellText(blocks, [])).replace(/\s+/g, ' ');
}
