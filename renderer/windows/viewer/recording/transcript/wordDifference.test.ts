import { expect, it } from 'vitest';
import { compareWords } from './wordDifference.ts';

const marked = (words: { text: string; isSame: boolean }[]) =>
  words.map(({ text, isSame }) => (isSame ? text : `[${text}]`)).join(' ');

it('marks the words that only one of two texts has', () => {
  const { one, other } = compareWords('We meet Jakub on Monday.', 'We meet Jacob, on monday morning.');
  expect(marked(one)).toBe('We meet [Jakub] on Monday.');
  expect(marked(other)).toBe('We meet [Jacob,] on monday [morning.]');
});

it('takes case and punctuation for no difference, also where there are only signs', () => {
  const { one, other } = compareWords('회의를 시작합니다 — 좋아요', '회의를 시작합니다. … 좋아요!');
  expect(marked(one)).toBe('회의를 시작합니다 [—] 좋아요');
  expect(marked(other)).toBe('회의를 시작합니다. […] 좋아요!');
});

it('has nothing in common with nothing, and gives up on what is too long', () => {
  expect(compareWords('', 'all new')).toEqual({
    one: [],
    other: [
      { text: 'all', isSame: false },
      { text: 'new', isSame: false },
    ],
  });
  const long = Array.from({ length: 700 }, (_, at) => `w${at}`).join(' ');
  expect(compareWords(long, 'w1').other).toEqual([{ text: 'w1', isSame: true }]);
});
