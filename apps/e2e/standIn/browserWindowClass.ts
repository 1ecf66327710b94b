import type * as Electron from 'electron';
import { StandInWindow } from './browserWindow.ts';
import type { WindowHost } from './windowHost.ts';

/** `BrowserWindow` over one app's windows: a class, since main makes its own with `new`. */
export function createBrowserWindowClass(host: WindowHost<StandInWindow>) {
  return class BrowserWindow extends StandInWindow {
    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super(host, options);
    }

    static getAllWindows(): Electron.BrowserWindow[] {
      return [...host.windows.values()].map(asElectron);
    }

    static getFocusedWindow(): Electron.BrowserWindow | null {
      const window = host.focused();
      return window ? asElectron(window) : null;
    }

    static fromId(id: number): Electron.BrowserWindow | null {
      const window = host.windows.get(id);
      return window ? asElectron(window) : null;
    }

    static fromWebContents(webContents: Electron.WebContents): Electron.BrowserWindow | null {
      return BrowserWindow.fromId(webContents.id);
    }
  } satisfies Pick<
    typeof Electron.BrowserWindow,
    'getAllWindows' | 'getFocusedWindow' | 'fromId' | 'fromWebContents'
  >;
}

const asElectron = (window: StandInWindow) => window as unknown as Electron.BrowserWindow;
