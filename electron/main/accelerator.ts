const modifiers = new Set([
  'command',
  'cmd',
  'control',
  'ctrl',
  'commandorcontrol',
  'cmdorctrl',
  'alt',
  'option',
  'altgr',
  'shift',
  'super',
  'meta',
]);
const named = new Set(
  'plus space tab capslock numlock scrolllock backspace delete insert return enter up down left right home end pageup pagedown escape esc volumeup volumedown volumemute medianexttrack mediaprevioustrack mediastop mediaplaypause printscreen numdec numadd numsub nummult numdiv'.split(
    ' ',
  ),
);

/**
 * A shortcut in Electron's words that may work everywhere: one key, and a modifier with it unless it is a function or
 * media key, since it is taken from every other program. Shift alone with a letter is how letters are typed.
 */
export function isAccelerator(text: string): boolean {
  const parts = text.split('+');
  const key = parts.pop()?.toLowerCase() ?? '';
  const held = parts.map((part) => part.toLowerCase());
  if (new Set(held).size !== held.length || !held.every((part) => modifiers.has(part))) return false;
  const isFunctionKey = /^f([1-9]|1\d|2[0-4])$/.test(key);
  const isKnown =
    isFunctionKey || named.has(key) || /^num\d$/.test(key) || /^[\x21-\x2a\x2c-\x7e]$/.test(key);
  if (!isKnown) return false;
  return isFunctionKey || key.startsWith('media') || held.some((part) => part !== 'shift');
}
