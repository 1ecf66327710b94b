import { expect, it } from 'vitest';
import { boxesOfRange, layMarks, percent, spanOf } from './marks.ts';

const all = { start: 0, end: 100 };

it('lays what is found over what is cited, and the one that is looked at over both', () => {
  const laid = layMarks(
    [
      { kind: 'cited', start: 10, end: 50 },
      { kind: 'found', start: 20, end: 25 },
      { kind: 'found', start: 25, end: 30 },
      { kind: 'current', start: 45, end: 60 },
    ],
    all,
  );
  expect(laid.map(({ kind, start, end }) => [kind, start, end])).toEqual([
    ['cited', 10, 20],
    ['found', 20, 25],
    ['found', 25, 30],
    ['cited', 30, 45],
    ['current', 45, 60],
  ]);
});

it('keeps to the stretch it is asked for, and to what has a length', () => {
  expect(
    layMarks(
      [
        { kind: 'cited', start: 0, end: 500 },
        { kind: 'found', start: 40, end: 40 },
      ],
      { start: 30, end: 60 },
    ),
  ).toEqual([{ kind: 'cited', start: 30, end: 60 }]);
  expect(layMarks([{ kind: 'cited', start: 70, end: 90 }], { start: 0, end: 60 })).toEqual([]);
});

it('finds a stretch on the page, line by line', () => {
  const lines = [
    { start: 0, end: 10, box: { x: 0.1, y: 0.1, width: 0.5, height: 0.02 } },
    { start: 11, end: 21, box: { x: 0.1, y: 0.2, width: 0.4, height: 0.02 } },
    { start: 22, end: 30, box: { x: 0.1, y: 0.3, width: 0.4, height: 0.02 } },
  ];
  const boxes = boxesOfRange(lines, { start: 5, end: 16 });
  expect(boxes.map(({ x, y, width }) => [x, y, width].map((value) => Number(value.toFixed(3))))).toEqual([
    [0.35, 0.1, 0.25],
    [0.1, 0.2, 0.2],
  ]);
  expect(spanOf(boxes)?.top).toBe(0.1);
  expect(spanOf(boxes)?.bottom).toBeCloseTo(0.22);
  expect(boxesOfRange(lines, { start: 30, end: 40 })).toEqual([]);
  expect(spanOf([])).toBeNull();
});

it('holds boxes within the page', () => {
  expect([0.25, -3, 7, Number.NaN].map(percent)).toEqual(['25%', '0%', '100%', '0%']);
});
