import { expect, it } from 'vitest';
import { chooseOcrLanguages } from '#ocrLanguages';
import { toFractions } from './boxes.ts';
import { composePageText } from './pageText.ts';

const installed = ['eng', 'deu', 'ita', 'kor'];

it('begins with the language of the document, then of the system, then English', () => {
  expect(chooseOcrLanguages({ installed })).toEqual(['eng', 'deu', 'ita', 'kor']);
  expect(chooseOcrLanguages({ installed, locale: 'de-AT' })).toEqual(['deu', 'eng', 'ita', 'kor']);
  expect(chooseOcrLanguages({ installed, locale: 'de-AT', documentLanguage: 'ko' })).toEqual([
    'kor',
    'deu',
    'eng',
    'ita',
  ]);
  expect(chooseOcrLanguages({ installed: [], locale: 'de-AT' })).toEqual([]);
});

it('keeps to what the user chose, as far as it is installed', () => {
  const setting = ['ita', 'fra', 'deu'];
  expect(chooseOcrLanguages({ installed, setting, locale: 'en-US' })).toEqual(['ita', 'deu']);
  expect(chooseOcrLanguages({ installed, setting, documentLanguage: 'de' })).toEqual(['deu', 'ita']);
  expect(chooseOcrLanguages({ installed, setting, documentLanguage: 'ko' })).toEqual(['ita', 'deu']);
});

it('gives boxes as they stand on the page, however it was turned for reading', () => {
  // A page of 200 by 100 with something in its upper left: 20 by 10 at (10, 5).
  const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom });
  const expected = { x: 0.05, y: 0.05, width: 0.1, height: 0.1 };
  const near = (turned: { x: number; y: number; width: number; height: number }) => {
    for (const side of ['x', 'y', 'width', 'height'] as const)
      expect(turned[side]).toBeCloseTo(expected[side], 2);
  };
  near(toFractions(box(10, 5, 30, 15), { width: 200, height: 100 }, 0));
  near(toFractions(box(170, 85, 190, 95), { width: 200, height: 100 }, 180));
  near(toFractions(box(85, 10, 95, 30), { width: 100, height: 200 }, 90));
  near(toFractions(box(5, 170, 15, 190), { width: 100, height: 200 }, 270));
});

it('leaves out what is made up, and joins what was cut', () => {
  const box = { left: 0, top: 0, right: 100, bottom: 10 };
  const line = (text: string, confidence: number) => ({
    text,
    box,
    words: text.split(' ').map((word) => ({ text: word, confidence })),
  });
  const whole = (fraction: number) => ({ x: 0, y: 0, width: fraction, height: 0.1 });
  const read = composePageText(
    [
      [line('A sentence that is recog-', 0.9), line('nised as it stands', 0.8)],
      [line('|] ~ ;', 0.9)],
      [line('xq zzk wv', 0.2)],
      [line('Next', 0.9)],
    ],
    () => whole(1),
  );
  expect(read.text).toBe('A sentence that is recognised as it stands\n\nNext');
  expect(read.blocks.map(({ start, end }) => read.text.slice(start, end))).toEqual([
    'A sentence that is recognised as it stands',
    'Next',
  ]);
  expect(read.lines.map(({ start, end }) => read.text.slice(start, end))).toEqual([
    'A sentence that is recog',
    'nised as it stands',
    'Next',
  ]);
  expect(composePageText([[line('qwx zzk', 0.45), line('hello', 0.7)]], () => whole(1)).text).toBe(
    'qwx zzk\nhello',
  );
  expect(composePageText([[line('qwxk zzkq pq rt', 0.45), line('hal', 0.7)]], () => whole(1)).text).toBe('');
});
