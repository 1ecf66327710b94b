import { expect, it } from 'vitest';
import { dayGroupOf } from './dayGroups.ts';

const at = (day: number, hour: number) => new Date(2026, 2, day, hour).getTime();

it.each([
  [at(29, 0), 'today'],
  [at(28, 23), 'yesterday'],
  [at(28, 0), 'yesterday'],
  [at(27, 23), 'week'],
  [at(20, 12), 'month'],
  [at(1, 0), 'month'],
  [new Date(2025, 11, 1).getTime(), 'older'],
] as const)('%d stands under %s', (time, group) => {
  expect(dayGroupOf(time, at(29, 9))).toBe(group);
});
