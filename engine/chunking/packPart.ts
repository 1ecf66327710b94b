import { chunkText } from '#base';
import { type ChunkStart, chooseCut, type PartReading } from './cuts.ts';
import { overlapStart } from './overlap.ts';
import type { Pacer } from './pacer.ts';
import type { Stretch } from './tableHeads.ts';
import type { TextTokenizer } from './tokenizer.ts';
import { skipSpace, trimEnd } from './whitespace.ts';
import { isGraphemeStart } from './words.ts';

export interface PackedSpan {
  start: number;
  end: number;
  /** What names the columns of the table, or the speaker of the turn, that the chunk begins inside of; said before it. */
  head?: Stretch;
  tokenCount: number;
}

/** A chunk as planned from the estimates, and where the one after it begins. */
interface Plan {
  from: ChunkStart;
  end: number;
  next: ChunkStart;
  head: Stretch | undefined;
}

const mostPlans = 16;
/** A head may take so much of a chunk; one that is wider leaves too little room for rows. */
const headShare = 0.35;

/**
 * Cuts a part into chunks. The token map says where to cut, the tokenizer then counts the very text of each
 * chunk: several are planned ahead and counted at once; from the first one that is over, planning goes back.
 *
 * @param onProgress gets the position reached in the text
 */
export async function packPart(
  reading: PartReading,
  tokenizer: TextTokenizer,
  pacer: Pacer,
  onProgress: (position: number) => void,
): Promise<PackedSpan[]> {
  const { text } = reading;
  const { size, overlap } = reading.options;
  const spans: PackedSpan[] = [];
  const first = skipSpace(text, 0);
  let from: ChunkStart = { start: first, fresh: first };
  let budget = size;
  let overlapBudget = overlap;
  let ahead = mostPlans;

  while (from.fresh < text.length) {
    const plans: Plan[] = [];
    for (let next = from; next.fresh < text.length && plans.length < ahead; ) {
      const plan = planChunk(
        reading,
        next,
        plans.length > 0 ? size : budget,
        plans.length > 0 ? overlap : overlapBudget,
      );
      plans.push(plan);
      next = plan.next;
      await pacer.breathe();
    }
    const counts = await countAll(
      tokenizer,
      plans.flatMap(({ from, end, next, head }) => [
        chunkText(text, { start: from.start, end, head }),
        next.start < end ? text.slice(next.start, end) : '',
      ]),
      pacer,
    );

    let accepted = 0;
    for (const plan of plans) {
      const tokenCount = counts[2 * accepted] ?? 0;
      const repeated = counts[2 * accepted + 1] ?? 0;
      // With a budget of one token it cannot be cut any further: a single character of very many tokens.
      const used = accepted > 0 ? size : budget;
      if (tokenCount > size && used > 1) {
        budget = Math.max(1, used - (tokenCount - size));
        from = plan.from;
        break;
      }
      const usedOverlap = accepted > 0 ? overlap : overlapBudget;
      if (repeated > overlap) {
        overlapBudget = Math.max(0, usedOverlap - (repeated - overlap));
        budget = used;
        from = plan.from;
        break;
      }
      const { head } = plan;
      spans.push({ start: plan.from.start, end: plan.end, ...(head && { head }), tokenCount });
      budget = size;
      overlapBudget = overlap;
      from = plan.next;
      accepted++;
    }
    // Where estimates keep missing, planning far ahead is wasted.
    ahead = accepted === plans.length ? Math.min(mostPlans, ahead * 2) : Math.max(1, accepted);
    onProgress(from.fresh);
  }
  return spans;
}

function planChunk(reading: PartReading, from: ChunkStart, budget: number, overlapBudget: number): Plan {
  const { text } = reading;
  // Where the overlap leaves no room for a word, it goes.
  let begin = from;
  let { head, room } = withHead(reading, begin.start, budget);
  let cut = chooseCut(reading, begin, room);
  if (!cut) {
    begin = { start: from.fresh, fresh: from.fresh };
    ({ head, room } = withHead(reading, begin.start, budget));
    cut = chooseCut(reading, begin, room) ?? { position: text.length, insideWord: false };
  }
  const end = trimEnd(text, begin.fresh, cut.position);
  const fresh = skipSpace(text, cut.position);
  const start =
    cut.insideWord || fresh >= text.length
      ? undefined
      : overlapStart(reading, { start: begin.start, end, next: fresh }, overlapBudget);
  const isWhole = start !== undefined && isGraphemeStart(text, start);
  return { from: begin, end, next: { start: isWhole ? start : fresh, fresh }, head };
}

/** The head that a chunk repeats, and the tokens that it leaves for the chunk's own text. */
function withHead(
  { tokens, structure, options }: PartReading,
  start: number,
  budget: number,
): { head: Stretch | undefined; room: number } {
  const head = structure.headAt(start);
  const cost = head ? tokens.count(head.start, head.end) + 1 : 0;
  if (!head || cost > options.size * headShare || cost >= budget) return { head: undefined, room: budget };
  return { head, room: budget - cost };
}

/** Starts all counts before awaiting them, so that a native tokenizer works on several at once. */
async function countAll(tokenizer: TextTokenizer, texts: readonly string[], pacer: Pacer): Promise<number[]> {
  const begun: (number | Promise<number>)[] = [];
  try {
    for (const text of texts) {
      begun.push(text === '' ? 0 : tokenizer.count(text));
      await pacer.breathe();
    }
  } finally {
    await Promise.allSettled(begun);
  }
  return Promise.all(begun);
}
