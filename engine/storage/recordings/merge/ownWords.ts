import type { SpokenWord } from '@adiuva/contracts/rpc';
import type { HeardSegment } from '../transcript.ts';
import { spreadWords } from '../words/index.ts';
import { alignWords } from './alignWords.ts';

interface Stretch {
  startMs: number;
  endMs: number;
  lane: number;
  text: string;
  words: readonly SpokenWord[];
}

interface PlacedWord extends SpokenWord {
  /** Index of its segment, and of the word in it. */
  segment: number;
  word: number;
}

/** A word that was not heard before belongs to a segment that is no further from it. */
const nearMs = 400;

/**
 * To which former segment each new word belongs: to that of the former word that it is, or, where it is none, to the one
 * between its neighbours' in whose time it is said.
 *
 * @returns by new segment and word the index of the former segment; -1 for none
 */
export function ownWords(former: readonly Stretch[], next: readonly HeardSegment[]): Int32Array[] {
  const owners: Int32Array[] = [];
  const lanes = groupLanes(former, next);
  for (const segment of next) owners.push(new Int32Array(wordsOf(segment).length).fill(-1));
  for (const { before, after } of lanes) {
    const words = placed(before);
    const others = placed(after);
    const owner = ownLane(former, { order: before.map(([index]) => index), words }, others);
    for (const [index, { segment, word }] of others.entries()) {
      const own = owners[segment];
      if (own) own[word] = owner[index] ?? -1;
    }
  }
  return owners;
}

type Indexed = readonly [index: number, stretch: Stretch];

/** Lane by lane where both have the same lanes, else all in the order of time. */
function groupLanes(
  former: readonly Stretch[],
  next: readonly Stretch[],
): { before: Indexed[]; after: Indexed[] }[] {
  const numbers = (segments: readonly Stretch[]) => [...new Set(segments.map(({ lane }) => lane))];
  const lanes = numbers(next);
  const all = [inOrder(former), inOrder(next)] as const;
  if (lanes.length < 2 || !numbers(former).every((lane) => lanes.includes(lane)))
    return [{ before: all[0], after: all[1] }];
  return lanes.map((lane) => ({
    before: all[0].filter(([, stretch]) => stretch.lane === lane),
    after: all[1].filter(([, stretch]) => stretch.lane === lane),
  }));
}

function inOrder(segments: readonly Stretch[]): Indexed[] {
  return [...segments.entries()].sort(([, a], [, b]) => a.startMs - b.startMs || a.endMs - b.endMs);
}

function placed(segments: readonly Indexed[]): PlacedWord[] {
  return segments
    .flatMap(([segment, stretch]) => wordsOf(stretch).map((own, word) => ({ ...own, segment, word })))
    .sort((a, b) => a.startMs - b.startMs);
}

function wordsOf({ words, text, startMs, endMs }: Stretch): readonly SpokenWord[] {
  return words.length > 0 ? words : spreadWords(text, [], { startMs, endMs });
}

/** @param order the former segments of the lane, by start */
function ownLane(
  former: readonly Stretch[],
  { order, words }: { order: readonly number[]; words: readonly PlacedWord[] },
  others: readonly PlacedWord[],
): Int32Array {
  const owner = new Int32Array(others.length).fill(-1);
  const pairs = alignWords(words, others);
  pairs.forEach((other, index) => {
    if (other >= 0) owner[other] = words[index]?.segment ?? -1;
  });
  const rank = new Map(order.map((segment, place) => [segment, place]));
  for (let index = 0; index < others.length; ) {
    if (owner[index] !== -1) {
      index++;
      continue;
    }
    let end = index;
    while (end < others.length && owner[end] === -1) end++;
    const before = index > 0 ? (rank.get(owner[index - 1] ?? -1) ?? 0) : 0;
    const after = rank.get(owner[end] ?? -1) ?? order.length - 1;
    const isBetweenOne = index > 0 && end < others.length && before === after;
    for (let each = index; each < end; each++)
      owner[each] = isBetweenOne
        ? (order[before] ?? -1)
        : nearest(former, order, [Math.min(before, after), Math.max(before, after)], others[each]);
    index = end;
  }
  return owner;
}

/** The segment of a run of them that a word is said in, or close to. */
function nearest(
  former: readonly Stretch[],
  order: readonly number[],
  [first, last]: readonly [number, number],
  word: PlacedWord | undefined,
): number {
  if (!word) return -1;
  const middle = (word.startMs + word.endMs) / 2;
  let best = -1;
  let distance = nearMs + 1;
  for (let place = first; place <= last; place++) {
    const segment = order[place] ?? -1;
    const stretch = former[segment];
    if (!stretch) continue;
    if (stretch.startMs > middle + nearMs) break;
    const away = Math.max(0, stretch.startMs - middle, middle - stretch.endMs);
    if (away < distance) [best, distance] = [segment, away];
  }
  return best;
}
