import type * as Electron from 'electron';
import { StandInApp } from './app.ts';
import { type RunningBrowser, startBrowser } from './browser.ts';
import { createDesktop } from './desktop.ts';
import { createDialogs } from './dialog.ts';
import { StandInIpcMain } from './ipcMain.ts';
import { loud } from './loud.ts';
import { createSafeStorage, StandInNativeTheme, StandInPowerMonitor, StandInScreen } from './machine.ts';
import { createMenus, StandInMenuItem } from './menu.ts';
import { StandInMessageChannel, StandInMessagePort } from './messagePorts.ts';
import { nativeImage, StandInImage } from './nativeImage.ts';
import { createNet } from './net.ts';
import { StandInSession } from './session.ts';
import { createUtilityProcesses } from './utilityProcess.ts';
import { StandInWebContents } from './webContents.ts';
import { createWindows } from './windows.ts';

export interface StandInOptions {
  appPath: string;
  /** The browser's executable. */
  chromium: string;
  relaunched(args: readonly string[]): void;
}

/**
 * What `electron` is to main: the parts that this project's main uses, real as far as a machine without Electron goes,
 * and loud about the rest. `seen` is what only the tests touch.
 */
export function createElectron({ appPath, chromium, relaunched }: StandInOptions) {
  const session = new StandInSession();
  const ipcMain = new StandInIpcMain();
  const nativeTheme = new StandInNativeTheme();
  const powerMonitor = new StandInPowerMonitor();
  const screen = new StandInScreen();
  const menus = createMenus();
  const desktop = createDesktop();
  const dialogs = createDialogs();
  const network = createNet();
  let browser: Promise<RunningBrowser> | null = null;

  const startedBrowser = () => {
    // The profile is the app's own, so that what pages keep is there after a restart.
    browser ??= startBrowser(chromium, `${app.getPath('userData')}/stand-in-chromium`);
    return browser;
  };

  const app: StandInApp = new StandInApp({
    appPath,
    prepare: startedBrowser,
    closeWindows: () => {
      for (const window of [...host.windows.values()]) window.close();
      return host.windows.size === 0;
    },
    shutDown: async () => {
      processes.killAll();
      await (await browser?.catch(() => null))?.close();
    },
    relaunched,
    menu: menus.applicationMenu,
  });
  const processes = createUtilityProcesses(app);
  const safe = createSafeStorage(() => app.getPath('userData'));
  const { BrowserWindow, host } = createWindows({
    app,
    session,
    ipcMain,
    browser: startedBrowser,
    display: { width: 2560, height: 1600 },
    isDark: () => nativeTheme.shouldUseDarkColors,
  });
  nativeTheme.on('updated', () => {
    for (const window of host.windows.values()) window.colorSchemeChanged();
  });
  // As Electron does where main has no listener of its own.
  app.on('window-all-closed', () => {
    if (app.listenerCount('window-all-closed') === 1) app.quit();
  });

  const electron = {
    app,
    BrowserWindow: loud('BrowserWindow', BrowserWindow),
    clipboard: desktop.clipboard,
    crashReporter: loud('crashReporter', {
      start: (_options: Electron.CrashReporterStartOptions) => undefined,
    } satisfies Pick<Electron.CrashReporter, 'start'>),
    // No page gets the system's sound here: main is asked on Windows alone.
    desktopCapturer: loud('desktopCapturer', {
      getSources: (_options: Electron.SourcesOptions) => Promise.resolve([]),
    } satisfies Pick<Electron.DesktopCapturer, 'getSources'>),
    dialog: dialogs.dialog,
    globalShortcut: desktop.globalShortcut,
    ipcMain,
    Menu: menus.Menu,
    MenuItem: StandInMenuItem,
    MessageChannelMain: StandInMessageChannel,
    nativeImage,
    nativeTheme,
    net: network.net,
    Notification: desktop.Notification,
    powerMonitor,
    protocol: session.protocol,
    safeStorage: safe.safeStorage,
    screen,
    session: loud('session', {
      defaultSession: session as unknown as Electron.Session,
      fromPartition: (_partition: string, _options?: Electron.FromPartitionOptions) =>
        session as unknown as Electron.Session,
    }),
    shell: desktop.shell,
    systemPreferences: loud('systemPreferences', {
      askForMediaAccess: (_mediaType: 'microphone' | 'camera') => Promise.resolve(true),
    } satisfies Pick<Electron.SystemPreferences, 'askForMediaAccess'>),
    Tray: desktop.Tray,
    utilityProcess: processes.utilityProcess,
    webContents: loud('webContents', {
      getAllWebContents: () => [...host.windows.values()].map(({ webContents }) => webContents),
      fromId: (id: number) => host.windows.get(id)?.webContents,
    } satisfies Pick<typeof Electron.webContents, 'getAllWebContents' | 'fromId'>),
  };
  /** Classes of what main gets handed, for the test that holds them against Electron's own. */
  const handed = {
    MessagePortMain: StandInMessagePort,
    NativeImage: StandInImage,
    Session: StandInSession,
    UtilityProcess: processes.UtilityProcess,
    WebContents: StandInWebContents,
    ClientRequest: network.ClientRequest,
  };
  return {
    electron,
    handed,
    seen: {
      host,
      session,
      desktop: desktop.seen,
      dialogs: dialogs.seen,
      processes,
      safe,
      network,
      menus,
      startedBrowser,
    },
  };
}
export type StandIn = ReturnType<typeof createElectron>;
