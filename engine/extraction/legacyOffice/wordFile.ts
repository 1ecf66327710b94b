import { fileEncrypted, fileMalformed } from '../fileErrors.ts';
import { codePageOfLanguage, decodeBytes } from '../office/codePages.ts';
import type { CompoundFile } from '../office/compoundFile.ts';

/** A stretch of the document's text and where it lies in the file. */
export interface Piece {
  /** First character position, and the one after the last. */
  start: number;
  end: number;
  /** Byte offset in the stream. */
  offset: number;
  /** One byte a character rather than two. */
  isNarrow: boolean;
}

/** Texts that follow one another in one count of characters; [MS-DOC] 2.3. */
export interface Subdocument {
  start: number;
  length: number;
}

export interface WordFile {
  stream: Uint8Array;
  view: DataView;
  table: Uint8Array;
  tableView: DataView;
  pieces: Piece[];
  /** Of narrow text. */
  codePage: number;
  /** Before Word 97 there is text and little else. */
  isOld: boolean;
  subdocuments: Record<'main' | 'footnotes' | 'headers' | 'comments' | 'endnotes' | 'textBoxes', Subdocument>;
  /** Where a structure lies in the table stream, by its place in the file's header; empty where it has none. */
  structure(index: number): { at: number; length: number };
}

const maxPieces = 500_000;

/**
 * Reads the header and the piece table of a Word document, 6 to 2003; [MS-DOC] 2.5.
 *
 * @throws AppError `file_encrypted`, `file_malformed`
 */
export function openWordFile(name: string, file: CompoundFile): WordFile {
  const stream = file.read('WordDocument') ?? new Uint8Array();
  const broken = (why: string) => fileMalformed(name, 'a Word document', new Error(why));
  if (stream.length < 0x60) throw broken('no text');
  const view = viewOf(stream);
  const flags = view.getUint16(0x0a, true);
  if (flags & 0x0100) throw fileEncrypted(name);
  const isOld = view.getUint16(2, true) < 0xc1;
  const table = isOld ? stream : (file.read(flags & 0x0200 ? '1Table' : '0Table') ?? new Uint8Array());
  const structures = isOld || stream.length < 0x9c ? 0 : view.getUint16(0x98, true);

  function structure(index: number): { at: number; length: number } {
    const at = 0x9a + index * 8;
    if (index >= structures || at + 8 > stream.length) return { at: 0, length: 0 };
    const start = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    return start + length <= table.length ? { at: start, length } : { at: 0, length: 0 };
  }

  const isComplex = (flags & 0x0004) !== 0;
  const clx = isOld
    ? isComplex && stream.length >= 0x168
      ? { at: view.getUint32(0x160, true), length: view.getUint32(0x164, true) }
      : { at: 0, length: 0 }
    : structure(33);
  const countsAt = isOld ? 0x34 : 0x4c;
  const counts = Array.from({ length: 7 }, (_, index) => {
    const at = countsAt + index * 4;
    return at + 4 <= stream.length ? Math.max(0, view.getInt32(at, true)) : 0;
  });
  const tableView = viewOf(table);
  let pieces = readPieces(tableView, clx.at, clx.length, isOld);
  if (pieces.length === 0) {
    // Without a piece table the text lies in one run.
    const offset = view.getUint32(0x18, true);
    const width = isOld ? 1 : 2;
    const length = Math.min(
      counts.reduce((sum, count) => sum + count, 0),
      (stream.length - offset) / width,
    );
    if (length > 0) pieces = [{ start: 0, end: Math.floor(length), offset, isNarrow: isOld }];
  }
  if (pieces.length === 0) throw broken('no pieces');

  const starts = counts.map((_, index) => counts.slice(0, index).reduce((sum, count) => sum + count, 0));
  const part = (index: number) => ({ start: starts[index] ?? 0, length: counts[index] ?? 0 });
  return {
    stream,
    view,
    table,
    tableView,
    pieces,
    codePage: isOld ? codePageOfLanguage(view.getUint16(6, true)) : 1252,
    isOld,
    subdocuments: {
      main: part(0),
      footnotes: part(1),
      headers: part(2),
      comments: part(4),
      endnotes: part(5),
      textBoxes: part(6),
    },
    structure,
  };
}

/** [MS-DOC] 2.8.35: property changes, then positions and the pieces between them. */
function readPieces(view: DataView, start: number, length: number, isOld: boolean): Piece[] {
  const pieces: Piece[] = [];
  const end = Math.min(start + length, view.byteLength);
  let at = start;
  while (at + 3 <= end && view.getUint8(at) === 1) at += 3 + view.getUint16(at + 1, true);
  if (at + 5 > end || view.getUint8(at) !== 2) return pieces;
  const size = Math.min(view.getUint32(at + 1, true), end - at - 5);
  const count = Math.min(Math.floor((size - 4) / 12), maxPieces);
  const positions = at + 5;
  const descriptors = positions + (count + 1) * 4;
  for (let index = 0; index < count; index++) {
    const from = view.getUint32(positions + index * 4, true);
    const to = view.getUint32(positions + index * 4 + 4, true);
    const raw = view.getUint32(descriptors + index * 8 + 2, true);
    const isNarrow = isOld || (raw & 0x40000000) !== 0;
    const offset = isOld ? raw : isNarrow ? (raw & 0x3fffffff) / 2 : raw & 0x3fffffff;
    // Positions only ever grow; what does not is damage.
    if (to <= from || from < (pieces.at(-1)?.end ?? 0)) continue;
    pieces.push({ start: from, end: to, offset, isNarrow });
  }
  return pieces;
}

/** The text of a piece between two positions within it. */
export function pieceText({ stream, codePage }: WordFile, piece: Piece, from: number, to: number): string {
  const width = piece.isNarrow ? 1 : 2;
  const start = piece.offset + (from - piece.start) * width;
  const bytes = stream.subarray(start, start + (to - from) * width);
  if (!piece.isNarrow) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le');
  return decodeBytes(bytes, codePage);
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
