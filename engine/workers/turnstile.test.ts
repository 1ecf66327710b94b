import { expect, it } from 'vitest';
import { createTurnstile } from './turnstile.ts';

it('lets many in together, and one that wants to be alone when they are out', async () => {
  const turnstile = createTurnstile();
  const [first, second] = await Promise.all([
    turnstile.enter(false, undefined),
    turnstile.enter(false, undefined),
  ]);
  const order: string[] = [];
  const alone = turnstile.enter(true, undefined).then((leave) => {
    order.push('alone');
    return leave;
  });
  const late = turnstile.enter(false, undefined).then((leave) => {
    order.push('late');
    return leave;
  });
  first();
  await Promise.resolve();
  expect(order).toEqual([]);
  second();
  const leaveAlone = await alone;
  await Promise.resolve();
  expect(order).toEqual(['alone']);
  leaveAlone();
  leaveAlone();
  (await late)();
  expect(order).toEqual(['alone', 'late']);
});

it('lets go of who is cancelled while waiting, and of nobody else', async () => {
  const turnstile = createTurnstile();
  const leave = await turnstile.enter(false, undefined);
  const stop = new AbortController();
  const alone = turnstile.enter(true, stop.signal);
  const after = turnstile.enter(false, undefined);
  stop.abort();
  await expect(alone).rejects.toMatchObject({ code: 'cancelled' });
  (await after)();
  leave();
  (await turnstile.enter(true, undefined))();
});
