import type * as Electron from 'electron';
import type { StandIn } from './createElectron.ts';
import type { DialogKind, SeenDialog } from './dialog.ts';
import { missingNames } from './loud.ts';
import { createDisplay } from './machine.ts';
import type { SeenItem } from './menu.ts';
import type { SeenRequest } from './session.ts';
import type { SeenProcess } from './utilityProcess.ts';

/** A window as the tests see it. */
export interface SeenWindow {
  id: number;
  url: string;
  title: string;
  bounds: { x: number; y: number; width: number; height: number };
  isVisible: boolean;
  isFocused: boolean;
  isOnTop: boolean;
  isMaximized: boolean;
  hasFrame: boolean;
  webPreferences: Record<string, unknown>;
  targetId: string | null;
}

/** What the tests may ask of a running stand-in: the world around the app. */
export interface StandInControl {
  endpoint(): Promise<string>;
  windows(): SeenWindow[];
  /** As a person closes it. */
  closeWindow(id: number): void;
  focusWindow(id: number | null): void;
  pressShortcut(accelerator: string): boolean;
  shortcuts(): string[];
  takeShortcut(accelerator: string): void;
  freeShortcut(accelerator: string): void;
  tray(): { toolTip: string; title: string; menu: SeenItem[] } | null;
  clickTray(): void;
  clickTrayMenu(path: string[]): boolean;
  menu(): SeenItem[] | null;
  clickMenu(path: string[]): boolean;
  pressAccelerator(accelerator: string): boolean;
  answerDialog(kind: DialogKind, answer: unknown): void;
  dialogs(): SeenDialog[];
  opened(): { what: string; target: string }[];
  notifications(): { title: string; body: string }[];
  clickNotification(at: number): void;
  processes(): SeenProcess[];
  requests(): SeenRequest[];
  openFile(path: string): void;
  openUrl(url: string): void;
  power(event: 'suspend' | 'resume' | 'on-ac' | 'on-battery' | 'shutdown'): void;
  setDark(isDark: boolean): void;
  setDisplays(bounds: Electron.Rectangle[], cursor: { x: number; y: number }): void;
  setClipboard(text: string): void;
  clipboard(): string;
  setEncryption(isAvailable: boolean): void;
  loginItem(): unknown;
  protocolClients(): string[];
  handlersSet(): Record<string, boolean>;
  /** What main asked of Electron and the stand-in does not have. */
  missing(): string[];
  quit(): void;
}

export function createControl({ electron, seen }: StandIn): StandInControl {
  const { app, nativeTheme, powerMonitor, screen } = electron;
  const { host, session, desktop, dialogs } = seen;
  const focusedWindow = () => host.focused() as unknown as Electron.BaseWindow | undefined;
  const theTray = () => [...desktop.trays][0];
  const prevented = { preventDefault: () => undefined };

  return {
    endpoint: async () => (await seen.startedBrowser()).endpoint,
    windows: () =>
      [...host.windows.values()].map((window) => {
        const { preload: _preload, ...webPreferences } = window.options.webPreferences ?? {};
        return {
          id: window.id,
          url: window.webContents.getURL(),
          title: window.getTitle(),
          bounds: window.getBounds(),
          isVisible: window.isVisible(),
          isFocused: window.isFocused(),
          isOnTop: window.isAlwaysOnTop(),
          isMaximized: window.isMaximized(),
          hasFrame: window.options.frame ?? true,
          webPreferences: JSON.parse(JSON.stringify(webPreferences)) as Record<string, unknown>,
          targetId: window.targetId,
        };
      }),
    closeWindow: (id) => host.windows.get(id)?.close(),
    focusWindow: (id) => {
      if (id === null) host.focus(null);
      else host.windows.get(id)?.focus();
    },
    pressShortcut: desktop.pressShortcut,
    shortcuts: desktop.shortcuts,
    takeShortcut: desktop.takeShortcut,
    freeShortcut: desktop.freeShortcut,
    tray: () => {
      const tray = theTray();
      return tray ? { toolTip: tray.toolTip, title: tray.getTitle(), menu: tray.menu?.seen() ?? [] } : null;
    },
    clickTray: () => void theTray()?.emit('click', {}, { x: 0, y: 0, width: 24, height: 24 }, { x: 0, y: 0 }),
    clickTrayMenu: (path) => theTray()?.menu?.clickItem(path, focusedWindow()) ?? false,
    menu: () => seen.menus.applicationMenu.get()?.seen() ?? null,
    clickMenu: (path) => seen.menus.applicationMenu.get()?.clickItem(path, focusedWindow()) ?? false,
    pressAccelerator: (accelerator) =>
      seen.menus.applicationMenu.get()?.pressAccelerator(accelerator, focusedWindow()) ?? false,
    answerDialog: dialogs.answerNext,
    dialogs: () => dialogs.asked,
    opened: () => desktop.opened,
    notifications: () => desktop.notifications.map(({ title, body }) => ({ title, body })),
    clickNotification: (at) => void desktop.notifications[at]?.emit('click', {}),
    processes: seen.processes.running,
    requests: () => session.seen,
    openFile: (path) => void app.emit('open-file', prevented, path),
    openUrl: (url) => void app.emit('open-url', prevented, url),
    power: (event) => {
      if (event === 'on-ac' || event === 'on-battery') powerMonitor.onBatteryPower = event === 'on-battery';
      powerMonitor.emit(event, prevented);
    },
    setDark: (isDark) => nativeTheme.setSystemDark(isDark),
    setDisplays: (bounds, cursor) => {
      screen.displays = bounds.map((area, at) => createDisplay(at + 1, area));
      screen.cursor = cursor;
      screen.emit('display-metrics-changed', {}, screen.getPrimaryDisplay(), ['bounds', 'workArea']);
    },
    setClipboard: desktop.setClipboard,
    clipboard: desktop.clipboardText,
    setEncryption: seen.safe.setAvailable,
    loginItem: () => app.loginItem.settings,
    protocolClients: () => [...app.protocolClients],
    handlersSet: () => session.handlersSet,
    missing: missingNames,
    quit: () => app.quit(),
  };
}
