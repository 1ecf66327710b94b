import type { ShellInfo } from '@adiuva/contracts/shell';
import { globalShortcut } from 'electron';
import { isAccelerator } from './accelerator.ts';

export type ShortcutState = ShellInfo['shortcutState'];

export interface Shortcut {
  state(): ShortcutState;
  /** Takes the place of the one before; null for none. */
  set(accelerator: string | null): ShortcutState;
  dispose(): void;
}

/** The one keystroke that works in every program. */
export function createShortcut(onPress: () => void): Shortcut {
  let current: string | null = null;
  let state: ShortcutState = 'off';

  function release(): void {
    if (current !== null) globalShortcut.unregister(current);
    current = null;
  }

  function set(accelerator: string | null): ShortcutState {
    release();
    if (accelerator === null) return 'off';
    if (!isAccelerator(accelerator)) return 'invalid';
    try {
      if (!globalShortcut.register(accelerator, onPress)) return 'taken';
    } catch {
      return 'invalid';
    }
    current = accelerator;
    return 'registered';
  }

  return {
    state: () => state,
    set: (accelerator) => {
      state = set(accelerator);
      return state;
    },
    dispose: release,
  };
}
