import { expect, it } from 'vitest';
import { foldWord, joinTexts, placeWords, saySame, spreadWords, unitsOf } from './index.ts';

const heard = (text: string, startMs = 0, wordMs = 100) =>
  text.split(' ').map((word, index) => ({
    startMs: startMs + index * wordMs,
    endMs: startMs + (index + 1) * wordMs,
    text: word,
    confidence: 0.8,
  }));
const spread = (text: string, words: ReturnType<typeof heard>, endMs = 1_000) =>
  spreadWords(text, words, { startMs: 0, endMs }).map(({ text: own, startMs, endMs: end }) => [
    own,
    startMs,
    end,
  ]);

it('leaves the words that stay at their times, whatever their case and signs', () => {
  expect(spread('So, the Cat sat!', heard('the cat sat', 300))).toEqual([
    ['So,', 0, 300],
    ['the', 300, 400],
    ['Cat', 400, 500],
    ['sat!', 500, 600],
  ]);
  const words = spreadWords('the dog sat', heard('the cat sat'), { startMs: 0, endMs: 300 });
  expect(words.map(({ confidence }) => confidence)).toEqual([0.8, undefined, 0.8]);
});

it('spreads new words by their length between their neighbours', () => {
  expect(spread('one abcdef xy two', heard('one x two'))).toEqual([
    ['one', 0, 100],
    ['abcdef', 100, 175],
    ['xy', 175, 200],
    ['two', 200, 300],
  ]);
  // Between words that follow at once there is no time.
  expect(spread('one and two', heard('one two'))).toEqual([
    ['one', 0, 100],
    ['and', 100, 100],
    ['two', 100, 200],
  ]);
  expect(spread('quite other', heard('one two'), 400)).toEqual([
    ['quite', 0, 200],
    ['other', 200, 400],
  ]);
  expect(spread('', heard('one'))).toEqual([]);
});

it('knows the words of scripts without spaces, and keeps the times of the characters that stay', () => {
  const words = [
    { startMs: 0, endMs: 400, text: '今日は' },
    { startMs: 400, endMs: 800, text: '東京へ' },
  ];
  const spoken = spreadWords('今日は大阪へ。', words, { startMs: 0, endMs: 800 });
  expect(spoken.map(({ text }) => text).join('')).toBe('今日は大阪へ。');
  expect(spoken.find(({ text }) => text.startsWith('大'))?.startMs).toBe(400);
  expect(spoken.at(-1)?.endMs).toBe(800);
  expect(unitsOf('「東京」でPDFを').map(({ text }) => text)).toEqual(['「東', '京」', 'で', 'PDF', 'を']);
  expect(unitsOf('서울에서 만나요').map(({ text }) => text)).toEqual(['서울에서', '만나요']);
});

it('finds words in the text that they follow one another in', () => {
  expect(placeWords('“One,” two — three.', heard('One two three'))).toEqual([
    { start: 1, end: 4 },
    { start: 7, end: 10 },
    { start: 13, end: 18 },
  ]);
  expect(placeWords('one two three', heard('one three'))).toBe(null);
  expect(placeWords('one two', heard('two one'))).toBe(null);
  expect(placeWords('one two more', heard('one two'))).toBe(null);
});

it('compares words by what is said', () => {
  expect(saySame('Hello, World!', 'hello world')).toBe(true);
  expect(saySame('ice cream', 'icecream')).toBe(true);
  expect(saySame('ＡＢＣ', 'abc')).toBe(true);
  expect(saySame('can', "can't")).toBe(false);
  expect(saySame('♪', '…')).toBe(false);
  expect([foldWord('Don’t'), foldWord('…')]).toEqual(['dont', '…']);
  expect([joinTexts('one', 'two'), joinTexts('東京', '大阪'), joinTexts('', 'x')]).toEqual([
    'one two',
    '東京大阪',
    'x',
  ]);
});

it('takes twenty thousand characters that have nothing in common with what was heard', () => {
  const text = Array.from({ length: 4_000 }, (_, index) => `w${index}`).join(' ');
  const words = spreadWords(text, heard('a b c'), { startMs: 0, endMs: 300 });
  expect(words).toHaveLength(4_000);
  expect(words.at(-1)?.endMs).toBe(300);
});
