import { expect, it } from 'vitest';
import { canRecordSystem, InputError, problemOf } from './soundInput.ts';

const named = (name: string) => Object.assign(new Error('what the browser says'), { name });

it.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'missing'],
  ['OverconstrainedError', 'missing'],
  ['NotReadableError', 'busy'],
  ['TypeError', 'other'],
])('a %s is told as %s', (name, problem) => {
  expect(problemOf(named(name))).toBe(problem);
});

it('keeps what it knows already, and has words for what is no error', () => {
  expect(problemOf(new InputError('unshared'))).toBe('unshared');
  expect(problemOf('nonsense')).toBe('other');
});

it('offers the sound of the machine only where it can be had', () => {
  const chrome = {
    userAgent: 'Mozilla/5.0 (X11; Linux x64) Chrome/140.0 Safari/537.36',
    hasDisplayMedia: true,
  };
  const firefox = {
    userAgent: 'Mozilla/5.0 (X11; Linux x64; rv:140.0) Firefox/140.0',
    hasDisplayMedia: true,
  };
  expect(canRecordSystem(null, chrome)).toBe(true);
  expect(canRecordSystem(null, { ...chrome, hasDisplayMedia: false })).toBe(false);
  expect(canRecordSystem(null, firefox)).toBe(false);
  // The desktop knows better than its own browser.
  expect(canRecordSystem({ canRecordSystemAudio: false }, chrome)).toBe(false);
  expect(canRecordSystem({ canRecordSystemAudio: true }, firefox)).toBe(true);
});
