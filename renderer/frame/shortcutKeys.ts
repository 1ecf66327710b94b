const isMac = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? '');

const names: Readonly<Record<string, string>> = isMac
  ? {
      mod: '⌘',
      shift: '⇧',
      alt: '⌥',
      ctrl: '⌃',
      enter: '↩',
      escape: 'esc',
      arrowup: '↑',
      arrowdown: '↓',
      arrowleft: '←',
      arrowright: '→',
    }
  : {
      mod: 'Ctrl',
      shift: 'Shift',
      alt: 'Alt',
      ctrl: 'Ctrl',
      enter: 'Enter',
      escape: 'Esc',
      arrowup: '↑',
      arrowdown: '↓',
      arrowleft: '←',
      arrowright: '→',
    };

const punctuation: Readonly<Record<string, string>> = {
  slash: '/',
  minus: '-',
  plus: '+',
};

/** The keys of `mod+shift+K` as they stand on this keyboard. */
export function shortcutKeys(shortcut: string): string[] {
  // The sign has Shift in it wherever it is on the keyboard.
  return (shortcut === 'shift+?' ? '?' : shortcut)
    .split('+')
    .map((key) => key.trim())
    .map(
      (key) =>
        names[key.toLowerCase()] ??
        punctuation[key.toLowerCase()] ??
        (key.length === 1 ? key.toUpperCase() : key),
    );
}
