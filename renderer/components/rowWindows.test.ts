import { expect, it } from 'vitest';
import { createRowWindows } from './rowWindows.ts';

interface Asked {
  offset: number;
  signal: AbortSignal;
  answer(total: number, mark?: string): Promise<void>;
  fail(error: Error): Promise<void>;
}

function open(maxPages = 4) {
  const asked: Asked[] = [];
  const rows = createRowWindows<string>({
    pageSize: 10,
    maxPages,
    fetch: (offset, limit, signal) =>
      new Promise((resolve, reject) => {
        const settled = () => new Promise<void>((done) => setTimeout(done));
        asked.push({
          offset,
          signal,
          answer: (total, mark = '') => {
            const length = Math.max(0, Math.min(limit, total - offset));
            resolve({ rows: Array.from({ length }, (_, at) => `${mark}${offset + at}`), total });
            return settled();
          },
          fail: (error) => {
            reject(error);
            return settled();
          },
        });
      }),
  });
  return { rows, asked, last: () => asked.at(-1) as Asked };
}

it('fetches what is in sight first, then the pages beside it, two at a time', async () => {
  const { rows, asked, last } = open();
  rows.show(0, 5);
  expect(asked.map(({ offset }) => offset)).toEqual([0]);
  expect(rows.total()).toBeNull();
  await last().answer(1000);
  expect([rows.total(), rows.rowAt(3), rows.rowAt(10)]).toEqual([1000, '3', undefined]);
  expect(last().offset).toBe(10);
  await last().answer(1000);
  rows.show(518, 523);
  expect(asked.slice(2).map(({ offset }) => offset)).toEqual([510, 520]);
});

it('gives up what was scrolled past, and never shows a late answer for it', async () => {
  const { rows, asked, last } = open();
  rows.show(0, 5);
  await last().answer(100_000);
  await last().answer(100_000);
  rows.show(5000, 5005);
  const passed = last();
  rows.show(99_990, 99_999);
  expect(passed.signal.aborted).toBe(true);
  expect(asked.some(({ offset }) => offset === 99_990)).toBe(true);
  await passed.answer(100_000);
  expect(rows.rowAt(5000)).toBeUndefined();
});

it('keeps what it shows while it is asked again, and follows a list that shrinks', async () => {
  const { rows, asked, last } = open();
  rows.show(0, 5);
  await last().answer(15);
  await last().answer(15);
  expect(rows.rowAt(12)).toBe('12');
  rows.refresh();
  expect(rows.rowAt(3)).toBe('3');
  await asked.at(-2)?.answer(7, 'new ');
  expect([rows.total(), rows.rowAt(3), rows.rowAt(12)]).toEqual([7, 'new 3', undefined]);
});

it('holds no more pages than it may, the nearest ones', async () => {
  const { rows, asked, last } = open(3);
  rows.show(0, 5);
  await last().answer(1000);
  for (const first of [100, 200, 300]) {
    rows.show(first, first + 5);
    for (const one of asked.filter(({ signal }) => !signal.aborted)) await one.answer(1000);
  }
  expect(rows.rowAt(302)).toBe('302');
  expect(rows.rowAt(2)).toBeUndefined();
});

it('stops at a failure and goes on when asked again', async () => {
  const { rows, asked, last } = open();
  rows.show(0, 5);
  await last().fail(new Error('gone'));
  expect(rows.error()).toMatchObject({ message: 'gone' });
  expect(asked).toHaveLength(1);
  rows.refresh();
  expect(rows.error()).toBeNull();
  await last().answer(3);
  expect(rows.rowAt(2)).toBe('2');
});
