import { expect, it } from 'vitest';
import { findInText } from './findInText.ts';

it('finds words in any case and over line ends', () => {
  const text = 'Straße nach ROM.\nstraße\n  nach rom';
  const said = findInText(text, 'straße  nach rom').map(({ start, end }) => text.slice(start, end));
  expect(said).toEqual(['Straße nach ROM', 'straße\n  nach rom']);
});

it('takes signs as they are', () => {
  expect(findInText('a.b a+b (a.b) [x] 한국어', '(a.b)')).toEqual([{ start: 8, end: 13 }]);
  expect(findInText('한국어 문서', '문서')).toEqual([{ start: 4, end: 6 }]);
  expect(findInText('anything', '   ')).toEqual([]);
});

it('stops where there is more than anyone looks at', () => {
  expect(findInText('a'.repeat(10_000), 'a', 50)).toHaveLength(50);
});
