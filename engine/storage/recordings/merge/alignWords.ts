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
 * subsequence, in a band of time). Time grows with the number of words, and with how many are said in ten seconds.
 *
 * @param before ascending by start
 * @param after ascending by start
 * @returns for each of `before` the index among `after`, or -1
 */
export function alignWords(before: readonly TimedText[], after: readonly TimedText[]): Int32Array {
  const pairs = new Int32Array(before.length).fill(-1);
  if (before.length === 0 || after.length === 0) return pairs;
  const texts = createTexts();
  const [rows, columns] = [texts.columnsOf(before), texts.columnsOf(after)];
  const { from, to } = bandOf(rows.starts, columns.starts);

  /** Best sum over the words before a row and the first words of `after`, from the band's first to its last. */
  let last = { first: 0, values: new Float64Array(1) };
  const steps: Uint8Array[] = [];
  for (let row = 0; row < before.length; row++) {
    const [first, end] = [from[row] ?? 0, to[row] ?? 0];
    const values = new Float64Array(end - first + 1);
    const taken = new Uint8Array(end - first + 1);
    const [start, text] = [rows.starts[row] ?? 0, rows.texts[row] ?? 0];
    let without = at(last, first);
    let diagonal = without;
    values[0] = without;
    for (let cell = 1; cell < values.length; cell++) {
      const column = first + cell - 1;
      const above = at(last, column + 1);
      const apart = Math.abs(start - (columns.starts[column] ?? 0));
      const paired = diagonal + pairWorth(apart, text, columns.texts[column] ?? 0, texts.areAlike);
      const best = above > without ? above : without;
      const isPaired = paired > best && paired > diagonal;
      without = isPaired ? paired : best;
      values[cell] = without;
      taken[cell] = isPaired ? step.pair : above >= best ? step.up : step.left;
      diagonal = above;
    }
    steps.push(taken);
    last = { first, values };
  }

  let column = after.length;
  for (let row = before.length - 1; row >= 0; ) {
    const first = from[row] ?? 0;
    column = Math.min(column, to[row] ?? 0);
    const taken = column > first ? steps[row]?.[column - first] : step.up;
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
  const cell = column - first;
  return values[cell <= 0 ? 0 : cell < values.length ? cell : values.length - 1] ?? 0;
}

/** For each word the words of the other that it may be: `[from, to)`, neither ever going back. */
function bandOf(rows: Int32Array, columns: Int32Array): { from: Int32Array; to: Int32Array } {
  const [from, to] = [new Int32Array(rows.length), new Int32Array(rows.length)];
  let [first, end] = [0, 0];
  for (const [row, start] of rows.entries()) {
    while (first < columns.length && (columns[first] ?? 0) < start - reachMs.same) first++;
    end = Math.max(end, first);
    while (end < columns.length && (columns[end] ?? 0) <= start + reachMs.same) end++;
    from[row] = first;
    to[row] = end;
  }
  return { from, to };
}

function pairWorth(
  apart: number,
  text: number,
  other: number,
  areAlike: (text: number, other: number) => boolean,
): number {
  if (text === other) return apart <= reachMs.same ? worth.same * (1 - (0.5 * apart) / reachMs.same) : 0;
  if (apart > reachMs.alike) return 0;
  if (areAlike(text, other)) return worth.alike * (1 - (0.5 * apart) / reachMs.alike);
  return apart <= reachMs.unlike ? worth.unlike * (1 - (0.5 * apart) / reachMs.unlike) : 0;
}

/** Words by number: each text is folded once, and two are compared by their numbers. */
function createTexts() {
  const numbers = new Map<string, number>();
  const byText = new Map<string, number>();
  const folded: string[] = [];

  function numberOf(text: string): number {
    const known = byText.get(text);
    if (known !== undefined) return known;
    const fold = foldWord(text);
    let number = numbers.get(fold);
    if (number === undefined) {
      number = folded.push(fold) - 1;
      numbers.set(fold, number);
    }
    byText.set(text, number);
    return number;
  }

  return {
    columnsOf(words: readonly TimedText[]): { starts: Int32Array; texts: Int32Array } {
      const [starts, texts] = [new Int32Array(words.length), new Int32Array(words.length)];
      for (const [index, { startMs, text }] of words.entries()) {
        starts[index] = startMs;
        texts[index] = numberOf(text);
      }
      return { starts, texts };
    },
    areAlike(text: number, other: number): boolean {
      const [a, b] = [folded[text] ?? '', folded[other] ?? ''];
      if (a[0] !== b[0]) return false;
      const [longest, shortest] = a.length > b.length ? [a.length, b.length] : [b.length, a.length];
      let shared = 0;
      while (shared < shortest && a[shared] === b[shared]) shared++;
      return shared >= sharedAtLeast && shared >= sharedPart * longest;
    },
  };
}
