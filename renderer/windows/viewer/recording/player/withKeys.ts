import { shortcutKeys } from '../../../../frame/shortcutKeys.ts';

/** A name with the keys that do the same. */
export function withKeys(label: string, ...shortcuts: string[]): string {
  return `${label} (${shortcuts.map((shortcut) => shortcutKeys(shortcut).join(' ')).join(', ')})`;
}
