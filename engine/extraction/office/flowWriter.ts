import { cleanText } from '../encoding/cleanText.ts';
import { textTooLong } from '../fileErrors.ts';
import type { FlowBlock, FlowDocument } from '../flow/flowDocument.ts';
import { type TableText, tableMarkdown } from './tableMarkdown.ts';

/** Puts a document's blocks in a row, an empty line between them. */
export interface FlowWriter {
  /** Characters so far. */
  readonly length: number;
  /** A block of its own. */
  block(kind: FlowBlock['kind'], text: string): void;
  /** @param level 1 is the largest; beyond 6 is 6 */
  heading(level: number, text: string): void;
  /** A line of a list or of code; it joins the block before it, if that is of the same kind. */
  line(kind: 'list' | 'code', text: string): void;
  /** Rows of cells; a table of one column becomes paragraphs. */
  table(cells: readonly (readonly string[])[]): void;
  /** All blocks of another text. */
  append(document: FlowDocument): void;
  finish(): FlowDocument;
}

/** More blocks than this are data; those that follow are joined up to a few thousand characters. */
const manyBlocks = 100_000;
const joinedLength = 4_000;

/** @throws AppError `file_too_large` from any of its functions when the text grows beyond the limit */
export function createFlowWriter(name: string, maxTextLength: number): FlowWriter {
  const chunks: string[] = [];
  const blocks: FlowBlock[] = [];
  let length = 0;

  function push(text: string): void {
    length += text.length;
    if (length > maxTextLength) throw textTooLong(name, maxTextLength);
    chunks.push(text);
  }

  function append(raw: string, block: Omit<FlowBlock, 'start' | 'end'>): FlowBlock | undefined {
    const text = block.kind === 'code' ? cleanText(raw).replace(/^\n+/, '').trimEnd() : tidy(raw);
    if (text.trim() === '') return undefined;
    if (length > 0) push('\n\n');
    const start = length;
    push(text);
    const last = blocks.at(-1);
    if (blocks.length > manyBlocks && last?.kind === block.kind && length - last.start <= joinedLength) {
      last.end = length;
      return last;
    }
    const added = { ...block, start, end: length };
    blocks.push(added);
    return added;
  }

  function appendTable(table: TableText): void {
    if (length > 0) push('\n\n');
    const start = length;
    push(table.text);
    const rows = table.rows.map((row) => start + row);
    const grid = { firstRow: 1, firstColumn: 1, columns: table.columns, rows };
    blocks.push({ kind: 'table', start, end: length, grid });
  }

  return {
    get length() {
      return length;
    },
    block: (kind, text) => void append(text, { kind }),
    heading(level, text) {
      const title = tidy(text).replace(/\s+/g, ' ');
      if (blocks.length > manyBlocks) append(title, { kind: 'paragraph' });
      else append(title, { kind: 'heading', level: Math.min(Math.max(1, level), 6), title });
    },
    line(kind, text) {
      const last = blocks.at(-1);
      if (last?.kind !== kind) return void append(text, { kind });
      const line = cleanText(text).trimEnd();
      if (line.trim() === '') return;
      push(`\n${line}`);
      last.end = length;
    },
    table(cells) {
      const table = tableMarkdown(cells.map((row) => row.map(tidy)));
      if (!table) return;
      if (table.columns > 1) return appendTable(table);
      for (const row of cells) append(row.find((cell) => tidy(cell) !== '') ?? '', { kind: 'paragraph' });
    },
    append(document) {
      if (document.text === '') return;
      if (length > 0) push('\n\n');
      const offset = length;
      push(document.text);
      for (const { grid, ...block } of document.blocks) {
        blocks.push({
          ...block,
          start: block.start + offset,
          end: block.end + offset,
          ...(grid && { grid: { ...grid, rows: grid.rows.map((row) => row + offset) } }),
        });
      }
    },
    finish: () => ({ text: chunks.join(''), blocks }),
  };
}

/** As a reader sees it: one space for many, no soft hyphens, no empty lines inside. */
export function tidy(text: string): string {
  return cleanText(text)
    .replace(/\u00ad/g, '')
    .replace(/[ \u00a0]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
