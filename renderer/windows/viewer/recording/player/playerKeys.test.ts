import { expect, it } from 'vitest';
import { nextRate, playerAction, rates } from './playerKeys.ts';

const press = (
  key: string,
  modifier: Partial<Record<'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey', true>> = {},
) => playerAction({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifier });

it('knows its keys, in either case, and leaves all others and all with a modifier alone', () => {
  expect(press(' ')).toEqual({ do: 'toggle' });
  expect(press('K')).toEqual({ do: 'toggle' });
  expect(press('j')).toEqual({ do: 'skip', ms: -10_000 });
  expect(press('L')).toEqual({ do: 'skip', ms: 10_000 });
  expect(press('ArrowRight')).toEqual({ do: 'skip', ms: 5000 });
  expect(press(']')).toEqual({ do: 'rate', by: 1 });
  expect(press('ArrowUp')).toBeNull();
  expect(press('a')).toBeNull();
  expect(press('k', { ctrlKey: true })).toBeNull();
  expect(press(' ', { shiftKey: true })).toBeNull();
});

it('steps through the speeds and stays at the ends', () => {
  expect(rates.map((rate) => nextRate(rate, 1))).toEqual([1, 1.25, 1.5, 1.75, 2, 2]);
  expect(rates.map((rate) => nextRate(rate, -1))).toEqual([0.75, 0.75, 1, 1.25, 1.5, 1.75]);
  expect(nextRate(1.1, 1)).toBe(1.25);
  expect(nextRate(1.1, -1)).toBe(1);
});
