import { expect, it } from 'vitest';
import { type AnswerPiece, createCitationParser } from './citationParser.ts';

/** The pieces with neighbouring text joined, as the reader would see them. */
function read(text: string, size: number): (string | [number, string | null])[] {
  const parser = createCitationParser();
  const pieces: AnswerPiece[] = [];
  for (let at = 0; at < text.length; at += size) pieces.push(...parser.push(text.slice(at, at + size)));
  pieces.push(...parser.end());
  const joined: (string | [number, string | null])[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.type === 'citation') joined.push([piece.passage, piece.quote]);
    else if (typeof last === 'string') joined[joined.length - 1] = last + piece.text;
    else joined.push(piece.text);
  }
  return joined;
}

const cases: [string, (string | [number, string | null])[]][] = [
  ['It ends in May [1: "ends on 31 May"].', ['It ends in May ', [1, 'ends on 31 May'], '.']],
  ['A [1: “typographic”] b [2:«guillemets»] c', ['A ', [1, 'typographic'], ' b ', [2, 'guillemets'], ' c']],
  ['A [1] and [2, 3].', ['A ', [1, null], ' and ', [2, null], [3, null], '.']],
  ['A [1: "one"; 2: "two"]', ['A ', [1, 'one'], [2, 'two']]],
  ['A [1: "one"][2: "two"]', ['A ', [1, 'one'], [2, 'two']]],
  ['A [1: "in 1, 2: of 3"]', ['A ', [1, 'in 1, 2: of 3']]],
  ['A [1: "born in Ulm[3] then moved"].', ['A ', [1, 'born in Ulm[3] then moved'], '.']],
  ['A [1: "the "Annex" says so"].', ['A ', [1, 'the "Annex" says so'], '.']],
  ['A 【2】 [^3] [passage 4: "x y"]', ['A ', [2, null], ' ', [3, null], ' ', [4, 'x y']]],
  ['A [1: bare words] b', ['A ', [1, 'bare words'], ' b']],
  ['A [1: "no end]. Then [2: "good one"].', ['A ', [1, 'no end'], '. Then ', [2, 'good one'], '.']],
  ['A [1: "no end]\n\nNext paragraph', ['A ', [1, 'no end'], '\n\nNext paragraph']],
  ['Cut off [1: "exact wo', ['Cut off ', [1, '']]],
  ['Cut off [1', ['Cut off [1']],
  [
    'In [2024] the array a[i] and [link](http://x) and - [ ] box [x]',
    ['In [2024] the array a[i] and [link](http://x) and - [ ] box [x]'],
  ],
  ['[[[[[', ['[[[[[']],
  ['끝납니다 [1: "5월 31일에 끝난다"].', ['끝납니다 ', [1, '5월 31일에 끝난다'], '.']],
];

it('reads citations and their malformed kin the same wherever the deltas cut them', () => {
  for (const [text, expected] of cases) {
    for (const size of [1, 2, 3, 5, 7, 1000])
      expect([text, size, read(text, size)]).toEqual([text, size, expected]);
  }
});

it('passes on what cannot be a citation at once', () => {
  const parser = createCitationParser();
  expect(parser.push('Plain words, ')).toEqual([{ type: 'text', text: 'Plain words, ' }]);
  expect(parser.push('see [x')).toEqual([{ type: 'text', text: 'see [x' }]);
  expect(parser.push(' [1: "quo')).toEqual([{ type: 'text', text: ' ' }]);
});

it('gives up on a quote without end and goes on in time', () => {
  const started = performance.now();
  const parts = read(`A [1: "${'endless words '.repeat(20_000)}`, 40);
  expect(parts[1]).toEqual([1, '']);
  expect(String(parts[2]).length).toBeGreaterThan(200_000);
  expect(read('['.repeat(50_000), 1000).join('')).toHaveLength(50_000);
  expect(performance.now() - started).toBeLessThan(3000);
});
