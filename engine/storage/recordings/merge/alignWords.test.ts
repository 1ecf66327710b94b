import { expect, it } from 'vitest';
import { alignWords, type TimedText } from './alignWords.ts';
import { bestMatching } from './bestMatching.ts';

const said = (text: string, startMs = 0, wordMs = 300): TimedText[] =>
  text.split(' ').map((word, index) => ({
    text: word,
    startMs: startMs + index * wordMs,
    endMs: startMs + (index + 1) * wordMs,
  }));
const pairs = (before: readonly TimedText[], after: readonly TimedText[]) => [...alignWords(before, after)];

it('pairs equal words in their order, also when all are said a little later', () => {
  expect(pairs(said('we met on monday'), said('we met on monday', 900))).toEqual([0, 1, 2, 3]);
  expect(pairs(said('Well, we MET'), said('we met'))).toEqual([-1, 0, 1]);
});

it('passes over words that only one of both has', () => {
  expect(pairs(said('a b c d'), said('a x b y c d'))).toEqual([0, 2, 4, 5]);
  expect(pairs(said('a b c d e'), said('a e'))).toEqual([0, -1, -1, -1, 1]);
});

it('pairs a word with another one that is said at the same time in its place', () => {
  expect(pairs(said('the lease ends in march'), said('the lease ends in june'))).toEqual([0, 1, 2, 3, 4]);
  expect(pairs(said('many recordings here'), said('many recording here'))).toEqual([0, 1, 2]);
});

it('takes the nearer of two equal words, and none that is far away', () => {
  expect(pairs(said('no', 3_000), [...said('no', 0), ...said('no', 3_100)])).toEqual([1]);
  expect(pairs(said('no'), said('no', 6_000))).toEqual([-1]);
  expect(pairs(said('yes'), said('no', 1_500))).toEqual([-1]);
  expect(pairs([], said('a'))).toEqual([]);
  expect(pairs(said('a'), [])).toEqual([-1]);
});

it('is never better than all ways of pairing, and never worse', () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const words = ['a', 'b', 'record', 'records', 'zebra'];
  for (let round = 0; round < 300; round++) {
    const make = () => {
      let at = 0;
      return Array.from({ length: random(6) }, () => {
        at += random(2_500);
        return { text: words[random(words.length)] ?? '', startMs: at, endMs: at + 200 };
      });
    };
    const [before, after] = [make(), make()];
    const found = pairs(before, after);
    const worthOf = (row: number, column: number) => {
      const [one] = pairs(before.slice(row, row + 1), after.slice(column, column + 1));
      if (one !== 0) return 0;
      const [a, b] = [before[row], after[column]];
      if (!a || !b) return 0;
      const apart = Math.abs(a.startMs - b.startMs);
      const isAlike = a.text.startsWith('record') && b.text.startsWith('record');
      const [worth, reach] = a.text === b.text ? [1, 5_000] : isAlike ? [0.5, 2_000] : [0.1, 1_000];
      return worth * (1 - (0.5 * apart) / reach);
    };
    const best = (row: number, column: number): number =>
      row === before.length || column === after.length
        ? 0
        : Math.max(
            best(row + 1, column),
            best(row, column + 1),
            worthOf(row, column) + best(row + 1, column + 1),
          );
    const own = found.reduce((sum, column, row) => sum + (column < 0 ? 0 : worthOf(row, column)), 0);
    expect(own).toBeCloseTo(best(0, 0), 9);
    const used = found.filter((column) => column >= 0);
    expect(used).toEqual([...new Set(used)].sort((a, b) => a - b));
  }
});

it('matches rows and columns as well as all ways of matching them', () => {
  let seed = 3;
  const random = () => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648;
  };
  for (let round = 0; round < 200; round++) {
    const [rows, columns] = [Math.floor(random() * 5), 1 + Math.floor(random() * 5)];
    const worth = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => (random() < 0.4 ? 0 : Math.floor(random() * 10))),
    );
    const best = (row: number, used: number): number =>
      row === rows
        ? 0
        : Math.max(
            best(row + 1, used),
            ...Array.from({ length: columns }, (_, column) =>
              used & (1 << column) ? 0 : (worth[row]?.[column] ?? 0) + best(row + 1, used | (1 << column)),
            ),
          );
    const found = bestMatching(worth);
    const sum = found.reduce((total, column, row) => total + (worth[row]?.[column] ?? 0), 0);
    expect(sum).toBe(best(0, 0));
    const used = found.filter((column) => column >= 0);
    expect(new Set(used).size).toBe(used.length);
  }
});
