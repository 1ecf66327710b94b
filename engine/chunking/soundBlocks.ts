import type { Block, Part } from '@adiuva/contracts';
import { skipSpace, trimEnd } from './whitespace.ts';
import { isGraphemeStart } from './words.ts';

/** Blocks as the contract promises them; a part from a faulty extractor is read all the same. */
export function soundBlocks({ text, blocks }: Part): Block[] {
  const sound: Block[] = [];
  let reached = 0;
  for (const block of blocks.toSorted((a, b) => a.start - b.start)) {
    const start = skipSpace(text, graphemeFrom(text, Math.max(block.start, reached)), text.length);
    const end = trimEnd(text, start, graphemeFrom(text, Math.min(block.end, text.length)));
    if (start >= end) continue;
    sound.push({ ...block, start, end });
    reached = end;
  }
  return sound;
}

/** The first position from here on that is not inside a grapheme; far into nothing but marks it gives up. */
function graphemeFrom(text: string, position: number): number {
  let from = position;
  while (from < position + 32 && !isGraphemeStart(text, from)) from++;
  return from;
}
