import { expect, it } from 'vitest';
import { isAccelerator } from './accelerator.ts';

it('takes what can be pressed from anywhere', () => {
  for (const text of [
    'CommandOrControl+Shift+Space',
    'Alt+Space',
    'Super+A',
    'Ctrl+Plus',
    'F9',
    'MediaPlayPause',
    'Control+Alt+`',
    'Alt+num5',
  ])
    expect(isAccelerator(text), text).toBe(true);
});

it('takes no key from every other program, and no nonsense', () => {
  for (const text of [
    'A',
    'Space',
    'Shift+A',
    'Ctrl',
    'Ctrl+',
    'Ctrl+Ctrl+A',
    'Ctrl+AB',
    'Ctrl+Foo',
    '+',
    '',
    'Ctrl A',
    'Ctrl+ñ',
  ])
    expect(isAccelerator(text), text).toBe(false);
});
