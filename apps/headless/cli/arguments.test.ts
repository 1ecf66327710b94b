import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { absolutePath, parseMoment, requireWords } from './arguments.ts';

const now = new Date(2026, 4, 31, 12).getTime();

describe('a moment on the command line', () => {
  it('is a day of this place, from its beginning or until its end', () => {
    expect(parseMoment('2026-03-31', 'since', now)).toBe(new Date(2026, 2, 31).getTime());
    expect(parseMoment('2026-03-31', 'until', now)).toBe(new Date(2026, 3, 1).getTime());
  });

  it('is exact with a time', () => {
    expect(parseMoment('2026-03-31T10:00:00Z', 'since', now)).toBe(Date.UTC(2026, 2, 31, 10));
  });

  it('is so long ago; a month back from a long month ends in a short one', () => {
    expect(parseMoment('12h', 'since', now)).toBe(now - 12 * 3_600_000);
    expect(parseMoment('2W', 'until', now)).toBe(now - 14 * 86_400_000);
    expect(parseMoment('3m', 'since', now)).toBe(new Date(2026, 1, 28, 12).getTime());
    expect(parseMoment('1y', 'since', now)).toBe(new Date(2025, 4, 31, 12).getTime());
  });
});

it('takes an empty path for a mistake, not for the working folder, and blanks for no question', () => {
  expect(absolutePath('a')).toBe(join(process.cwd(), 'a'));
  expect(() => absolutePath('')).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  expect(requireWords(['two', 'words'], 'query')).toBe('two words');
  for (const words of [[''], [' ', '\n']])
    expect(() => requireWords(words, 'query')).toThrow('The query is empty.');
});
