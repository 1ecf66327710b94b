import { expect, it } from 'vitest';
import { hiddenCount, isNarrowed, listInput, sortedBy, wholeLibrary } from './libraryFilter.ts';

it('asks for nothing but the order where nothing is narrowed', () => {
  expect(listInput(wholeLibrary)).toEqual({ sort: 'date', descending: true });
  expect(isNarrowed(wholeLibrary)).toBe(false);
});

it('counts days whole, from midnight here to the midnight after', () => {
  const input = listInput({ ...wholeLibrary, since: '2026-03-01', until: '2026-03-01', path: '  /a b ' });
  expect(input).toMatchObject({ path: '/a b', since: new Date(2026, 2, 1).getTime() });
  expect(input.until).toBe(new Date(2026, 2, 2).getTime());
  expect(listInput({ ...wholeLibrary, since: '2026-3' })).not.toHaveProperty('since');
});

it('turns an order around, and begins with the greatest where people want that', () => {
  const bySize = sortedBy(wholeLibrary, 'size');
  expect(bySize).toMatchObject({ sort: 'size', isDescending: true });
  expect(sortedBy(bySize, 'size').isDescending).toBe(false);
  expect(sortedBy(bySize, 'name')).toMatchObject({ sort: 'name', isDescending: false });
  expect(isNarrowed(bySize)).toBe(false);
});

it('says how many filters are set out of sight', () => {
  expect(hiddenCount({ ...wholeLibrary, tags: ['a', 'b'], language: 'pl', kb: 'x', path: 'y' })).toBe(2);
});
