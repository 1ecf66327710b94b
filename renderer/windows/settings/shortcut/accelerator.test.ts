import { expect, it } from 'vitest';
import { acceleratorKeys, type KeyPress, toAccelerator } from './accelerator.ts';

const press = (code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

it('writes a press as Electron reads it', () => {
  expect(toAccelerator(press('Space', { ctrlKey: true, shiftKey: true }), false)).toBe(
    'CommandOrControl+Shift+Space',
  );
  expect(toAccelerator(press('KeyA', { metaKey: true, altKey: true }), true)).toBe('CommandOrControl+Alt+A');
  expect(toAccelerator(press('Space', { ctrlKey: true }), true)).toBe('Control+Space');
  expect(toAccelerator(press('Digit1', { metaKey: true }), false)).toBe('Super+1');
  expect(toAccelerator(press('F9'), false)).toBe('F9');
});

it('takes nothing that people type with, and no modifier alone', () => {
  for (const one of [
    press('KeyA'),
    press('KeyA', { shiftKey: true }),
    press('Space'),
    press('ShiftLeft', { shiftKey: true }),
    press('ControlLeft', { ctrlKey: true }),
    press('Escape', { ctrlKey: true }),
    press('', { ctrlKey: true }),
  ])
    expect(toAccelerator(one, false), one.code).toBeNull();
});

it('shows the keys of each system', () => {
  expect(acceleratorKeys('CommandOrControl+Shift+Space', false)).toEqual(['Ctrl', 'Shift', 'Space']);
  expect(acceleratorKeys('CommandOrControl+Shift+Space', true)).toEqual(['⌘', '⇧', 'Space']);
  expect(acceleratorKeys('Control++', false)).toEqual(['Ctrl', '+']);
});
