import { describe, expect, it } from 'vitest';
import { findMention, matches, withoutMention } from './mention.ts';

/** `|` stands for the caret. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  return findMention(marked.replace('|', ''), caret);
}

describe('a mention', () => {
  it.each([
    ['@|', 0, ''],
    ['@rep|', 0, 'rep'],
    ['what does @annual rep|ort say', 10, 'annual rep'],
    ['(@a|)', 1, 'a'],
    ['first\n@b|', 6, 'b'],
    ['@한국|', 0, '한국'],
    ['@one @tw|', 5, 'tw'],
  ])('is found at the caret: %j', (marked, start, query) => {
    expect(at(marked)).toEqual({ start, query });
  });

  it.each([
    'me@home|',
    'no mention|',
    '@a\nb|',
    '@ a|',
    '@a  b|',
    '|@a',
    `@${'x'.repeat(80)}|`,
    '@@|'.replace('@@', 'x@@'),
  ])('is none in %j', (marked) => {
    expect(at(marked)).toBeNull();
  });

  it('is taken out without leaving a gap', () => {
    const text = 'what does @rep say';
    const mention = findMention(text, 14);
    expect(mention && withoutMention(text, mention)).toEqual({ text: 'what does say', caret: 10 });
  });

  it('matches whatever the case and the accents', () => {
    expect(matches('Città e Żółw', 'citta')).toBe(true);
    expect(matches('Città e Żółw', 'ZO')).toBe(true);
    expect(matches('보고서.pdf', '보고')).toBe(true);
    expect(matches('report', 'x')).toBe(false);
  });
});
