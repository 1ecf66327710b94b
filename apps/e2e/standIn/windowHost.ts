import type { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { RunningBrowser } from './browser.ts';
import type { CdpSession } from './cdp.ts';
import type { StandInIpcMain } from './ipcMain.ts';
import type { StandInSession } from './session.ts';

export interface WindowParts {
  app: EventEmitter;
  session: StandInSession;
  ipcMain: StandInIpcMain;
  browser(): Promise<RunningBrowser>;
  /** The size of the display. */
  display: { width: number; height: number };
  isDark(): boolean;
}

/** A page of Chromium in a window of its own. */
export interface OpenedPage {
  cdp: CdpSession;
  targetId: string;
  windowId: number;
}

/** What a window needs of the others and of the browser. */
export interface WindowHost<W> extends WindowParts {
  windows: Map<number, W>;
  openPage(owner: W, bounds: Electron.Rectangle): Promise<OpenedPage>;
  closeTarget(targetId: string): Promise<void>;
  setWindowBounds(
    windowId: number,
    bounds: { left: number; top: number; width: number; height: number },
  ): Promise<void>;
  focus(window: W | null): void;
  focused(): W | null;
  removed(window: W): void;
}
