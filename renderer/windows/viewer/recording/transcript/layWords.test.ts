import { expect, it } from 'vitest';
import { layWords } from './layWords.ts';

const word = (text: string) => ({ text, startMs: 0, endMs: 1 });
const shown = (text: string, words: string[]) =>
  layWords({ text, words: words.map(word) }).map(({ start, end, word: at }) => [text.slice(start, end), at]);

it('finds words with and without their spaces, and what stands between them', () => {
  expect(shown('And so, my fellow', [' And', ' so,', ' my', ' fellow'])).toEqual([
    ['And', 0],
    [' ', null],
    ['so,', 1],
    [' ', null],
    ['my', 2],
    [' ', null],
    ['fellow', 3],
  ]);
  expect(shown('회의를 시작합니다.', ['회의를', '시작합니다.'])).toEqual([
    ['회의를', 0],
    [' ', null],
    ['시작합니다.', 1],
  ]);
});

it('leaves out words that the text does not have there, and loses none of the text', () => {
  expect(shown('one three', ['one', 'two', 'three'])).toEqual([
    ['one', 0],
    [' ', null],
    ['three', 2],
  ]);
  expect(shown('no words at all', [])).toEqual([['no words at all', null]]);
  const far = `start ${'x '.repeat(60)}end`;
  expect(shown(far, ['start', 'end']).map(([, at]) => at)).toEqual([0, null]);
  expect(shown('', ['lost'])).toEqual([]);
});
