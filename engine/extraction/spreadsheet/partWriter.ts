import type { Block, Part, TableGrid } from '@adiuva/contracts';
import { type CellRange, rangeName } from '#base';

/** UTF-16 code units of one part: enough for any chunk, little enough to send and to show. */
const maxPartLength = 100_000;
/** A head that is longer is not said again where a table goes on in the next part. */
const maxRepeatedHead = 4_000;
/** `Sheet1`, `Tabelle2`, `Лист3`: names that programs give say nothing. */
const givenName = /^\p{L}{3,10} ?\d{1,2}$/u;

/** Rows of one table, in order; rows between them that are empty have no text and no width. */
export interface TableWriter {
  row(row: number, text: string): void;
  /** The line of dashes under the head. */
  rule(text: string): void;
  end(): void;
}

/** Puts the contents of one sheet in a row, part after part. */
export interface PartWriter {
  heading(text: string, place: CellRange): void;
  /** A line of text in a cell of its own; lines that follow each other are one block. */
  line(text: string, place: CellRange): void;
  paragraph(kind: Block['kind'], text: string, place?: CellRange): void;
  table(kind: 'table' | 'list', range: CellRange, headerRows: number): TableWriter;
  finish(): Part[];
}

interface OpenBlock {
  block: Block;
  grid: TableGrid;
}

/** @param isNamed whether the sheet's name stands above it, for a person to read */
export function createPartWriter(sheet: string, isNamed: boolean): PartWriter {
  const parts: Part[] = [];
  const headingPath = isNamed && !givenName.test(sheet) ? [sheet] : [];
  let pieces: string[] = [];
  let length = 0;
  let blocks: Block[] = [];
  let range: CellRange | undefined;
  /** Lines in cells below each other, the last of them. */
  let lines: { open: OpenBlock; row: number; column: number } | undefined;

  function push(text: string): void {
    pieces.push(text);
    length += text.length;
  }

  function flush(): void {
    lines = undefined;
    if (length === 0) return;
    const text = pieces.join('');
    const place = range ?? { firstRow: 1, lastRow: 1, firstColumn: 1, lastColumn: 1 };
    parts.push({
      kind: 'sheet',
      text,
      locator: { kind: 'cells', part: parts.length, start: 0, end: length, sheet, cells: rangeName(place) },
      blocks,
      ...(headingPath.length > 0 && { headingPath: parts.length === 0 ? [] : headingPath }),
    });
    pieces = [];
    length = 0;
    blocks = [];
    range = undefined;
  }

  function cover(place: CellRange): void {
    range = range
      ? {
          firstRow: Math.min(range.firstRow, place.firstRow),
          lastRow: Math.max(range.lastRow, place.lastRow),
          firstColumn: Math.min(range.firstColumn, place.firstColumn),
          lastColumn: Math.max(range.lastColumn, place.lastColumn),
        }
      : { ...place };
  }

  /** Room for a text, in a part of its own if need be. */
  function begin(size: number, text = ''): number {
    if (length > 0 && length + size + 2 > maxPartLength) flush();
    if (length > 0) push('\n\n');
    else if (parts.length === 0 && headingPath.length > 0 && text !== sheet) {
      push(sheet);
      blocks.push({ kind: 'heading', start: 0, end: length, level: 1 });
      push('\n\n');
    }
    return length;
  }

  function startBlock(kind: Block['kind'], place: CellRange, size: number, title?: string): OpenBlock {
    const start = begin(size, title);
    const grid: TableGrid = {
      firstRow: place.firstRow,
      firstColumn: place.firstColumn,
      columns: place.lastColumn - place.firstColumn + 1,
      rows: [],
    };
    const block: Block = { kind, start, end: start, ...(title !== undefined && { level: 2 }), grid };
    blocks.push(block);
    return { block, grid };
  }

  function writeRow({ block, grid }: OpenBlock, row: number, text: string): void {
    while (grid.rows.length <= row - grid.firstRow) grid.rows.push(length);
    push(text);
    block.end = length;
    cover({
      firstRow: row,
      lastRow: row,
      firstColumn: grid.firstColumn,
      lastColumn: grid.firstColumn + grid.columns - 1,
    });
  }

  /** A text that fills more than a part, in slices that end at a space where there is one. */
  function writeLong(kind: Block['kind'], place: CellRange, row: number, text: string): void {
    for (let from = 0; from < text.length; ) {
      const to = sliceEnd(text, from);
      flush();
      const open = startBlock(kind, { ...place, firstRow: row, lastRow: row }, to - from);
      writeRow(open, row, text.slice(from, to));
      from = to;
    }
    flush();
  }

  function single(kind: Block['kind'], text: string, place: CellRange): OpenBlock | undefined {
    if (text.length > maxPartLength) {
      writeLong(kind, place, place.firstRow, text);
      return undefined;
    }
    const open = startBlock(kind, place, text.length, kind === 'heading' ? text : undefined);
    writeRow(open, place.firstRow, text);
    return open;
  }

  return {
    heading(text, place) {
      lines = undefined;
      single('heading', text, place);
    },
    line(text, place) {
      const follows =
        lines &&
        lines.column === place.firstColumn &&
        lines.row + 1 === place.firstRow &&
        length + text.length + 1 <= maxPartLength;
      if (lines && follows) {
        push('\n');
        lines.open.block.kind = 'list';
        writeRow(lines.open, place.firstRow, text);
        lines.row = place.firstRow;
        return;
      }
      const open = single('paragraph', text, place);
      lines = open && { open, row: place.firstRow, column: place.firstColumn };
    },
    paragraph(kind, text, place) {
      lines = undefined;
      if (place) single(kind, text, place);
      else {
        const start = begin(text.length);
        push(text.slice(0, maxPartLength));
        blocks.push({ kind, start, end: length });
      }
    },
    table(kind, place, headerRows) {
      lines = undefined;
      let open: OpenBlock | undefined;
      let head = '';
      let written = 0;

      function ensureRoom(row: number, size: number): OpenBlock {
        if (open && length + size + 1 <= maxPartLength) {
          push('\n');
          return open;
        }
        if (open) flush();
        const repeats = written > 0 && head.length <= maxRepeatedHead ? head : '';
        open = startBlock(kind, { ...place, firstRow: row }, size + repeats.length);
        if (written === 0) open.grid.headerRows = headerRows;
        if (written > 0) open.grid.headerRows = 0;
        push(repeats);
        return open;
      }

      return {
        row(row, text) {
          if (text === '') return;
          if (text.length + maxRepeatedHead + sheet.length + 4 > maxPartLength) {
            writeLong(kind, place, row, text);
            open = undefined;
          } else writeRow(ensureRoom(row, written === 0 ? text.length * 3 : text.length), row, text);
          if (written < headerRows && kind === 'table') head += `${text}\n`;
          written++;
        },
        rule(text) {
          if (kind !== 'table' || !open) return;
          push(`\n${text}`);
          open.block.end = length;
          if (headerRows > 0) head += `${text}\n`;
        },
        end: () => undefined,
      };
    },
    finish() {
      flush();
      return parts;
    },
  };
}

/** After the last space that fits; never between the halves of one character. */
function sliceEnd(text: string, from: number): number {
  const limit = from + maxPartLength - 1_000;
  if (text.length <= limit) return text.length;
  const space = text.lastIndexOf(' ', limit);
  if (space > from + maxPartLength / 2) return space + 1;
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}
