import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@adiuva/engine/ports';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { isOwnPage } from './appProtocol.ts';
import { type AppWindow, createAppWindow } from './appWindow.ts';
import type { Dialogs } from './dialogs.ts';
import type { EngineProcess } from './engineProcess.ts';
import { background, bringUp, openMainWindow } from './mainWindow.ts';
import type { Places } from './places.ts';
import { openQuickChatWindow, type QuickChatWindow } from './quickChatWindow.ts';
import { createRevival } from './revival.ts';
import type { ShellStateFile } from './shellState.ts';

export interface WindowsOptions {
  places: Places;
  state: ShellStateFile;
  engine: EngineProcess;
  dialogs: Dialogs;
  log: Log;
  isQuitting(): boolean;
}

export interface Windows {
  /** Opens the main window if there is none; it stays hidden while it is hidden. */
  main(): AppWindow;
  showMain(): AppWindow;
  showQuickChat(): void;
  toggleQuickChat(): void;
  hideQuickChat(): void;
  ids(): ReadonlySet<number>;
  find(contentsId: number): AppWindow | null;
  each(visit: (window: AppWindow) => void): void;
  hasFocus(): boolean;
}

const longestBlankMs = 4000;

/** Owns the two windows: makes them, hands them their ports, brings their pages back after a crash. */
export function createWindows(options: WindowsOptions): Windows {
  const { places, state, engine, dialogs, log, isQuitting } = options;
  const open = new Map<number, AppWindow>();
  let main: AppWindow | null = null;
  let mainReady: Promise<unknown> = Promise.resolve();
  let quickChat: QuickChatWindow | null = null;

  function register(kind: AppWindow['kind'], window: BrowserWindow, onFirstLoad: () => void): AppWindow {
    const id = window.webContents.id;
    let isFirst = true;
    const own = createAppWindow(kind, window, () => {
      giveEngine(own);
      if (isFirst) onFirstLoad();
      isFirst = false;
    });
    open.set(id, own);
    revive(window);
    window.on('closed', () => open.delete(id));
    return own;
  }

  function giveEngine(window: AppWindow): void {
    // An error page of the browser's own is no page of ours.
    if (!isOwnPage(window.window.webContents.getURL())) return;
    const port = engine.connect();
    if (port) window.givePort(port);
  }

  /** A page whose process died is loaded anew; it has lost nothing but what was typed. */
  function revive(window: BrowserWindow): void {
    const revival = createRevival(Date.now);
    const { webContents: contents } = window;
    contents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (isQuitting() || reason === 'clean-exit') return;
      log.warn('window.process_gone', { reason, code: exitCode });
      const verdict = revival.ended();
      const reload = (): void => {
        if (!contents.isDestroyed()) contents.reload();
      };
      if (verdict.action === 'revive') setTimeout(reload, verdict.inMs);
      else {
        void tryAgain(reason, () => {
          revival.forgive();
          reload();
        });
      }
    });
  }

  async function tryAgain(reason: string, again: () => void): Promise<void> {
    log.error('window.not_opened', { reason });
    if (await dialogs.pageFailed(reason)) again();
    else app.quit();
  }

  function openMain(): AppWindow {
    const window = openMainWindow({
      preload: places.preload,
      icon: join(places.iconFolder, 'icon.png'),
      state,
      staysInTray: () => state.read().settings.staysInTray,
      isQuitting,
      onFailedLoad: (reason) => void tryAgain(reason, () => window.webContents.reload()),
    });
    // Shown when it has something to show, rather than white; but a page that does not come is no reason to hide for ever.
    mainReady = Promise.race([
      once(window, 'ready-to-show'),
      sleep(longestBlankMs, undefined, { ref: false }),
    ]);
    const own = register('main', window, () => openQuickChat());
    window.on('closed', () => {
      main = null;
      // Quick-chat is a window too, and would keep a program alive that nobody sees.
      if (process.platform !== 'darwin' && !isQuitting()) app.quit();
    });
    return own;
  }

  function openQuickChat(): QuickChatWindow {
    if (quickChat && !quickChat.window.isDestroyed()) return quickChat;
    const made = openQuickChatWindow(places.preload, {
      onShown: () => own.send({ type: 'shown' }),
      isQuitting,
      isAsking: dialogs.isAsking,
    });
    const own = register('quickChat', made.window, () => undefined);
    quickChat = made;
    return made;
  }

  engine.onReady(() => {
    for (const window of open.values()) if (window.isLoaded()) giveEngine(window);
  });
  nativeTheme.on('updated', () => {
    for (const { window } of open.values()) window.setBackgroundColor(background());
  });

  const windows: Windows = {
    main: () => {
      main ??= openMain();
      return main;
    },
    showMain() {
      const own = windows.main();
      const { window } = own;
      void mainReady.then(() => {
        if (!window.isDestroyed() && !isQuitting()) bringUp(window);
      });
      return own;
    },
    showQuickChat: () => openQuickChat().show(),
    toggleQuickChat: () => openQuickChat().toggle(),
    hideQuickChat: () => quickChat?.hide(),
    ids: () => new Set(open.keys()),
    find: (contentsId) => open.get(contentsId) ?? null,
    each: (visit) => open.forEach(visit),
    hasFocus: () => BrowserWindow.getFocusedWindow() !== null,
  };
  return windows;
}
