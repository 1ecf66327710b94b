import { describe, expect, it } from 'vitest';
import { catalogues, fill, systemLanguage } from './index.ts';

const english = Object.entries(catalogues.en);
const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

describe.each(Object.entries(catalogues))('the words in %s', (language, words) => {
  it('are all there, none empty, with the same values in them', () => {
    expect(Object.keys(words)).toEqual(english.map(([key]) => key));
    for (const [key, text] of english) {
      const own = words[key as keyof typeof words];
      expect(own.trim(), key).not.toBe('');
      expect(placesIn(own), key).toEqual(placesIn(text));
      expect(own.endsWith('…'), key).toBe(text.endsWith('…'));
    }
  });

  if (language === 'en') return;
  it('are its own', () => {
    const same = english.filter(([key, text]) => words[key as keyof typeof words] === text);
    expect(same.map(([key]) => key).filter((key) => !['file', 'goOffline'].includes(key))).toEqual([]);
  });
});

it('speaks the first language of the system that it knows', () => {
  expect(systemLanguage(['de-DE', 'pl-PL', 'en-US'])).toBe('pl');
  expect(systemLanguage(['ko'])).toBe('ko');
  expect(systemLanguage(['fr', 'constructor', '__proto__'])).toBe('en');
  expect(systemLanguage([])).toBe('en');
});

it('puts values in, and leaves what it does not know', () => {
  expect(fill('{done} of {total} {x}', { done: 3, total: '{done}' })).toBe('3 of {done} {x}');
});
