import { expect, it } from 'vitest';
import { longestContext, toContext, withContext } from './clipboardContext.ts';

it('takes along what fits, and tells what does not', () => {
  expect(toContext(' \n ')).toBeNull();
  expect(toContext('a\r\nb ')).toEqual({ text: 'a\nb', length: 3, keptLength: 3 });
  const long = toContext('🙂'.repeat(longestContext + 5));
  expect(long).toMatchObject({ length: longestContext + 5, keptLength: longestContext });
  expect(long?.text.endsWith('🙂')).toBe(true);
});

it('puts the question first', () => {
  expect(withContext('What is it?', toContext('the words'), 'From:')).toBe('What is it?\n\nFrom:\nthe words');
  expect(withContext('What is it?', null, 'From:')).toBe('What is it?');
});
