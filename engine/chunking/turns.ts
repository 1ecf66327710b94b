import type { Block, ChunkingOptions, Part } from '@adiuva/contracts';
import { soundBlocks } from './soundBlocks.ts';
import type { Stretch } from './tableHeads.ts';

/** Prose has at least so many UTF-16 code units a token. */
const shortestToken = 3;
const longestInterjection = 30;
const wordSegmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** The speaker's name that a turn begins with; undefined where nobody is told apart. */
export function turnName({ kind, start, end, nameLength }: Block): Stretch | undefined {
  if (kind !== 'turn' || nameLength === undefined || start + nameLength >= end) return undefined;
  return { start, end: start + nameLength };
}

/** A stretch of a transcript that chunks do not cross, with the blocks that stand in it. */
export interface TurnRun extends Stretch {
  blocks: Block[];
}

/**
 * A transcript in stretches that chunks do not cross, by strategy: a turn, or consecutive turns of one speaker. A turn
 * of a word or two joins a turn of the same speaker beside it, and never somebody else's: a chunk then stays one
 * person's words. Where nobody is told apart turns are paragraphs, and go together as those of one speaker would. What
 * stands before a turn (a heading) begins a stretch with it.
 *
 * @returns undefined for other strategies, and for what is no transcript
 */
export function turnRuns(part: Part, { strategy, size }: ChunkingOptions): TurnRun[] | undefined {
  if (strategy !== 'diarization' && strategy !== 'speaker') return undefined;
  const runs: TurnRun[] = [];
  let before: Block[] = [];
  let previous: Block | undefined;
  /** The last run says more than a word or two. */
  let isSubstantial = false;
  for (const block of soundBlocks(part)) {
    if (block.kind !== 'turn') {
      before.push(block);
      continue;
    }
    const last = runs.at(-1);
    const isShort = isInterjection(part.text, block);
    if (last && before.length === 0 && joins(last, block, isShort)) {
      last.blocks.push(block);
      isSubstantial ||= !isShort;
    } else {
      const start = last ? (before[0]?.start ?? block.start) : 0;
      if (last) last.end = start;
      runs.push({ start, end: part.text.length, blocks: [...before, block] });
      isSubstantial = !isShort;
    }
    before = [];
    previous = block;
  }
  runs.at(-1)?.blocks.push(...before);
  return runs.length > 0 ? runs : undefined;

  function joins(run: TurnRun, turn: Block, isShort: boolean): boolean {
    if (previous?.speaker !== turn.speaker) return false;
    if (strategy === 'speaker' || turn.speaker === undefined) return true;
    return (isShort || !isSubstantial) && turn.end - run.start <= size * shortestToken;
  }
}

/** "Yes.", "Thank you." */
function isInterjection(text: string, turn: Block): boolean {
  const said = text.slice(turnName(turn)?.end ?? turn.start, turn.end).trim();
  if (said.length > longestInterjection) return false;
  let words = 0;
  for (const { isWordLike } of wordSegmenter.segment(said)) if (isWordLike && ++words > 2) return false;
  return true;
}

/** A run as a part of its own. */
export function partOfRun({ kind, text, locator }: Part, { start, end, blocks }: TurnRun): Part {
  return {
    kind,
    text: text.slice(start, end),
    blocks: blocks.map((block) => ({
      ...block,
      start: block.start - start,
      end: block.end - start,
      ...(block.grid && { grid: { ...block.grid, rows: block.grid.rows.map((row) => row - start) } }),
    })),
    locator,
  };
}
