import type { StoryBlock } from '../office/storyBlocks.ts';
import { createStories, type ParagraphState, type Stories } from '../office/storyBuilder.ts';
import { symbolText } from '../office/symbolFonts.ts';
import { pieceText, type WordFile } from './wordFile.ts';
import { createWordLists } from './wordLists.ts';
import { type CharacterRun, createParagraphFinder, readCharacterRuns } from './wordProperties.ts';
import { readWordStyles } from './wordStyles.ts';

/** Text between two positions as blocks. */
export interface WordReader {
  /** @param notes what is shown after the paragraph in which a position is, by position */
  read(
    start: number,
    length: number,
    onBlock: (block: StoryBlock) => void,
    notes?: ReadonlyMap<number, readonly WordNote[]>,
  ): void;
  blocks(start: number, length: number): StoryBlock[];
}

export interface WordNote {
  kind: 'footnote' | 'comment';
  text: string;
  author: string;
}

/** Codes that stand for more than a character; [MS-DOC] 2.4.1 and 2.8. */
const code = {
  picture: 1,
  noteReference: 2,
  commentReference: 5,
  cellEnd: 7,
  shape: 8,
  lineBreak: 11,
  pageBreak: 12,
  paragraphEnd: 13,
  columnBreak: 14,
  fieldStart: 19,
  fieldMiddle: 20,
  fieldEnd: 21,
  hardHyphen: 30,
  softHyphen: 31,
} as const;

/** Reads the text of a Word document piece by piece, in the order of its characters. */
export function createWordReader(name: string, maxTextLength: number, file: WordFile): WordReader {
  const kindOf = readWordStyles(file);
  const paragraphAt = createParagraphFinder(file);
  const runs = readCharacterRuns(file);
  const nextMark = createWordLists(file);
  const fontNames = readFontNames(file);

  function read(
    start: number,
    length: number,
    onBlock: (block: StoryBlock) => void,
    notes: ReadonlyMap<number, readonly WordNote[]> = new Map(),
  ): void {
    const stories = createStories(name, maxTextLength, kindOf, onBlock);
    const positions = [...notes.keys()].sort((a, b) => a - b);
    const fields: ('code' | 'result')[] = [];
    let nextNote = 0;
    let hasText = false;
    let end: ParagraphState = { style: undefined, outline: undefined, tableLevel: 0, listLevel: 0 };

    function write(text: string): void {
      if (text === '' || fields.at(-1) === 'code') return;
      hasText ||= text.trim() !== '';
      stories.write(text);
    }

    function addNotes(upTo: number): void {
      for (; (positions[nextNote] ?? Number.POSITIVE_INFINITY) < upTo; nextNote++) {
        for (const note of notes.get(positions[nextNote] ?? -1) ?? []) addNote(stories, note, end);
      }
    }

    function endParagraph(offset: number, mark: number): void {
      const properties = paragraphAt(offset);
      const level = properties.isInTable ? Math.max(1, properties.tableLevel) : properties.tableLevel;
      const { style, outline, list, listLevel } = properties;
      end = { style, outline, tableLevel: level, listLevel: listLevel ?? 0 };
      if (list !== undefined && list > 0 && list < 2047 && hasText && !properties.isRowEnd)
        stories.mark(nextMark(list, listLevel ?? 0) ?? '-');
      hasText = false;
      if (properties.isInnerRowEnd) stories.endRow(Math.max(2, level), properties.covered);
      else if (properties.isRowEnd) stories.endRow(1, properties.covered);
      else if (properties.isInnerCell) stories.endCell(end, Math.max(2, level));
      else if (mark === code.cellEnd) stories.endCell(end, 1);
      else stories.endParagraph(end);
    }

    for (const piece of file.pieces) {
      const from = Math.max(piece.start, start);
      const to = Math.min(piece.end, start + length);
      if (from >= to) continue;
      const text = pieceText(file, piece, from, to);
      const width = piece.isNarrow ? 1 : 2;
      const base = piece.offset + (from - piece.start) * width;
      let run = firstRun(runs, base);
      let plain = 0;
      const flush = (at: number) => {
        if (at > plain) write(text.slice(plain, at));
        plain = at + 1;
      };
      for (let at = 0; at < text.length; at++) {
        const sign = text.charCodeAt(at);
        const offset = base + at * width;
        while (run < runs.length && (runs[run]?.end ?? 0) <= offset) run++;
        const special = runs[run];
        if (special && offset >= special.start) {
          flush(at);
          if (special.symbol && !special.isHidden)
            write(symbolText(fontNames[special.symbol.font] ?? '', special.symbol.code));
          // What ends a paragraph ends it, shown or not.
          if (sign !== code.paragraphEnd && sign !== code.cellEnd) continue;
        }
        if (sign >= 0x20) continue;
        flush(at);
        addNotes(from + at + 1);
        switch (sign) {
          case code.paragraphEnd:
          case code.pageBreak:
          case code.cellEnd:
            endParagraph(offset, sign);
            break;
          case code.lineBreak:
          case code.columnBreak:
            write('\n');
            break;
          case 9:
            write('\t');
            break;
          case code.hardHyphen:
            write('-');
            break;
          case code.fieldStart:
            fields.push('code');
            break;
          case code.fieldMiddle:
            if (fields.length > 0) fields[fields.length - 1] = 'result';
            break;
          case code.fieldEnd:
            fields.pop();
            break;
        }
      }
      flush(text.length);
    }
    addNotes(Number.POSITIVE_INFINITY);
    stories.finish(end);
  }

  return {
    read,
    blocks(start, length) {
      const blocks: StoryBlock[] = [];
      read(start, length, (block) => blocks.push(block));
      return blocks;
    },
  };
}

function addNote(stories: Stories, { kind, text, author }: WordNote, state: ParagraphState): void {
  stories.commentBy(author);
  stories.open(kind);
  stories.write(text);
  stories.close({ ...state, style: undefined, outline: undefined });
}

/** The first run that ends after an offset. */
function firstRun(runs: readonly CharacterRun[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

const maxFonts = 5_000;

/** Names of fonts in their order, to know the symbol fonts; [MS-DOC] 2.9.286. */
function readFontNames({ table, tableView: view, structure }: WordFile): string[] {
  const names: string[] = [];
  const { at, length } = structure(15);
  const end = at + length;
  for (let next = at + 4; next + 42 < end && names.length < maxFonts; ) {
    const size = table[next] ?? 0;
    const name = Buffer.from(table.subarray(next + 40, Math.min(next + 1 + size, view.byteLength))).toString(
      'utf16le',
    );
    names.push(name.split('\0')[0] ?? '');
    next += size + 1;
  }
  return names;
}
