import type * as Electron from 'electron';
import { LoudEmitter, loud } from './loud.ts';
import { normalAccelerator, type StandInMenu } from './menu.ts';
import type { StandInImage } from './nativeImage.ts';

/** Everything of the desktop around the windows that main touches, with what the tests need to touch it too. */
export function createDesktop() {
  const trays = new Set<StandInTray>();
  const notifications: StandInNotification[] = [];
  const shortcuts = new Map<string, () => void>();
  const taken = new Set<string>();
  const opened: { what: 'external' | 'path' | 'folder' | 'trash'; target: string }[] = [];
  let clipboardText = '';
  let areSuspended = false;

  type TrayMembers =
    | 'setToolTip'
    | 'setContextMenu'
    | 'setImage'
    | 'setPressedImage'
    | 'setTitle'
    | 'getTitle'
    | 'popUpContextMenu'
    | 'closeContextMenu'
    | 'setIgnoreDoubleClickEvents'
    | 'getBounds'
    | 'destroy'
    | 'isDestroyed';

  class StandInTray extends LoudEmitter implements Pick<Electron.Tray, TrayMembers> {
    static override readonly electronName = 'Tray';
    image: StandInImage | string;
    toolTip = '';
    menu: StandInMenu | null = null;
    #title = '';
    #isDestroyed = false;

    constructor(image: Electron.NativeImage | string) {
      super();
      this.image = image as unknown as StandInImage | string;
      trays.add(this);
    }

    setToolTip(toolTip: string): void {
      this.toolTip = toolTip;
    }

    setContextMenu(menu: Electron.Menu | null): void {
      this.menu = menu as unknown as StandInMenu | null;
    }

    setImage(image: Electron.NativeImage | string): void {
      this.image = image as unknown as StandInImage | string;
    }

    setPressedImage(_image: Electron.NativeImage | string): void {}

    setTitle(title: string, _options?: Electron.TitleOptions): void {
      this.#title = title;
    }

    getTitle(): string {
      return this.#title;
    }

    popUpContextMenu(_menu?: Electron.Menu, _position?: Electron.Point): void {}
    closeContextMenu(): void {}
    setIgnoreDoubleClickEvents(_ignore: boolean): void {}

    getBounds(): Electron.Rectangle {
      return { x: 0, y: 0, width: 24, height: 24 };
    }

    destroy(): void {
      this.#isDestroyed = true;
      trays.delete(this);
    }

    isDestroyed(): boolean {
      return this.#isDestroyed;
    }
  }

  class StandInNotification
    extends LoudEmitter
    implements Pick<Electron.Notification, 'title' | 'body' | 'silent' | 'subtitle' | 'show' | 'close'>
  {
    static override readonly electronName = 'Notification';
    title: string;
    subtitle: string;
    body: string;
    silent: boolean;
    isShown = false;

    constructor(options: Electron.NotificationConstructorOptions = {}) {
      super();
      this.title = options.title ?? '';
      this.subtitle = options.subtitle ?? '';
      this.body = options.body ?? '';
      this.silent = options.silent ?? false;
    }

    static isSupported(): boolean {
      return true;
    }

    show(): void {
      this.isShown = true;
      notifications.push(this);
      this.emit('show', {});
    }

    close(): void {
      this.isShown = false;
      this.emit('close', {});
    }
  }

  const globalShortcut = loud('globalShortcut', {
    register(accelerator: string, callback: () => void): boolean {
      const name = normalAccelerator(accelerator);
      if (taken.has(name) || shortcuts.has(name)) return false;
      shortcuts.set(name, callback);
      return true;
    },
    unregister: (accelerator: string) => void shortcuts.delete(normalAccelerator(accelerator)),
    unregisterAll: () => shortcuts.clear(),
    isRegistered: (accelerator: string) => shortcuts.has(normalAccelerator(accelerator)),
    isSuspended: () => areSuspended,
    setSuspended: (suspended: boolean) => {
      areSuspended = suspended;
    },
  } satisfies Pick<
    Electron.GlobalShortcut,
    'register' | 'unregister' | 'unregisterAll' | 'isRegistered' | 'isSuspended' | 'setSuspended'
  >);

  const shell = loud('shell', {
    openExternal: async (url: string, _options?: Electron.OpenExternalOptions) =>
      void opened.push({ what: 'external', target: url }),
    openPath: async (path: string) => {
      opened.push({ what: 'path', target: path });
      return '';
    },
    showItemInFolder: (path: string) => void opened.push({ what: 'folder', target: path }),
    trashItem: async (path: string) => void opened.push({ what: 'trash', target: path }),
    beep: () => undefined,
  } satisfies Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'trashItem' | 'beep'>);

  const clipboard = loud('clipboard', {
    readText: async () => clipboardText,
    writeText: async (text: string) => {
      clipboardText = text;
    },
    clear: () => {
      clipboardText = '';
    },
  } satisfies Pick<Electron.Clipboard, 'readText' | 'writeText' | 'clear'>);

  return {
    Tray: StandInTray,
    Notification: StandInNotification,
    globalShortcut,
    shell,
    clipboard,
    seen: {
      trays,
      notifications,
      opened,
      shortcuts: () => [...shortcuts.keys()],
      takeShortcut: (accelerator: string) => void taken.add(normalAccelerator(accelerator)),
      freeShortcut: (accelerator: string) => void taken.delete(normalAccelerator(accelerator)),
      pressShortcut(accelerator: string): boolean {
        const callback = areSuspended ? undefined : shortcuts.get(normalAccelerator(accelerator));
        callback?.();
        return callback !== undefined;
      },
      setClipboard: (text: string) => {
        clipboardText = text;
      },
      clipboardText: () => clipboardText,
    },
  };
}
