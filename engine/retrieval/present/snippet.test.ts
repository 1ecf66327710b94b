import { expect, test } from 'vitest';
import { analyze } from '#storage';
import { createRandom } from '../testing/testLibrary.ts';
import { makeSnippet } from './snippet.ts';

const snippet = (text: string, query: string) => makeSnippet(text, analyze(query, { purpose: 'query' }));
const marked = (text: string, query: string) => {
  const { text: shown, marks } = snippet(text, query);
  return marks.map(([start, end]) => shown.slice(start, end));
};
const filler = 'Nothing of interest stands in this sentence at all. ';

test('shows where the most of the query stands, whole words, and marks it', () => {
  const text = `${filler.repeat(9)}A harbour. ${filler.repeat(9)}The old harbour master kept the lighthouse. ${filler.repeat(9)}`;
  const { text: shown } = snippet(text, 'Lighthouse of the HARBOUR master');
  expect(shown.length).toBeLessThanOrEqual(242);
  expect(shown).toMatch(/^…\S.*harbour master kept the lighthouse.*\S…$/u);
  for (const word of shown.slice(1, -1).split(' ')) expect(text).toContain(word);
  expect(marked(text, 'lighthouse harbour')).toEqual(['harbour', 'lighthouse']);
});

test.each([
  ['Zażółć gęślą jaźń', 'zazolc JAZN', ['Zażółć', 'jaźń']],
  ['die Häuser der Straße', 'strasse haus häuser', ['Häuser', 'Straße']],
  ['서울특별시에서 회의가', '서울특별시', ['서울특별시']],
  ['私は東京都に住む', '東京', ['東京']],
  ['私は東京都に住む', '京', ['京都']],
  ['cafe\u0301 noir', 'café', ['cafe\u0301']],
  ['it costs 1,250.50 now', '1250.50', ['1,250.50']],
])('marks in %s what %s means', (text, query, marks) => {
  expect(marked(text, query)).toEqual(marks);
});

test('white space is shown as one space, and the marks follow', () => {
  expect(snippet('\n\n  a\t\tharbour \n\n\n wall  ', 'wall harbour')).toEqual({
    text: 'a harbour wall',
    marks: [
      [2, 9],
      [10, 14],
    ],
  });
});

test('without a match it is the beginning; without spaces it still ends', () => {
  expect(snippet(filler.repeat(20), 'zebra')).toMatchObject({
    text: expect.stringMatching(/^Nothing.*…$/u),
    marks: [],
  });
  const emoji = '🚆'.repeat(500);
  expect(snippet(emoji, 'x').text).toMatch(/^(🚆)+…$/u);
  expect(snippet('', 'x')).toEqual({ text: '', marks: [] });
  expect(snippet('東'.repeat(2000), '東東').text.length).toBeLessThanOrEqual(242);
});

test('whatever the text, marks are in order, apart, within, and split no character', () => {
  const random = createRandom(5);
  const pieces = [
    'harbour',
    ' ',
    '\n',
    '東京',
    '서울에',
    '🚆',
    'e\u0301',
    'x',
    '1,000',
    '\u0000',
    'हिन्दी',
    '\ud800',
  ];
  for (let round = 0; round < 300; round++) {
    const text = Array.from(
      { length: Math.floor(random() * 200) },
      () => pieces[Math.floor(random() * pieces.length)],
    ).join('');
    const { text: shown, marks } = snippet(text, 'harbour 東京 서울 1000 हिन्दी');
    let last = -1;
    for (const [start, end] of marks) {
      expect(start).toBeGreaterThan(last);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual(shown.length);
      expect(shown.slice(start, end)).toMatch(/^[\p{L}\p{N}]/u);
      last = end;
    }
  }
});
