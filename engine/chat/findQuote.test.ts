import { expect, it } from 'vitest';
import { findQuote } from './findQuote.ts';

function found(text: string, quote: string): string | null {
  const span = findQuote(text, quote);
  return span && text.slice(span.start, span.end);
}

it('finds a quote through typography and gives back the source’s own characters', () => {
  const text =
    'He said:\n“It’s  over —\nreally”. The **total** is 1 200 €; cafe\u0301 con\u00adtract, ﬁnal. Zażółć 회의는 3시.';
  expect(found(text, `"it's over - really"`)).toBe('It’s  over —\nreally');
  expect(found(text, 'The total is 1 200 €')).toBe('The **total** is 1 200 €');
  expect(found(text, 'café contract, final')).toBe('cafe\u0301 con\u00adtract, ﬁnal');
  expect(found(text, 'ZAŻÓŁĆ 회의는')).toBe('Zażółć 회의는');
  expect(found(text, "It's over … The total")).toBe('It’s  over —\nreally”. The **total');
});

it('does not find what is not there', () => {
  const text = 'The rent is 950 euros a month, due on the 5th.';
  for (const quote of [
    'The rent is 960 euros',
    'rent is euros',
    'due ... The rent',
    '',
    '…',
    '"',
    'zażółć',
  ]) {
    expect([quote, found(text, quote)]).toEqual([quote, null]);
  }
  const far = `The start.${' filler'.repeat(500)} The end.`;
  expect(found(far, 'The start … The end')).toBeNull();
});

it('stays linear on a hostile passage', () => {
  const started = performance.now();
  findQuote('a '.repeat(20_000), `${'a '.repeat(200)}... b`);
  expect(performance.now() - started).toBeLessThan(2000);
});
