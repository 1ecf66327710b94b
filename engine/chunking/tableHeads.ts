import type { Block, Part } from '@adiuva/contracts';

/** A stretch of a part's text. */
export interface Stretch {
  start: number;
  end: number;
}

/** The line of a Markdown table that parts its head from its rows. */
const rule = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** Nobody names columns at such length; it is a row that only looks like a head. */
const longestHead = 4_000;

/**
 * What names the columns of a table: its first rows as its grid tells, or the line above the line of dashes; without
 * the line break behind it.
 */
export function tableHead({ text }: Part, block: Block): Stretch | undefined {
  if (block.kind !== 'table') return undefined;
  const end = block.grid ? headByGrid(block) : headByRule(text, block);
  if (end === undefined || end <= block.start || end >= block.end || end - block.start > longestHead)
    return undefined;
  const head = text.slice(block.start, end).trimEnd();
  return head === '' ? undefined : { start: block.start, end: block.start + head.length };
}

function headByGrid({ start, grid }: Block): number | undefined {
  const rows = grid?.rows ?? [];
  const count = grid?.headerRows ?? 1;
  // Where the table goes on from the part before, its head may stand before its first row.
  return count === 0 ? (rows[0] ?? start) : rows[count];
}

function headByRule(text: string, { start, end }: Block): number | undefined {
  const first = text.indexOf('\n', start);
  if (first < 0 || first >= end) return undefined;
  const second = text.indexOf('\n', first + 1);
  if (second < 0 || second >= end) return undefined;
  return rule.test(text.slice(first + 1, second)) ? second + 1 : undefined;
}
