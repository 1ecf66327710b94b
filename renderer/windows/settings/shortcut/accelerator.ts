/** The keys of an event that a shortcut is made of. */
export type KeyPress = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const named: Readonly<Record<string, string>> = {
  Space: 'Space',
  Enter: 'Enter',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Slash: '/',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
};

/**
 * A key press as Electron writes it (`CommandOrControl+Shift+Space`), by the key's place on the keyboard rather than by
 * what it writes.
 * @returns null for a press that is no shortcut yet: modifiers alone, or a plain key that people type with
 */
export function toAccelerator(press: KeyPress, isMac: boolean): string | null {
  const { code } = press;
  const key =
    /^Key([A-Z])$/.exec(code)?.[1] ??
    /^Digit(\d)$/.exec(code)?.[1] ??
    /^(F(?:[1-9]|1\d|2[0-4]))$/.exec(code)?.[1] ??
    named[code];
  if (key === undefined) return null;
  const main = isMac ? press.metaKey : press.ctrlKey;
  const other = isMac ? press.ctrlKey : press.metaKey;
  const modifiers = [
    main && 'CommandOrControl',
    other && (isMac ? 'Control' : 'Super'),
    press.altKey && 'Alt',
    press.shiftKey && 'Shift',
  ].filter((one) => one !== false);
  const isFunctionKey = /^F\d/.test(key);
  const isHeld = main || other || press.altKey;
  return isHeld || isFunctionKey ? [...modifiers, key].join('+') : null;
}

/** An accelerator's keys as they stand on this keyboard. */
export function acceleratorKeys(accelerator: string, isMac: boolean): string[] {
  const names: Readonly<Record<string, string>> = isMac
    ? { CommandOrControl: '⌘', Command: '⌘', Control: '⌃', Alt: '⌥', Option: '⌥', Shift: '⇧' }
    : { CommandOrControl: 'Ctrl', Control: 'Ctrl', Super: '⊞' };
  // A plus is a key of its own at the end: `Control++`.
  const keys = accelerator.endsWith('++')
    ? [...accelerator.slice(0, -2).split('+'), '+']
    : accelerator.split('+');
  return keys.map((key) => names[key] ?? key);
}
