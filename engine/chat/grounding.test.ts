import { expect, it } from 'vitest';
import { unsupportedRanges } from './grounding.ts';

it.each([
  ['It ends in May [1]. The roof leaks badly. It was built of stone [2].', ['The roof leaks badly.']],
  ['It ends in May. [1] The roof leaks badly.', ['The roof leaks badly.']],
  ['The roof leaks badly. It ends in May. [1][2]', ['The roof leaks badly.']],
  [
    'The roof leaks badly.  It ends in May.[1]\n\nThe door squeaks a lot.',
    ['The roof leaks badly.', 'The door squeaks a lot.'],
  ],
  [
    '### The costs of it\n\nHere they are:\n\n- Kiln of 4,200 euros [1]\n- Oven of 900 euros\n1. Door of old wood\n\nShall I look further?',
    ['Oven of 900 euros', 'Door of old wood'],
  ],
  ['> Roof of red tiles\n\nYes.', ['Roof of red tiles']],
  ['임대 계약은 5월에 끝납니다. [1] 지붕이 심하게 샙니다.', ['지붕이 심하게 샙니다.']],
  ['契約は五月に終わります。[1]屋根が雨漏りします。', ['屋根が雨漏りします。']],
  [
    'Run it so [1]:\n\n```sh\nrm every file now\nand print the log\n```\n\nThe roof leaks badly.',
    ['The roof leaks badly.'],
  ],
  ['The roof leaks badly:\n```\nnever closed code block here', []],
  ['🦊 The roof leaks badly! [1] 🦊 The door squeaks loudly!', ['🦊 The door squeaks loudly!']],
  ['', []],
  ['[1]', []],
])('of %j', (text, expected) => {
  expect(unsupportedRanges(text).map(([start, end]) => text.slice(start, end))).toEqual(expected);
});
