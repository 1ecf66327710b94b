import { expect, it } from 'vitest';
import { plainTable } from './plainTable.ts';

it('quietens tables and moves nothing', () => {
  const text = 'Cups\n| Team | Won |\n| --- | ---: |\n| Blues | 1 |\n| Leafs | 13 |';
  const plain = plainTable(text);
  expect(plain.length).toBe(text.length);
  expect(plain.indexOf('Leafs')).toBe(text.indexOf('Leafs'));
  expect(plain.replace(/\s+/g, ' ').trim()).toBe('Cups · Team · Won · Blues · 1 · Leafs · 13');
  expect(plainTable('a || b --- c')).toHaveLength('a || b --- c'.length);
  expect(plainTable('no table - at all')).toBe('no table - at all');
  // Takes its time in proportion, whatever the text.
  const started = performance.now();
  plainTable(`|${'-'.repeat(50_000)} ${'| '.repeat(50_000)}`);
  expect(performance.now() - started).toBeLessThan(1000);
});
