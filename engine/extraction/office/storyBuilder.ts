import { fileBomb, textTooLong } from '../fileErrors.ts';
import { inOneLine, type StoryBlock, type StoryCell, type StoryTable } from './storyBlocks.ts';
import type { NamedKind } from './styleNames.ts';

/** What is said of a paragraph where it ends. */
export interface ParagraphState {
  style: number | undefined;
  /** 0 to 8 for the headings of an outline. */
  outline: number | undefined;
  /** Depth of tables around it. */
  tableLevel: number;
  /** Of a list's item; 0 is the outermost. */
  listLevel: number;
}

/** Texts beside the main one; what is in them is shown where it belongs. */
type StoryKind = 'main' | 'footnote' | 'comment' | 'textBox' | 'header' | 'footer';

interface Story {
  kind: StoryKind;
  text: string[];
  marker: string;
  trailing: StoryBlock[];
  tables: OpenTable[];
  blocks: StoryBlock[] | undefined;
  author: string;
}

interface OpenTable {
  table: StoryTable;
  row: StoryCell[];
  cell: StoryBlock[];
}

export interface Stories {
  write(text: string): void;
  mark(text: string): void;
  commentBy(author: string): void;
  /** Ends a paragraph: in a table it stays in its cell. */
  endParagraph(state: ParagraphState): void;
  endCell(state: ParagraphState, level: number): void;
  /** @param covered cells that belong to a merged one before or above them */
  endRow(level: number, covered: readonly boolean[]): void;
  /** Begins a text beside the main one; `close` ends it. */
  open(kind: Exclude<StoryKind, 'main'>): void;
  close(state: ParagraphState): void;
  /** Ends all that is open. */
  finish(state: ParagraphState): void;
  readonly headers: Set<string>;
  readonly footers: Set<string>;
}

const maxTableDepth = 12;
const maxCells = 1_000_000;
const maxMargins = 100;

/** Puts text, cells and notes together to blocks, for formats that only mark where each of them ends. */
export function createStories(
  name: string,
  maxTextLength: number,
  kindOf: (style: number | undefined) => NamedKind | undefined,
  onBlock: (block: StoryBlock) => void,
): Stories {
  const headers = new Set<string>();
  const footers = new Set<string>();
  const stories: Story[] = [newStory('main')];
  let story = stories[0] ?? newStory('main');
  let notes = 0;
  let length = 0;
  let cells = 0;

  function emit(block: StoryBlock, level: number): void {
    const cell = story.tables[level - 1]?.cell;
    if (level > 0 && cell) cell.push(block);
    else if (story.blocks) story.blocks.push(block);
    else onBlock(block);
  }

  /** Closes tables deeper than the level, and opens those up to it. */
  function settle(level: number): void {
    while (story.tables.length > level) {
      const closed = story.tables.pop();
      if (!closed) break;
      if (closed.cell.length > 0) closed.row.push({ blocks: closed.cell, columns: 1, isCovered: false });
      if (closed.row.length > 0) closed.table.rows.push(closed.row);
      if (closed.table.rows.length > 0) emit(closed.table, story.tables.length);
    }
    while (story.tables.length < level)
      story.tables.push({ table: { kind: 'table', rows: [] }, row: [], cell: [] });
  }

  function endParagraph(state: ParagraphState, level: number): void {
    const text = story.text.join('');
    const { marker, trailing } = story;
    story.text = [];
    story.marker = '';
    story.trailing = [];
    settle(level);
    if (text.trim() !== '') emit(paragraph(text, marker, state), level);
    for (const block of trailing) emit(block, level);
  }

  function paragraph(
    text: string,
    marker: string,
    { style, outline, listLevel }: ParagraphState,
  ): StoryBlock {
    const named = kindOf(style);
    const mark = marker.replace(/\s+/g, ' ').trim();
    const level =
      named?.kind === 'heading' ? named.level : outline !== undefined && outline < 6 ? outline + 1 : 0;
    if (level > 0) return { kind: 'heading', text: isBullet(mark) ? text : `${mark} ${text}`.trim(), level };
    if (mark !== '')
      return { kind: 'list', text: `${isBullet(mark) ? '-' : mark} ${text.trim()}`, level: listLevel };
    return { kind: named?.kind ?? 'paragraph', text, level: 0 };
  }

  function closeMargin(blocks: readonly StoryBlock[], texts: Set<string>): void {
    const lines = blocks.map((block) => inOneLine([block])).filter((line) => line !== '');
    const text = lines.join('\n');
    const hasWords = /\p{L}{2}/u.test(text.replace(/\b(?:page|seite|of|von|pag(?:ina|e)?)\b/giu, ''));
    if (hasWords && texts.size < maxMargins) texts.add(text);
  }

  return {
    headers,
    footers,
    write(text) {
      length += text.length;
      if (length > maxTextLength) throw textTooLong(name, maxTextLength);
      story.text.push(text);
    },
    mark(text) {
      if (story.marker.length < 100) story.marker += text;
    },
    commentBy(author) {
      story.author = author.trim();
    },
    endParagraph: (state) => endParagraph(state, Math.min(state.tableLevel, maxTableDepth)),
    endCell(state, level) {
      const depth = Math.min(Math.max(1, level), maxTableDepth);
      if (++cells > maxCells) throw fileBomb(name, 'it holds tables of too many cells');
      endParagraph(state, depth);
      const table = story.tables[depth - 1];
      if (!table) return;
      table.row.push({ blocks: table.cell, columns: 1, isCovered: false });
      table.cell = [];
    },
    endRow(level, covered) {
      const depth = Math.min(Math.max(1, level), maxTableDepth);
      settle(depth);
      const table = story.tables[depth - 1];
      if (!table) return;
      for (const [index, cell] of table.row.entries()) cell.isCovered = covered[index] ?? false;
      if (table.row.length > 0) table.table.rows.push(table.row);
      table.row = [];
    },
    open(kind) {
      const author = story.author;
      story = newStory(kind);
      story.author = author;
      stories.push(story);
    },
    close(state) {
      if (stories.length < 2) return;
      endParagraph(state, 0);
      const closed = stories.pop();
      story = stories.at(-1) ?? story;
      if (!closed) return;
      const blocks = closed.blocks ?? [];
      if (closed.kind === 'header') closeMargin(blocks, headers);
      else if (closed.kind === 'footer') closeMargin(blocks, footers);
      else if (closed.kind === 'textBox') story.trailing.push(...blocks);
      else {
        const text = inOneLine(blocks);
        if (text === '') return;
        if (closed.kind === 'comment') {
          const by = closed.author ? `Comment (${closed.author}): ` : 'Comment: ';
          story.trailing.push({ kind: 'footnote', text: by + text, level: 0 });
        } else {
          const marker = `[${++notes}]`;
          story.text.push(marker);
          story.trailing.push({ kind: 'footnote', text: `${marker} ${text}`, level: 0 });
        }
      }
    },
    finish(state) {
      while (stories.length > 1) this.close(state);
      endParagraph(state, 0);
    },
  };
}

function newStory(kind: StoryKind): Story {
  const blocks = kind === 'main' ? undefined : [];
  return { kind, text: [], marker: '', trailing: [], tables: [], blocks, author: '' };
}

/** A mark that is no number. */
function isBullet(marker: string): boolean {
  return marker !== '' && !/[\p{L}\p{N}]/u.test(marker.replace(/^o$/, ''));
}
