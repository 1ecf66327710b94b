import { expect, it } from 'vitest';
import { cleanText } from '../../encoding/cleanText.ts';
import { shownText } from './shownText.ts';

it('cleans every character as other text is cleaned', () => {
  for (let unit = 0; unit <= 0xffff; unit++) {
    const text = `a${String.fromCharCode(unit)}b`;
    if (shownText(text) !== cleanText(text)) expect.fail(`Unit ${unit.toString(16)} is not cleaned.`);
  }
  for (const text of ['', 'a\r\nb', 'a 😀 b', '\ud83d😀\ude00'])
    expect(shownText(text)).toBe(cleanText(text));
});
