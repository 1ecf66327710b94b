import { expect, it } from 'vitest';
import { createKeyedLock } from './keyedLock.ts';

const never = new AbortController().signal;

it('lets one in at a time by key, in their order, and others by', async () => {
  const lock = createKeyedLock();
  const order: string[] = [];
  const first = Promise.withResolvers<void>();
  const a = lock.run('a', never, async () => {
    order.push('a begins');
    await first.promise;
    order.push('a ends');
  });
  const second = lock.run('a', never, async () => order.push('second'));
  const third = lock.run('a', never, async () => order.push('third'));
  await lock.run('b', never, async () => order.push('b'));
  expect(order).toEqual(['a begins', 'b']);
  first.resolve();
  await Promise.all([a, second, third]);
  expect(order).toEqual(['a begins', 'b', 'a ends', 'second', 'third']);
});

it('goes on after a failure, and without who left the line', async () => {
  const lock = createKeyedLock();
  const failing = Promise.withResolvers<void>();
  const failed = lock.run('a', never, () => failing.promise);
  const leaving = new AbortController();
  const left = lock.run('a', leaving.signal, async () => 'never');
  const last = lock.run('a', never, async () => 'last');
  leaving.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  failing.reject(new Error('broken'));
  await expect(failed).rejects.toThrow('broken');
  expect(await last).toBe('last');
  expect(await lock.run('a', never, async () => 'again')).toBe('again');
  await expect(lock.run('a', AbortSignal.abort(), async () => 1)).rejects.toMatchObject({
    code: 'cancelled',
  });
});
