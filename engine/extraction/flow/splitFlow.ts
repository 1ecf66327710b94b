import type { Block, Part } from '@adiuva/contracts';
import type { FlowBlock, FlowDocument } from './flowDocument.ts';

/** UTF-16 code units of one part: enough for any chunk, little enough to send and to show. */
const maxPartLength = 100_000;
/** A part that is at least so full ends before the next chapter rather than inside it. */
const minPartLength = 60_000;

/**
 * Flowing text as parts: contiguous slices of it, cut before a block, at a heading where one is near. A block
 * longer than a part is cut at a paragraph, line or word.
 */
export function splitFlow({ text, blocks }: FlowDocument): Part[] {
  const pieces = blocks.flatMap((block) => cutBlock(text, block));
  const parts: Part[] = [];
  const open: FlowBlock[] = [];
  let start = 0;
  let held: FlowBlock[] = [];
  let headingPath: string[] = [];

  const close = (end: number) => {
    if (end > start) parts.push(makePart(text, start, end, held, headingPath, parts.length));
    start = end;
    held = [];
    headingPath = open.map((heading) => heading.title ?? '');
  };

  for (const piece of pieces) {
    const wouldBe = piece.end - start;
    const isChapter = piece.kind === 'heading' && (piece.level ?? 6) <= 2;
    if (held.length > 0 && (wouldBe > maxPartLength || (isChapter && piece.start - start >= minPartLength))) {
      close(piece.start);
    }
    held.push(piece);
    if (piece.kind === 'heading') {
      const level = piece.level ?? 6;
      while (open.length > 0 && (open.at(-1)?.level ?? 0) >= level) open.pop();
      if (piece.title) open.push(piece);
    }
  }
  close(text.length);
  return parts;
}

function makePart(
  text: string,
  start: number,
  end: number,
  blocks: readonly FlowBlock[],
  headingPath: string[],
  ordinal: number,
): Part {
  return {
    kind: 'text',
    text: text.slice(start, end),
    locator: { kind: 'text', part: ordinal, start: 0, end: end - start, headingPath },
    blocks: blocks.map((block) => withOffset(block, start)),
    headingPath,
  };
}

function withOffset({ kind, start, end, level, grid }: FlowBlock, offset: number): Block {
  return {
    kind,
    start: start - offset,
    end: end - offset,
    ...(level !== undefined && { level }),
    ...(grid && { grid: { ...grid, rows: grid.rows.map((row) => row - offset) } }),
  };
}

function cutBlock(text: string, block: FlowBlock): FlowBlock[] {
  const pieces: FlowBlock[] = [];
  let start = block.start;
  while (block.end - start > maxPartLength) {
    const end = findCut(text, start);
    pieces.push(pieceOf(block, start, end));
    start = end;
  }
  pieces.push(pieceOf(block, start, block.end));
  return pieces;
}

/** A piece of a table keeps the rows that begin in it, and knows which they are. */
function pieceOf({ grid, ...block }: FlowBlock, start: number, end: number): FlowBlock {
  if (!grid) return { ...block, start, end };
  const first = grid.rows.findIndex((row) => row >= start);
  const rows = grid.rows.filter((row) => row >= start && row < end);
  if (rows.length === 0) return { ...block, start, end };
  const isRest = start > block.start;
  const place = { ...grid, firstRow: grid.firstRow + first, rows, ...(isRest && { headerRows: 0 }) };
  return { ...block, start, end, grid: place };
}

/** After the last paragraph, line or word that fits; between two characters where there is none. */
function findCut(text: string, start: number): number {
  const limit = start + maxPartLength;
  for (const separator of ['\n\n', '\n', '. ', ' ']) {
    const at = text.lastIndexOf(separator, limit - separator.length);
    if (at > start + maxPartLength / 2) return at + separator.length;
  }
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit;
}
