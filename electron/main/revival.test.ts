import { expect, it } from 'vitest';
import { createRevival } from './revival.ts';

it('revives three times in five minutes, each after a longer pause, and then gives up', () => {
  let now = 0;
  const revival = createRevival(() => now);
  const pauses = [1, 2, 3].map(() => {
    now += 10_000;
    return revival.ended();
  });
  expect(pauses).toEqual([
    { action: 'revive', attempt: 1, inMs: 300 },
    { action: 'revive', attempt: 2, inMs: 1200 },
    { action: 'revive', attempt: 3, inMs: 4800 },
  ]);
  now += 10_000;
  expect(revival.ended()).toEqual({ action: 'give up' });
});

it('holds nothing against what has run well since, or what the person started again', () => {
  let now = 0;
  const revival = createRevival(() => now);
  for (let crash = 0; crash < 30; crash++) {
    now += 2 * 60 * 1000;
    expect(revival.ended()).toMatchObject({ action: 'revive' });
  }
  for (let crash = 0; crash < 4; crash++) revival.ended();
  expect(revival.ended()).toEqual({ action: 'give up' });
  revival.forgive();
  expect(revival.ended()).toEqual({ action: 'revive', attempt: 1, inMs: 300 });
});
