/** What a key does with the sound while the recording is looked at. */
export type PlayerAction =
  | { do: 'toggle' }
  | { do: 'skip'; ms: number }
  | { do: 'rate'; by: 1 | -1 }
  | { do: 'mute' };

export const skipMs = 10_000;
export const stepMs = 5000;
export const rates = [0.75, 1, 1.25, 1.5, 1.75, 2] as const;

/** As they are shown, in the words of shortcutKeys. */
export const playerShortcuts = {
  toggle: 'Space',
  toggles: ['Space', 'K'],
  back: 'J',
  forward: 'L',
  stepBack: 'arrowleft',
  stepForward: 'arrowright',
  slower: '[',
  faster: ']',
  mute: 'M',
} as const;

/** The next speed in this direction; the last stays. */
export function nextRate(rate: number, by: 1 | -1): number {
  const inOrder = by > 0 ? rates : rates.toReversed();
  return inOrder.find((one) => (by > 0 ? one > rate + 0.001 : one < rate - 0.001)) ?? inOrder.at(-1) ?? 1;
}

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Null for a key that is not the player's. */
export function playerAction({ key, ctrlKey, metaKey, altKey, shiftKey }: Key): PlayerAction | null {
  if (ctrlKey || metaKey || altKey || shiftKey) return null;
  switch (key.toLowerCase()) {
    case ' ':
    case 'k':
      return { do: 'toggle' };
    case 'j':
      return { do: 'skip', ms: -skipMs };
    case 'l':
      return { do: 'skip', ms: skipMs };
    case 'arrowleft':
      return { do: 'skip', ms: -stepMs };
    case 'arrowright':
      return { do: 'skip', ms: stepMs };
    case '[':
      return { do: 'rate', by: -1 };
    case ']':
      return { do: 'rate', by: 1 };
    case 'm':
      return { do: 'mute' };
    default:
      return null;
  }
}

/** Where text is written, or where the key has a meaning of its own, it is not the player's. */
export function isKeptByTarget(target: Element, key: string): boolean {
  const takesAll =
    'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="dialog"]';
  if (target.closest(takesAll)) return true;
  if (key === ' ') return target.closest('button, a, summary, [role="option"], [role="checkbox"]') !== null;
  if (/^Arrow/.test(key))
    return (
      target.closest('[role="slider"], [role="radiogroup"], [role="tablist"], [role="toolbar"]') !== null
    );
  return false;
}
