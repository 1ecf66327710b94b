import { describe, expect, it } from 'vitest';
import { quickChatBounds, validBounds } from './bounds.ts';

const laptop = { workArea: { x: 0, y: 25, width: 1440, height: 815 } };
const left = { workArea: { x: -1920, y: 0, width: 1920, height: 1080 } };

describe('the main window', () => {
  it('opens where it was, on any display', () => {
    const saved = { x: -1500, y: 40, width: 1200, height: 900 };
    expect(validBounds(saved, [laptop, left])).toEqual(saved);
  });

  it('comes back when its display is gone', () => {
    const saved = { x: -1500, y: 40, width: 1200, height: 900 };
    expect(validBounds(saved, [laptop])).toEqual({ x: 80, y: 25, width: 1280, height: 815 });
  });

  it('opens in the middle the first time, and on a machine that names no display', () => {
    expect(validBounds(null, [left])).toEqual({ x: -1600, y: 110, width: 1280, height: 860 });
    expect(validBounds(null, [])).toEqual({ x: 0, y: 0, width: 1280, height: 860 });
  });

  it('shrinks to a display that has become smaller, and is never smaller than can be used', () => {
    expect(validBounds({ x: 100, y: 100, width: 3000, height: 2000 }, [laptop])).toEqual(laptop.workArea);
    expect(validBounds({ x: 100, y: 100, width: 200, height: 100 }, [laptop])).toMatchObject({
      width: 800,
      height: 560,
    });
  });

  it('is not left where its head cannot be reached', () => {
    const above = { x: 100, y: -600, width: 1000, height: 700 };
    expect(validBounds(above, [laptop]).y).toBeGreaterThanOrEqual(25);
    const beside = { x: 1400, y: 100, width: 1000, height: 700 };
    expect(validBounds(beside, [laptop]).x).toBeLessThanOrEqual(440);
  });

  it('fits a display smaller than it likes', () => {
    const tiny = { workArea: { x: 0, y: 0, width: 640, height: 480 } };
    expect(validBounds({ x: 5, y: 5, width: 900, height: 700 }, [tiny])).toEqual(tiny.workArea);
  });
});

it('puts quick-chat on the display asked for, whole', () => {
  expect(quickChatBounds(left, { width: 680, height: 480 })).toEqual({
    x: -1300,
    y: 180,
    width: 680,
    height: 480,
  });
  const tiny = { workArea: { x: 10, y: 10, width: 400, height: 300 } };
  expect(quickChatBounds(tiny, { width: 680, height: 480 })).toEqual(tiny.workArea);
});
