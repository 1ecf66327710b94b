import { join } from 'node:path';
import { Menu, nativeImage, Tray } from 'electron';
import type { Messages } from './messages/index.ts';
import type { Status } from './status.ts';

export interface TrayActions {
  openMain(): void;
  quickChat(): void;
  setPaused(isPaused: boolean): void;
  setOffline(isOffline: boolean): void;
  settings(): void;
  quit(): void;
}

export interface TrayState {
  status: Status;
  /** Null while no engine answers. */
  isPaused: boolean | null;
  isOffline: boolean | null;
}

export interface AppTray {
  show(state: TrayState, words: Messages): void;
  dispose(): void;
}

/** The icon beside the clock: what is going on, and the few things one wants without a window. */
export function createTray(iconFolder: string, actions: TrayActions): AppTray {
  const images = new Map<string, Electron.NativeImage>();
  const tray = new Tray(image('idle'));
  let shown = '';
  let shownIcon = 'idle';

  function image(kind: string): Electron.NativeImage {
    const found = images.get(kind);
    if (found) return found;
    const isTemplate = process.platform === 'darwin';
    // Beside each file lies its `@2x`, which Electron takes on fine displays.
    const name = isTemplate ? `tray-${kind}-Template.png` : `tray-${kind}.png`;
    const made = nativeImage.createFromPath(join(iconFolder, name));
    if (isTemplate) made.setTemplateImage(true);
    images.set(kind, made);
    return made;
  }

  // On Linux a click opens the menu, whatever is listened for.
  tray.on('click', () => {
    if (process.platform !== 'darwin') actions.openMain();
  });

  return {
    show(state, words) {
      const key = JSON.stringify([state, words.openAdiuva]);
      if (key === shown) return;
      shown = key;
      const { status, isPaused, isOffline } = state;
      const icon = iconOf(status);
      if (icon !== shownIcon) tray.setImage(image(icon));
      shownIcon = icon;
      tray.setToolTip(`Adiuva · ${status.text}`);
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: status.text, enabled: false },
          { type: 'separator' },
          { label: words.openAdiuva, click: actions.openMain },
          { label: words.quickChat, click: actions.quickChat },
          { type: 'separator' },
          {
            label: isPaused ? words.resumeReading : words.pauseReading,
            enabled: isPaused !== null,
            click: () => actions.setPaused(!isPaused),
          },
          {
            label: words.goOffline,
            type: 'checkbox',
            checked: isOffline ?? false,
            enabled: isOffline !== null,
            click: () => actions.setOffline(!isOffline),
          },
          { label: words.settings, click: actions.settings },
          { type: 'separator' },
          { label: words.quit, click: actions.quit },
        ]),
      );
    },
    dispose: () => tray.destroy(),
  };
}

function iconOf({ kind }: Status): 'idle' | 'working' | 'recording' | 'off' {
  if (kind === 'working' || kind === 'recording') return kind;
  return kind === 'idle' || kind === 'starting' ? 'idle' : 'off';
}
