import { foldWord } from '../words/index.ts';

/** A word with its time, as one of two models heard it. */
export interface TimedText {
  startMs: number;
  endMs: number;
  text: string;
}

/** Models differ by a second or so about when a word is said; beyond these the same sound is another word. */
const reachMs = { same: 5_000, alike: 2_000, unlike: 1_000 };
/** What a pair is worth where both are said at the same time; at its reach, half of it. */
const worth = { same: 1, alike: 0.5, unlike: 0.1 };
/** Word beginnings that are alike: `recording` and `recordings`. */
const sharedAtLeast = 3;
const sharedPart = 0.6;

/**
 * Which words of one transcription are which of another: the pairing in the order of both that is worth most, where
 * equal words at close times are worth much and unlike ones at the same time a little (a weighted longest common
 * subsequence, in a band of time). An hour of 10,000 words takes some 20 ms.
 *
 * @param before ascending by start
 * @param after ascending by start
 * @returns for each of `before` the index among `after`, or -1
 */
export function alignWords(before: readonly TimedText[], after: readonly TimedText[]): Int32Array {
  const pairs = new Int32Array(before.length).fill(-1);
  if (before.length === 0 || after.length === 0) return pairs;
  const numbers = new Map<string, number>();
  const texts: string[] = [];
  const numberOf = ({ text }: TimedText): number => {
    const folded = foldWord(text);
    const known = numbers.get(folded);
    if (known !== undefined) return known;
    numbers.set(folded, texts.length);
    return texts.push(folded) - 1;
  };
  const [ids, otherIds] = [before.map(numberOf), after.map(numberOf)];
  const rows = bandRows(before, after);

  /** Best sum over the words up to this one and all of `after` before the cell; by row, with its band's first cell. */
  let previous = { first: 0, values: new Float64Array(1) };
  const steps: Uint8Array[] = [];
  for (const [row, { from, to }] of rows.entries()) {
    const values = new Float64Array(to - from + 1);
    const taken = new Uint8Array(to - from + 1);
    values[0] = at(previous, from);
    for (let column = from; column < to; column++) {
      const cell = column - from + 1;
      const without = values[cell - 1] ?? 0;
      const above = at(previous, column + 1);
      const pair = pairWorth(before[row], after[column], ids[row] === otherIds[column], () =>
        areAlike(texts[ids[row] ?? 0] ?? '', texts[otherIds[column] ?? 0] ?? ''),
      );
      const paired = pair > 0 ? at(previous, column) + pair : -1;
      const best = Math.max(without, above);
      values[cell] = Math.max(best, paired);
      taken[cell] = paired > best ? step.pair : above >= without ? step.up : step.left;
    }
    steps.push(taken);
    previous = { first: from, values };
  }

  let column = after.length;
  for (let row = rows.length - 1; row >= 0; ) {
    const { from, to } = rows[row] ?? { from: 0, to: 0 };
    column = Math.min(column, to);
    const taken = column > from ? steps[row]?.[column - from] : step.up;
    if (taken === step.left) column--;
    else {
      if (taken === step.pair) pairs[row] = --column;
      row--;
    }
  }
  return pairs;
}

const step = { up: 0, left: 1, pair: 2 } as const;

/** A row's value at a cell: before its band what the band began with, after it what it ended with. */
function at({ first, values }: { first: number; values: Float64Array }, column: number): number {
  return values[Math.max(0, Math.min(values.length - 1, column - first))] ?? 0;
}

/** For each word the words of the other that it may be: `[from, to)`, neither ever going back. */
function bandRows(before: readonly TimedText[], after: readonly TimedText[]): { from: number; to: number }[] {
  let [from, to] = [0, 0];
  return before.map(({ startMs }) => {
    while (from < after.length && (after[from]?.startMs ?? 0) < startMs - reachMs.same) from++;
    to = Math.max(to, from);
    while (to < after.length && (after[to]?.startMs ?? 0) <= startMs + reachMs.same) to++;
    return { from, to };
  });
}

function pairWorth(
  a: TimedText | undefined,
  b: TimedText | undefined,
  isSame: boolean,
  isAlike: () => boolean,
): number {
  if (!a || !b) return 0;
  const apart = Math.abs(a.startMs - b.startMs);
  const kind =
    isSame && apart <= reachMs.same
      ? 'same'
      : apart > reachMs.alike
        ? null
        : isAlike()
          ? 'alike'
          : apart <= reachMs.unlike
            ? 'unlike'
            : null;
  return kind === null ? 0 : worth[kind] * (1 - (0.5 * apart) / reachMs[kind]);
}

function areAlike(a: string, b: string): boolean {
  const longest = Math.max(a.length, b.length);
  let shared = 0;
  while (shared < longest && a[shared] === b[shared] && shared < a.length) shared++;
  return shared >= sharedAtLeast && shared >= sharedPart * longest;
}
