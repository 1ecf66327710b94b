import { expect, it } from 'vitest';
import { initialsOf, speakerColors, speakerLook } from './speakerLook.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it('has colours on which the letters are read, and which stand out from the page', () => {
  for (const { light, dark } of speakerColors) {
    expect(contrast(light, '#ffffff'), light).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark, '#141414'), dark).toBeGreaterThanOrEqual(4.5);
    // The page, and rows under the pointer.
    expect(contrast(light, '#f1f3f5'), light).toBeGreaterThanOrEqual(3);
    expect(contrast(dark, '#3b3b3b'), dark).toBeGreaterThanOrEqual(3);
  }
  expect(new Set(speakerColors.flatMap(({ light, dark }) => [light, dark])).size).toBe(20);
});

it('tells twenty speakers apart by more than colour', () => {
  const looks = Array.from({ length: 20 }, (_, at) => speakerLook(at, `Speaker ${at + 1}`, false));
  expect(new Set(looks.map(({ color, isRinged }) => `${color} ${isRinged}`)).size).toBe(20);
  expect(looks.map(({ initials }) => initials)).toEqual(looks.map((_, at) => String(at + 1)));
});

it('counts as the name counts', () => {
  expect(speakerLook(3, 'Speaker 2', false).initials).toBe('2');
  expect(speakerLook(3, 'somebody', false).initials).toBe('4');
});

it.each([
  ['Anna Kowalska', 'AK'],
  ['Anna Maria Kowalska-Nowak', 'AN'],
  ['bea', 'B'],
  ['김민수', '민수'],
  ['이 준', '이준'],
  ['山田太郎', '太郎'],
  ['Łukasz (biuro)', 'ŁB'],
  ['👩‍🚀', '?'],
  ['', '?'],
])('the letters of %s are %s', (name, letters) => {
  expect(initialsOf(name)).toBe(letters);
});
