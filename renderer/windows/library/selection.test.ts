import { expect, it } from 'vitest';
import {
  everything,
  isSelected,
  movedRow,
  nothing,
  only,
  rangeBetween,
  selectedCount,
  toggled,
  withIds,
} from './selection.ts';

it('chooses one, several and all but some', () => {
  const two = toggled(toggled(nothing, 'a'), 'b');
  expect([isSelected(two, 'a'), isSelected(two, 'c'), selectedCount(two, 100_000)]).toEqual([true, false, 2]);
  expect(selectedCount(toggled(two, 'a'), 100_000)).toBe(1);

  const allButTwo = withIds(everything, ['a', 'b'], false);
  expect([isSelected(allButTwo, 'a'), isSelected(allButTwo, 'z')]).toEqual([false, true]);
  expect(selectedCount(allButTwo, 100_000)).toBe(99_998);
  expect(selectedCount(withIds(allButTwo, ['a'], true), 100_000)).toBe(99_999);
  expect(isSelected(only('x'), 'a')).toBe(false);
});

it('spans rows in either direction', () => {
  expect(rangeBetween(7, 3)).toEqual({ start: 3, end: 8 });
  expect(rangeBetween(3, 3)).toEqual({ start: 3, end: 4 });
});

it('moves by keys and stays within the list', () => {
  expect(
    ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End'].map((key) => movedRow(key, 5, 20, 8)),
  ).toEqual([6, 4, 13, 0, 0, 19]);
  expect(movedRow('ArrowDown', 19, 20, 8)).toBe(19);
  expect(movedRow('x', 5, 20, 8)).toBeNull();
});
