import { inOneLine, type StoryBlock } from '../office/storyBlocks.ts';
import type { WordNote } from './readWordText.ts';
import type { Subdocument, WordFile } from './wordFile.ts';

type ReadBlocks = (start: number, length: number) => StoryBlock[];

const maxNotes = 200_000;

/** Footnotes, endnotes and comments by the position in the main text that refers to them; [MS-DOC] 2.8. */
export function readWordNotes(file: WordFile, read: ReadBlocks): Map<number, WordNote[]> {
  const notes = new Map<number, WordNote[]>();
  const { footnotes, endnotes, comments } = file.subdocuments;
  const authors = readNames(file);
  const collect = (
    references: number,
    texts: number,
    size: number,
    part: Subdocument,
    kind: WordNote['kind'],
  ) => {
    const at = positions(file, references, size);
    const ranges = positions(file, texts, 0);
    for (const [index, position] of at.entries.entries()) {
      const from = ranges.entries[index];
      const to = ranges.entries[index + 1] ?? part.length;
      if (from === undefined || to <= from || to > part.length) continue;
      const text = inOneLine(read(part.start + from, to - from));
      if (text === '') continue;
      const author = kind === 'comment' ? (authors[at.author(index)] ?? '') : '';
      const known = notes.get(position);
      if (known) known.push({ kind, text, author });
      else notes.set(position, [{ kind, text, author }]);
    }
  };
  collect(2, 3, 2, footnotes, 'footnote');
  collect(46, 47, 2, endnotes, 'footnote');
  collect(4, 5, 30, comments, 'comment');
  return notes;
}

/** Positions of a list, without the one that only ends it. */
function positions({ tableView: view, structure }: WordFile, index: number, size: number) {
  const { at, length } = structure(index);
  const count = length < 8 + size ? 0 : Math.min(Math.floor((length - 4) / (4 + size)), maxNotes);
  return {
    entries: Array.from({ length: count }, (_, entry) => view.getUint32(at + entry * 4, true)),
    /** Of a comment: its author's place among the names. */
    author: (entry: number) => view.getUint16(at + (count + 1) * 4 + entry * size + 20, true),
  };
}

/** Those who comment, each with the length of the name before it. */
function readNames({ table, tableView: view, structure }: WordFile): string[] {
  const names: string[] = [];
  const { at, length } = structure(36);
  for (let next = at; next + 2 <= at + length && names.length < 10_000; ) {
    const characters = view.getUint16(next, true);
    const end = Math.min(next + 2 + characters * 2, at + length);
    names.push(Buffer.from(table.subarray(next + 2, end)).toString('utf16le'));
    next += 2 + characters * 2;
  }
  return names;
}

/** Headers and footers of all sections, each text once; six a section, after six that part notes from text. */
export function readWordMargins(
  file: WordFile,
  read: ReadBlocks,
): { headers: Set<string>; footers: Set<string> } {
  const headers = new Set<string>();
  const footers = new Set<string>();
  const part = file.subdocuments.headers;
  const { entries } = positions(file, 11, 0);
  for (let index = 6; index + 1 < Math.min(entries.length, 6_000); index++) {
    const from = entries[index] ?? 0;
    const to = Math.min(entries[index + 1] ?? 0, part.length);
    if (to <= from) continue;
    const lines = read(part.start + from, to - from).map((block) => inOneLine([block]));
    const text = lines.filter((line) => line !== '').join('\n');
    if (!/\p{L}{2}/u.test(text.replace(/\b(?:page|seite|of|von|pag(?:ina|e)?)\b/giu, ''))) continue;
    (index % 6 === 2 || index % 6 === 3 || index % 6 === 5 ? footers : headers).add(text);
  }
  return { headers, footers };
}
