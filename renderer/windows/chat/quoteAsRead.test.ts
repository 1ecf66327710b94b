import { expect, it } from 'vitest';
import { quoteAsRead } from './quoteAsRead.ts';

it('says a quote without the signs of its line', () => {
  expect(quoteAsRead('- A class costs 38 euros.')).toBe('A class costs 38 euros.');
  expect(quoteAsRead('| P3 | Pale green | | 1,250 °C |')).toBe('P3 · Pale green · 1,250 °C');
  expect(quoteAsRead('## Opening hours')).toBe('Opening hours');
});

it('takes nothing from what a document says', () => {
  for (const text of [
    '-5 degrees at night',
    '1. Only Marta starts a kiln.',
    'a | b',
    '*nota bene*',
    '#1 of three',
    '',
  ])
    expect(quoteAsRead(text)).toBe(text);
});
